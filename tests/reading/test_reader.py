"""Any file becomes a Document with exact offsets, or one sentence says why not."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from rag.errors import UnreadableFile
from rag.reading import content_hash, is_readable, read_file
from rag.reading.reader import MAX_FILE_BYTES

CHINESE = "世界互联网大会在浙江乌镇举行。习近平主席发表视频讲话，强调网络主权的重要性。\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_text_is_the_decoded_file_itself(tmp_path: Path) -> None:
    content = "Title\r\n\r\n\u200bZero width,\u202e bidi,  two spaces.\r\n"
    document = read_file(write(tmp_path, "a.txt", content), "a.txt")
    assert document.text == content


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", CHINESE)
    expected = hashlib.sha256(CHINESE.encode()).hexdigest()
    assert read_file(path, "a.txt").content_hash == content_hash(path) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_chinese_in_any_usual_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    document = read_file(write(tmp_path, "a.txt", CHINESE.encode(encoding)), "a.txt")
    assert document.text == CHINESE
    assert document.publication.language == "zh"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président a déclaré que la souveraineté doit être respectée à l'avenir.", "latin-1"),
        ("He said “hello” – it’s fine. China’s leaders agreed.", "cp1252"),
        (
            "世界インターネット大会が中国浙江省烏鎮で開かれた。習近平国家主席は演説した。",
            "shift_jis",
        ),
        ("世界互聯網大會在浙江烏鎮舉行。習近平主席發表視頻講話。", "big5"),
    ],
)
def test_legacy_encodings_are_recognised(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_file(write(tmp_path, "a.txt", text.encode(encoding)), "a.txt").text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("\u200b\ufeff\n".encode(), "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "looks binary"),
        ("UTF-16 without a mark".encode("utf-16-le"), "looks binary"),
        (b"%PDF-1.7\n" + bytes(range(1, 32)) * 9, "looks binary"),
        (b"\xff\xfe\x00\xd8", "could not be told"),  # half a surrogate pair
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = write(tmp_path, "photo.txt", content)
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read_file(path, "photo.txt")
    assert str(path) in caught.value.message


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadableFile, match="larger than 20 MB"):
        read_file(path, "huge.txt")


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_file(path, "pipe.txt")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        read_file(tmp_path / "gone.md", "gone.md")


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xyz", "text")
    assert not is_readable(path)
    with pytest.raises(UnreadableFile, match=r"\.xyz") as caught:
        read_file(path, "a.xyz")
    assert ".md" in caught.value.hint


def test_the_ending_may_be_in_capitals(tmp_path: Path) -> None:
    assert read_file(write(tmp_path, "A.TXT", "Some words."), "A.TXT").text == "Some words."
