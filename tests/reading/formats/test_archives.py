"""Archives: every member is read or named with a reason, and none can do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import docx
import pytest

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading import Source, UnreadPart, read_documents, read_source
from rag.reading.source import MAX_FILE_BYTES, Budget, LimitReached
from tests.reading.formats.pdfs import pdf_of

ENGLISH = b"# Opening\n\nXi Jinping opened the conference in Wuzhen on 16 December 2015.\n"
CHINESE = "世界互联网大会在浙江乌镇举行。\n".encode("gbk")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()


def read(path: Path, data: bytes) -> tuple[dict[str, Document], dict[str, str]]:
    """What a file gives: its documents by id, and the reasons for the other parts."""
    path.write_bytes(data)
    parts = list(read_documents(path, path.name))
    documents = {part.id: part for part in parts if isinstance(part, Document)}
    return documents, {part.name: part.reason for part in parts if isinstance(part, UnreadPart)}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda members: gzip.compress(tarred(members))),
        ("a.tar.bz2", lambda members: bz2.compress(tarred(members))),
        ("a.tar.xz", lambda members: lzma.compress(tarred(members))),
    ],
)
def test_each_member_is_a_document_under_the_name_of_the_archive(
    tmp_path: Path, name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    members = {
        "2015/opening.md": ENGLISH,
        "乌镇.txt": CHINESE,
        "logo.png": PNG,
        "empty.txt": b" ",
        "__MACOSX/._opening.md": b"\0\5\x16\7",
        ".DS_Store": b"\0",
    }
    documents, unread = read(tmp_path / name, pack(members))
    opening, wuzhen = documents.values()
    assert list(documents) == [f"{name}/2015/opening.md", f"{name}/乌镇.txt"]
    assert (opening.title, opening.text) == ("Opening", ENGLISH.decode())
    assert wuzhen.text == CHINESE.decode("gbk")
    assert opening.path == wuzhen.path == str(tmp_path / name)
    assert list(unread) == [f"{name}/logo.png", f"{name}/empty.txt"]
    assert "is a PNG image" in unread[f"{name}/logo.png"]
    assert "no text" in unread[f"{name}/empty.txt"]


def test_a_compressed_file_is_read_as_the_file_that_was_compressed(tmp_path: Path) -> None:
    documents, _ = read(tmp_path / "opening.md.gz", gzip.compress(ENGLISH))
    assert {i: document.title for i, document in documents.items()} == {
        "opening.md.gz/opening.md": "Opening"
    }


@pytest.mark.parametrize("pack", [partial(zipped, method=zipfile.ZIP_STORED), tarred])
def test_an_archive_that_begins_with_a_pdf_is_no_pdf(
    tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    documents, unread = read(tmp_path / "a", pack({"a.pdf": pdf_of(["One."]), "b.txt": b"Two."}))
    assert [document.text for document in documents.values()] == ["One.", "Two."]
    assert unread == {}


def test_an_unchanged_member_of_a_changed_archive_keeps_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    before, _ = read(path, zipped({"a.md": ENGLISH, "b.txt": b"One."}))
    after, _ = read(path, zipped({"a.md": ENGLISH, "b.txt": b"Two."}))
    hashes = [{i: document.content_hash for i, document in d.items()} for d in (before, after)]
    assert hashes[0]["a.zip/a.md"] == hashes[1]["a.zip/a.md"]
    assert hashes[0]["a.zip/b.txt"] != hashes[1]["a.zip/b.txt"]


def test_members_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr("a.txt", "The first.")
        archive.writestr("a.txt", "The second.")
    documents, _ = read(tmp_path / "a.zip", data.getvalue())
    assert {i: document.text for i, document in documents.items()} == {
        "a.zip/a.txt": "The first.",
        "a.zip/a.txt (2)": "The second.",
    }


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_are_refused_and_nothing_is_written(
    tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    names = ["../out.md", "/tmp/out.md", "a/../../out.md", "in.md"]
    documents, unread = read(tmp_path / "a.bin", pack(dict.fromkeys(names, ENGLISH)))
    assert list(documents) == ["a.bin/in.md"]
    assert len(unread) == 3
    assert all("leads out of it" in reason for reason in unread.values())
    assert not any(".." in name for name in unread)
    assert [path.name for path in tmp_path.rglob("*")] == ["a.bin"]


def test_links_and_devices_in_an_archive_are_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (
            ("link.md", tarfile.SYMTYPE),
            ("hard.md", tarfile.LNKTYPE),
            ("pipe.md", tarfile.FIFOTYPE),
            ("zero.md", tarfile.CHRTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    path = tmp_path / "a.tar"
    path.write_bytes(data.getvalue())
    reasons = [part.reason for part in read_documents(path, "a") if isinstance(part, UnreadPart)]
    assert len(reasons) == 4
    assert all("is not a regular file" in reason for reason in reasons)


def test_an_encrypted_member_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"secret.md": ENGLISH, "open.md": ENGLISH}))
    # Bit 0 of the flags, in the member's own header and in the directory's.
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    documents, unread = read(tmp_path / "a.zip", bytes(data))
    assert list(documents) == ["a.zip/open.md"]
    assert "is encrypted" in unread["a.zip/secret.md"]


def test_a_damaged_member_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": ENGLISH * 20, "b.md": ENGLISH}))
    data[40:50] = b"\xff" * 10
    documents, unread = read(tmp_path / "a.zip", bytes(data))
    assert list(documents) == ["a.zip/b.md"]
    assert "cannot be unpacked" in unread["a.zip/a.md"]


def test_an_archive_that_lost_its_beginning_names_what_it_lost(tmp_path: Path) -> None:
    documents, unread = read(
        tmp_path / "a.zip", b"PK\3\4" + zipped({"a.md": b"", "b.md": ENGLISH})[20:]
    )
    assert list(documents) == ["a.zip/b.md"]
    assert "cannot be unpacked" in unread["a.zip/a.md"]


def test_what_stands_before_the_break_of_a_truncated_archive_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    many = {f"{i}.md": random.Random(i).randbytes(20_000).hex().encode() for i in range(9)}
    path.write_bytes(gzip.compress(tarred(many))[:-200])
    found = read_documents(path, "a")
    first = next(found)
    assert isinstance(first, Document)
    with pytest.raises(UnreadableFile, match="damaged"):
        list(found)


def test_archives_lie_in_archives_three_deep_and_no_deeper(tmp_path: Path) -> None:
    inner = zipped({"deep.md": ENGLISH})
    documents, _ = read(tmp_path / "1.zip", zipped({"2.zip": zipped({"3.zip": inner})}))
    assert list(documents) == ["1.zip/2.zip/3.zip/deep.md"]
    outer = zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": inner})})})
    documents, unread = read(tmp_path / "0.zip", outer)
    assert documents == {}
    assert "more than 3 containers deep" in unread["0.zip/1.zip/2.zip/3.zip/deep.md"]


@pytest.mark.parametrize(
    "bomb",
    [
        zipped({"zeros.txt": bytes(MAX_FILE_BYTES + 1)}),
        gzip.compress(tarred({"zeros.txt": bytes(MAX_FILE_BYTES + 1)})),
    ],
)
def test_a_member_that_swells_is_refused_as_it_unpacks(tmp_path: Path, bomb: bytes) -> None:
    assert len(bomb) < MAX_FILE_BYTES / 500
    documents, unread = read(tmp_path / "a.bin", bomb)
    assert documents == {}
    assert "larger than 20 MB" in unread["a.bin/zeros.txt"]


def unpack(data: bytes, name: str, budget: Budget) -> list[object]:
    return list(read_source(Source(Path(name), io.BytesIO(data), budget=budget)))


@pytest.mark.parametrize("depth", [1, 2])
def test_all_that_an_archive_unpacks_to_is_counted_however_nested(depth: int) -> None:
    data = zipped({f"{i}.txt": b"word " * 20_000 for i in range(10)})
    for _ in range(depth - 1):
        data = zipped({"inner.zip": data})
    assert len(unpack(data, "a.zip", Budget(bytes_left=1_100_000))) == 10
    with pytest.raises(LimitReached, match="more than 4 GB"):
        unpack(data, "a.zip", Budget(bytes_left=900_000))


def test_members_are_counted() -> None:
    data = tarred({f"{i}.txt": b"A word." for i in range(10)})
    assert len(unpack(data, "a.tar", Budget(parts_left=10))) == 10
    with pytest.raises(LimitReached, match="more than 100,000 files"):
        unpack(data, "a.tar", Budget(parts_left=9))


def test_an_office_file_is_told_from_an_archive_by_its_members(tmp_path: Path) -> None:
    letter, data = docx.Document(), io.BytesIO()
    letter.add_paragraph("世界互联网大会在乌镇举行。")
    letter.save(data)
    documents, _ = read(tmp_path / "a.zip", zipped({"letter.zip": data.getvalue()}))
    assert {i: document.text for i, document in documents.items()} == {
        "a.zip/letter.zip": "世界互联网大会在乌镇举行。"
    }


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("xl/workbook.xml", "an Excel workbook"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
    ],
)
def test_an_office_file_that_cannot_be_read_is_no_archive(
    tmp_path: Path, member: str, kind: str
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"[Content_Types].xml": b"<Types/>", member: b"<x/>"}))
    with pytest.raises(UnreadableFile, match=f"is {kind}"):
        list(read_documents(path, "a"))
