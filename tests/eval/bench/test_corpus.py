import hashlib
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from eval.bench.corpus import Article, article, articles
from eval.bench.files import write_articles
from rag.domain import Document
from rag.library.truth.copies import are_copies, signature_of
from rag.reading.reader import read_documents


@pytest.fixture(scope="module")
def two_hundred() -> list[Article]:
    return list(islice(articles(2014), 200))


def words_of(text: Article) -> int:
    return sum(len(paragraph.split()) for paragraph in text.paragraphs)


def read(folder: Path) -> list[Document]:
    found = [
        document
        for path in sorted(folder.iterdir())
        for document in read_documents(path, path.name)
    ]
    assert all(isinstance(document, Document) for document in found)
    return [document for document in found if isinstance(document, Document)]


def test_a_seed_is_the_same_bytes_everywhere(tmp_path: Path) -> None:
    write_articles(islice(articles(2014), 20), tmp_path / "corpus")
    written = sorted((tmp_path / "corpus").iterdir())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in written)).hexdigest()
    assert digest[:16] == "bd6453d86dc8fbec"


def test_another_seed_is_other_text() -> None:
    one, other = article(1, 0), article(2, 0)
    assert one != other
    assert set(one.paragraphs).isdisjoint(other.paragraphs)


def test_an_article_is_made_without_those_before_it(two_hundred: list[Article]) -> None:
    assert [article(2014, number) for number in (199, 3, 60)] == [
        two_hundred[number] for number in (199, 3, 60)
    ]


def test_articles_are_as_long_as_in_the_press_and_mostly_short(two_hundred: list[Article]) -> None:
    originals = [text for text in two_hundred if text.copy_of is None]
    lengths = sorted(words_of(text) for text in originals if text.language == "en")
    assert 200 <= lengths[0] < 260
    assert 700 < lengths[-1] < 1000
    assert 350 < lengths[len(lengths) // 2] < 500


def test_both_languages_are_written_each_in_its_script(two_hundred: list[Article]) -> None:
    chinese = [text for text in two_hundred if text.language == "zh"]
    assert 10 <= len(chinese) <= 60
    for text in two_hundred:
        paragraph = text.paragraphs[-1]
        ideographs = sum("一" <= character <= "鿿" for character in paragraph)
        assert (ideographs > len(paragraph) / 2) is (text.language == "zh")


def test_no_slot_is_left_open_and_no_text_is_said_twice(two_hundred: list[Article]) -> None:
    originals = [text for text in two_hundred if text.copy_of is None]
    paragraphs = [paragraph for text in originals for paragraph in text.paragraphs]
    assert not any("{" in paragraph or "}" in paragraph for paragraph in paragraphs)
    assert len(set(paragraphs)) > 0.99 * len(paragraphs)


def test_a_copy_is_much_the_same_text_in_another_outlet(two_hundred: list[Article]) -> None:
    copies = [text for text in two_hundred if text.copy_of is not None]
    assert 5 <= len(copies) <= 40
    for copy in copies:
        assert copy.copy_of is not None
        original = two_hundred[copy.copy_of]
        assert original.copy_of is None
        assert copy.outlet != original.outlet
        assert copy.paragraphs == original.paragraphs[: len(copy.paragraphs)]
    assert not any(text.copy_of for text in islice(articles(2014, copies=0), 50))


def test_the_library_tells_copies_from_articles_that_only_sound_alike(tmp_path: Path) -> None:
    some = list(islice(articles(2014, copies=0.4), 30))
    write_articles(some, tmp_path / "corpus")
    signatures = [signature_of(document)[0] for document in read(tmp_path / "corpus")]
    for text, signature in zip(some, signatures, strict=True):
        story = text.number if text.copy_of is None else text.copy_of
        alike = [bool(one) for one in are_copies(signature, np.stack(signatures))]
        same_story = [
            (other.number if other.copy_of is None else other.copy_of) == story for other in some
        ]
        assert alike == same_story


def test_the_files_are_read_as_articles_with_their_publication(tmp_path: Path) -> None:
    some = list(islice(articles(2014), 20))
    total = write_articles(some, tmp_path / "corpus")
    paths = sorted((tmp_path / "corpus").iterdir())
    assert {path.suffix for path in paths} == {".md", ".txt", ".html"}
    assert total == sum(path.stat().st_size for path in paths)
    for text, document in zip(some, read(tmp_path / "corpus"), strict=True):
        found = document.publication
        assert document.title == text.headline
        assert (found.outlet, found.author) == (text.outlet, text.author)
        assert found.published == text.published
        assert found.language == text.language
        prose = "".join(span.of(document.text) for span in document.content)
        assert all(paragraph in prose for paragraph in text.paragraphs)
        assert "cookie" not in prose
