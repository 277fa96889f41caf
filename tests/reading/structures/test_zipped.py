"""Zip containers: what leads out is refused, what unpacks is counted, names are legible."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePath

import pytest

from rag.errors import UnreadableFile
from rag.reading.source import Source
from rag.reading.structures import zipped
from rag.reading.structures.zipped import ZipContainer


def container(*entries: tuple[str | zipfile.ZipInfo, bytes], max_bytes: int = 1000) -> ZipContainer:
    return ZipContainer(Source.of_bytes(packed(*entries), PurePath("a.zip")), max_bytes)


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries:
            file.writestr(name, data)
    return stream.getvalue()


def test_files_are_read_by_name_in_the_order_of_the_container() -> None:
    files = container(("b/one.txt", b"one"), ("b/", b""), ("a.txt", b"two"))
    assert files.names == ("b/one.txt", "a.txt")
    assert [files.read(name) for name in files.names] == [b"one", b"two"]


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/x", "..\\x", "C:\\x", "C:x", "//h/s/x"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    files = container((name, b"x"), ("kept", b"y"))
    assert (files.names, files.refused) == (("kept",), {name: "leads out of it"})
    with pytest.raises(UnreadableFile, match="leads out of it"):
        files.read(name)


def test_a_symbolic_link_is_refused() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert container((link, b"/etc/passwd")).refused == {"link": "is not a regular file"}


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(packed(("secret", b"x")))
    data[data.index(b"PK\1\2") + 8] |= 1
    files = ZipContainer(Source.of_bytes(bytes(data), PurePath("a.zip")))
    assert files.refused == {"secret": "is encrypted"}


def test_a_bomb_is_refused_by_what_unpacks_whatever_its_header_says() -> None:
    honest = packed(("bomb", bytes(50_000)))
    lying = honest.replace((50_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        ZipContainer(Source.of_bytes(honest, PurePath("a.zip")), 1000).read("bomb")
    with pytest.raises(UnreadableFile, match="is damaged"):
        ZipContainer(Source.of_bytes(lying, PurePath("a.zip")), 1000).read("bomb")


def test_the_limit_is_on_all_that_is_read_together() -> None:
    files = container(("a", bytes(600)), ("b", bytes(600)))
    files.read("a")
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        files.read("b")


def test_a_file_over_its_own_limit_leaves_the_others_readable() -> None:
    files = container(("a", bytes(600)), ("b", bytes(60)))
    with pytest.raises(UnreadableFile, match=r"a in a\.zip is larger than"):
        files.read("a", max_bytes=100)
    assert files.read("b") == bytes(60)


def test_more_entries_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_ENTRIES", 2)
    with pytest.raises(UnreadableFile, match="holds 3 files; at most 2"):
        container(*((str(n), b"") for n in range(3)))


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"no zip at all" * 10])
def test_what_is_no_zip_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.zip is unreadable"):
        ZipContainer(Source.of_bytes(data, PurePath("a.zip")))


@pytest.mark.parametrize("cut", [3, 30, 60])
def test_a_zip_file_with_a_piece_missing_is_damaged(cut: int) -> None:
    data = packed(("a", bytes(100)), ("b", b"x"))
    with pytest.raises(UnreadableFile, match="is damaged"):
        ZipContainer(Source.of_bytes(data[cut:], PurePath("a.zip"))).read("a")


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("乌镇峰会.txt".encode("gb2312"), "乌镇峰会.txt"),
        ("乌镇峰会.txt".encode(), "乌镇峰会.txt"),
        ("Müller né.txt".encode("cp437"), "Müller né.txt"),
    ],
)
def test_a_name_without_a_declared_encoding_is_legible(stored: bytes, name: str) -> None:
    placeholder = "x" * len(stored)
    data = packed((placeholder, b"text")).replace(placeholder.encode(), stored)
    files = ZipContainer(Source.of_bytes(data, PurePath("a.zip")))
    assert files.names == (name,)
    assert files.read(name) == b"text"


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16"),
    ],
)
def test_xml_with_a_document_type_definition_is_refused(xml: bytes) -> None:
    with pytest.raises(UnreadableFile, match="declares XML entities"):
        container(("a.xml", xml)).read_xml("a.xml")


@pytest.mark.parametrize("xml", [b"", b"<a>", b"<a>" * 300 + b"</a>" * 300])
def test_xml_that_is_broken_or_too_deep_is_damaged(xml: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is damaged"):
        container(("a.xml", xml), max_bytes=10_000).read_xml("a.xml")
