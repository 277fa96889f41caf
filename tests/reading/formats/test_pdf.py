"""PDF: text by page, properties that people wrote, and clear words for what cannot be read."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats import pdf
from rag.reading.formats.pdf import read_pdf
from rag.reading.source import Source
from tests.reading.formats.pdfs import pdf_of

ENGLISH = "Delegates met in Wuzhen."
CHINESE = "世界互联网大会在浙江乌镇举行。"


def read(data: bytes, name: str = "report.pdf") -> Article:
    (article,) = read_pdf(Source.of_bytes(data, PurePath(name)))
    return article


def test_text_is_read_by_page_in_english_and_chinese() -> None:
    article = read(pdf_of([ENGLISH], [CHINESE]))
    assert article.text == f"{ENGLISH}\n\n{CHINESE}"
    assert [article.text[start] for start in article.page_starts] == ["D", "世"]
    assert [span.of(article.text) for span in article.content] == [article.text]


def test_title_and_author_come_from_the_properties() -> None:
    article = read(pdf_of([ENGLISH], properties={"/Title": "乌镇峰会", "/Author": "Ann Lee"}))
    assert (article.title, article.publication.author) == ("乌镇峰会", "Ann Lee")
    assert article.publication.provenance["author"].origin == "pdf metadata"


def test_the_day_of_its_creation_is_not_a_publication_date() -> None:
    article = read(pdf_of([ENGLISH], properties={"/CreationDate": "D:20200101000000Z"}))
    assert article.publication.published is None


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_anyone_may_open_is_opened(algorithm: str) -> None:
    assert read(pdf_of([ENGLISH], password="", algorithm=algorithm)).text == ENGLISH


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_file_with_a_password_is_named_as_such(algorithm: str) -> None:
    with pytest.raises(UnreadableFile, match=r"report\.pdf is password-protected"):
        read(pdf_of([ENGLISH], password="secret", algorithm=algorithm))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_unreadable(share: float) -> None:
    data = pdf_of([ENGLISH] * 5)
    with pytest.raises(UnreadableFile, match="is unreadable: the end of the PDF is missing"):
        read(data[: int(len(data) * share)])


def test_a_damaged_file_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="is unreadable: the PDF is damaged"):
        read(b"%PDF-1.7\n" + b"garbage " * 100 + b"\n%%EOF")


def test_a_file_of_images_has_no_text_layer() -> None:
    with pytest.raises(UnreadableFile, match="has no text layer"):
        read(pdf_of([], []))


def test_more_pages_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(UnreadableFile, match="has 3 pages; at most 2 are read"):
        read(pdf_of(*[[ENGLISH]] * 3))


def test_more_text_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_TEXT_CHARS", 40)
    with pytest.raises(UnreadableFile, match="holds more than 40 characters"):
        read(pdf_of([ENGLISH], [ENGLISH]))


def test_what_is_no_character_is_cleaned_before_offsets_are_counted() -> None:
    article = read(pdf_of(["a\ud83d b\0c ﬁnd"], ["d"]))
    assert article.text == "a\ufffd bc find\n\nd"
    assert article.text[article.page_starts[1]] == "d"


def test_content_streams_that_unpack_to_gigabytes_are_refused() -> None:
    # 80 MB of spaces in a stream of 80 kB: pypdf unpacks at most 75 MB.
    with pytest.raises(UnreadableFile, match="is unreadable"):
        read(pdf_of([ENGLISH], padding=80_000_000))
