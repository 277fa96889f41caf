"""MHTML: the page, its address, and no date but its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import UnreadableFile
from rag.reading import read_file

PAGE = (
    "<html><head><title>乌镇峰会</title></head><body><p>习近平出席开幕式并发表主旨演讲。</p>"
    '<img src="http://tracker.example/?q=1"></body></html>'
)
SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/2015/a.html\r\n"
    b"Subject: ignored\r\nDate: Tue, 3 Nov 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
)
IMAGE = b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n"


def saved(page: bytes, charset: str) -> bytes:
    head = b"--b\r\nContent-Type: text/html; charset=%s\r\n\r\n" % charset.encode()
    return SAVED + IMAGE + head + page + b"\r\n--b--\r\n"


@pytest.mark.parametrize("name", ["a.mhtml", "a.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_the_page_is_read_from_among_its_images(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(saved(PAGE.encode(encoding), encoding))
    document = read_file(path, name)
    assert document.title == "乌镇峰会"
    assert document.text == "习近平出席开幕式并发表主旨演讲。"
    assert document.publication.url == "https://news.example/2015/a.html"
    assert "saved from" in document.publication.provenance["url"].origin


def test_the_day_of_saving_is_not_the_day_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(saved(PAGE.encode(), "utf-8"))
    assert read_file(path, "a").publication.published is None


def test_an_archive_without_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(SAVED + IMAGE + b"--b--\r\n")
    with pytest.raises(UnreadableFile, match="no web page in it"):
        read_file(path, "a")
