from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rag.domain import Document
from rag.errors import UnreadableFile, WebError
from rag.reading.reader import read_documents, read_file
from rag.reading.web import FeedEntry, FetchedPage, keep_page

CHINESE = "第三届世界互联网大会在浙江乌镇开幕，习近平发表视频讲话。" * 5
HTML = (
    f"<html><head><title>开幕</title></head><body><article><p>{CHINESE}</p></article></body></html>"
)
PAGE = FetchedPage(
    url="https://news.example/2016/开幕?id=5",
    data=HTML.encode("gbk"),
    media_type="text/html",
    charset="gbk",
    fetched=datetime(2026, 11, 1, tzinfo=UTC),
    listed=FeedEntry("https://news.example/2016/开幕?id=5", "开幕", date(2016, 11, 16)),
)


def test_a_kept_page_is_read_with_what_fetching_told(tmp_path: Path) -> None:
    path = keep_page(PAGE, tmp_path)
    assert path.relative_to(tmp_path) == Path("news.example/2016/开幕?id=5.page")
    document = read_file(path, "the id")
    assert document.id == "the id"
    assert CHINESE in document.text
    assert document.publication.url == PAGE.url
    assert document.publication.published == date(2016, 11, 16)
    assert document.publication.provenance["published"].origin == "feed"
    assert document.publication.outlet == "news.example"


def test_plain_text_and_its_bytes_are_kept_as_they_are(tmp_path: Path) -> None:
    text = "The summit opened.\nCitedesk page 1\n{}\n"
    page = replace(PAGE, data=text.encode(), media_type="text/plain", charset=None, listed=None)
    assert read_file(keep_page(page, tmp_path), "x").text == text


def test_the_same_page_fetched_later_leaves_its_file_alone(tmp_path: Path) -> None:
    path = keep_page(PAGE, tmp_path)
    before = path.read_bytes(), path.stat().st_ino
    later = replace(PAGE, fetched=datetime(2026, 11, 2, tzinfo=UTC))
    assert keep_page(later, tmp_path) == path
    assert (path.read_bytes(), path.stat().st_ino) == before
    keep_page(replace(later, data=b"<p>Other words"), tmp_path)
    assert b"Other words" in path.read_bytes()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://news.example/", "news.example.page"),
        ("https://news.example/.well-known/../.hidden", "news.example/%2Ehidden.page"),
        ("https://news.example/a/%2e%2e/b", "news.example/a/%2e%2e/b.page"),
    ],
)
def test_an_address_leads_to_no_hidden_file_and_not_out_of_the_folder(
    tmp_path: Path, url: str, name: str
) -> None:
    path = keep_page(replace(PAGE, url=url), tmp_path)
    assert path.resolve().relative_to(tmp_path.resolve()) == Path(name)


def test_an_address_too_long_for_a_file_is_cut_and_stays_distinct(tmp_path: Path) -> None:
    urls = [f"https://news.example/{'x' * 1000}{end}" for end in "ab"]
    assert len({keep_page(replace(PAGE, url=url), tmp_path) for url in urls}) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"Citedesk page 1\n",
        b"Citedesk page 1\n{}\nx",
        b"Citedesk page 1\n[1]\nx",
        b"Citedesk page 1\n{",
    ],
)
def test_a_damaged_one_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.page"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="is damaged"):
        read_file(path, "a")


def test_one_within_an_archive_is_not_believed(tmp_path: Path) -> None:
    import zipfile

    path = keep_page(PAGE, tmp_path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "inner.page")
    parts = list(read_documents(tmp_path / "a.zip", "a.zip"))
    assert not any(isinstance(part, Document) for part in parts)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WebError, match="cannot be kept"):
        keep_page(PAGE, tmp_path / "file")
