"""PDF: text by page, properties that people wrote, and clear words for what cannot be read."""

from __future__ import annotations

import io
from pathlib import PurePath

import pytest
from PIL import Image

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats import pdf
from rag.reading.formats.pdf import read_pdf
from rag.reading.source import Recognizer, Source
from tests.reading.formats.pdfs import pdf_of, scan_of

ENGLISH = "Delegates met in Wuzhen."
CHINESE = "世界互联网大会在浙江乌镇举行。"


def read(data: bytes, name: str = "report.pdf", *, recognize: Recognizer | None = None) -> Article:
    (article,) = read_pdf(Source(PurePath(name), io.BytesIO(data), recognize=recognize))
    return article


def size_of(image: bytes) -> str:
    """Stands for OCR: says how large the image of the page is."""
    return "A page of {} by {} pixels.".format(*Image.open(io.BytesIO(image)).size)


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


def test_the_text_of_a_scan_is_recognized_page_by_page() -> None:
    article = read(scan_of([(40, 60)], [(50, 60)]), recognize=size_of)
    pages = ["A page of 40 by 60 pixels.", "A page of 50 by 60 pixels."]
    assert article.text == "\n\n".join(pages)
    assert article.page_starts == (0, len(pages[0]) + 2)


def test_an_empty_page_of_a_scan_stays_empty() -> None:
    article = read(scan_of([(40, 60)], [], [(50, 60)]), recognize=size_of)
    assert article.text.split() == "A page of 40 by 60 pixels. A page of 50 by 60 pixels.".split()
    assert len(article.page_starts) == 3


def test_a_page_in_strips_is_recognized_as_one_upright_image_without_its_stamp() -> None:
    strips = [(40, 10), (8, 8), (40, 20), (40, 5)]
    article = read(scan_of(strips, rotation=90), recognize=size_of)
    assert article.text == "A page of 35 by 40 pixels."


def test_images_are_left_alone_where_there_is_text() -> None:
    def recognize(_: bytes) -> str:
        raise AssertionError

    assert read(pdf_of([ENGLISH], []), recognize=recognize).text.strip() == ENGLISH


def test_a_scan_is_named_as_such_with_the_remedy() -> None:
    with pytest.raises(UnreadableFile, match=r"its pages are images\. Set reading\.ocr"):
        read(scan_of([(40, 60)]))


def test_a_scan_without_a_word_is_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match="no text can be recognized in its images"):
        read(scan_of([(40, 60)]), recognize=lambda _: " . \n")


def test_an_image_that_cannot_be_decoded_is_named_with_its_page() -> None:
    damaged = scan_of([(40, 60)]).replace(b"/FlateDecode", b"/DCTDecode")
    with pytest.raises(UnreadableFile, match="the image on its page 1 cannot be read"):
        read(damaged, recognize=size_of)


def test_why_nothing_is_recognized_is_told_with_the_remedy() -> None:
    def recognize(_: bytes) -> str:
        raise UnreadableFile("tesseract is tired.", hint="Let it rest.")

    with pytest.raises(
        UnreadableFile, match=r"no text layer, and tesseract is tired\. Let it rest"
    ):
        read(scan_of([(40, 60)]), recognize=recognize)
