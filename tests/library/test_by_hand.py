"""What people set, remove and save by hand."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from rag.domain import Provenance
from rag.errors import FieldRejected, LibraryError
from rag.library import Library
from tests.fakes import FakeEmbedder
from tests.library.checks import assert_whole

BY_HAND = Provenance("set by hand", 1.0)


def test_a_field_set_by_hand_is_what_everybody_sees(library: Library) -> None:
    library.edit("raw.txt", {"published": "2016-11-16", "outlet": "The Planet"})
    document = library.document("raw.txt")
    assert document
    assert document.publication.published == date(2016, 11, 16)
    assert document.publication.provenance["outlet"] == BY_HAND
    (summary,) = [summary for summary in library.documents() if summary.id == "raw.txt"]
    assert summary.publication == document.publication
    ((_, seen),) = library.passages([library.lexical_search("Freedom House", 1)[0][0]]).values()
    assert seen == document


def test_what_is_set_by_hand_outlives_indexing_removal_and_return(
    library: Library, archive: Path
) -> None:
    library.edit("raw.txt", {"outlet": "The Planet"})
    text = (archive / "raw.txt").read_text()
    (archive / "raw.txt").write_text(text + "One sentence more.\n")
    library.index([archive])
    (archive / "raw.txt").unlink()
    library.index([archive])
    assert library.document("raw.txt") is None
    (archive / "raw.txt").write_text(text)
    library.index([archive])
    document = library.document("raw.txt")
    assert document
    assert document.publication.outlet == "The Planet"


def test_an_empty_value_means_unknown_and_none_takes_back(library: Library) -> None:
    edited = library.edit("2014/opening.md", {"outlet": "", "published": "2015-01-01"})
    assert edited.publication.outlet is None
    edited = library.edit("2014/opening.md", {"outlet": None})
    assert edited.publication.outlet == "The Paper"
    assert edited.publication.published == date(2015, 1, 1)
    assert library.document("2014/opening.md") == edited


def times_of(library: Library, words: str) -> list[tuple[str, date, date, bool]]:
    """What the best passage for some words says of times: the words, and the days meant."""
    ((passage, document),) = library.passages([library.lexical_search(words, 1)[0][0]]).values()
    return [
        (mention.span.of(document.text), mention.first, mention.last, mention.relative)
        for mention in passage.mentions
    ]


def test_the_times_that_a_passage_speaks_of_hang_on_the_day_of_publication(
    library: Library, archive: Path
) -> None:
    (archive / "raw.txt").write_text(
        "Freedom House ranked the country last, as it did last year. The rules date from 2012.\n"
    )
    (archive / "2016/zh.md").write_text(
        "---\npublished: 2016-11-20\n---\n去年，习近平在乌镇发表讲话。大会于11月16日开幕。\n"
    )
    library.index([archive])
    whole_2012 = ("2012", date(2012, 1, 1), date(2012, 12, 31), False)
    assert times_of(library, "Freedom House") == [whole_2012]
    assert times_of(library, "习近平") == [
        ("去年", date(2015, 1, 1), date(2015, 12, 31), True),
        ("11月16日", date(2016, 11, 16), date(2016, 11, 16), True),
    ]
    library.edit("raw.txt", {"published": "2017-12-04"})
    last_year = ("last year", date(2016, 1, 1), date(2016, 12, 31), True)
    assert times_of(library, "Freedom House") == [last_year, whole_2012]


def test_by_a_new_title_the_document_is_found_by_words_and_by_meaning(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    library.edit("raw.txt", {"title": "Censorship 审查"})
    assert embedder.embedded_passages[0].startswith("Censorship 审查\nFreedom House")
    ((found, _),) = library.lexical_search("审查", 5)
    assert found.startswith("raw.txt#")
    assert_whole(library)
    generation = library.generation
    library.index([archive])
    assert library.generation == generation
    library.edit("raw.txt", {"title": None})
    assert library.lexical_search("审查", 5) == []
    assert_whole(library)


@pytest.mark.parametrize(
    ("field", "value"),
    [("outlet", "Die Zeit"), ("author", "Lu Wei"), ("published", "2016-11-16"), ("language", "zh")],
)
def test_a_field_that_is_searched_by_renames_the_passages_and_embeds_nothing(
    library: Library, embedder: FakeEmbedder, field: str, value: str
) -> None:
    ((before, _),) = library.lexical_search("Freedom House", 1)
    embedder.embedded_passages.clear()
    library.edit("raw.txt", {field: value})
    ((after, _),) = library.lexical_search("Freedom House", 1)
    assert after != before
    assert_whole(library)
    library.edit("raw.txt", {field: None})
    assert library.lexical_search("Freedom House", 1)[0][0] == before
    assert embedder.embedded_passages == []


def test_an_address_set_by_hand_leaves_the_indexes_as_they_are(library: Library) -> None:
    generation = library.generation
    edited = library.edit("raw.txt", {"url": "https://example.org/a"})
    assert edited.publication.url == "https://example.org/a"
    assert library.generation == generation


def test_a_title_set_by_hand_is_indexed_with_the_file_s_next_version(
    library: Library, archive: Path
) -> None:
    library.edit("raw.txt", {"title": "Censorship"})
    (archive / "raw.txt").write_text("Google attended the conference.")
    library.index([archive])
    assert len(library.lexical_search("censorship", 5)) == 1
    assert_whole(library)


@pytest.mark.parametrize("fields", [{"date": "2016"}, {"published": "autumn"}, {"title": ""}])
def test_a_value_that_cannot_be_changes_nothing(library: Library, fields: dict[str, str]) -> None:
    before = library.document("raw.txt")
    with pytest.raises(FieldRejected):
        library.edit("raw.txt", {"outlet": "The Planet", **fields})
    assert library.document("raw.txt") == before


def test_a_document_removed_by_hand_stays_out_until_it_is_readmitted(
    library: Library, archive: Path
) -> None:
    library.remove("raw.txt")
    assert library.document("raw.txt") is None
    assert library.lexical_search("Freedom House", 5) == []
    assert_whole(library)
    for _ in range(2):
        (skipped,) = library.index([archive]).with_status("skipped")
        assert (skipped.name, skipped.reason) == ("raw.txt", "was removed by hand")
        (archive / "raw.txt").write_text("Another text.")
    assert library.document("raw.txt") is None
    library.readmit("raw.txt")
    (added,) = library.index([archive]).with_status("added")
    assert added.name == "raw.txt"
    assert_whole(library)


def test_a_document_that_is_not_there_is_named(library: Library) -> None:
    for act in (library.remove, library.readmit, lambda name: library.edit(name, {"outlet": "x"})):
        with pytest.raises(LibraryError, match=r"No document nothing\.md"):
            act("nothing.md")


def test_a_backup_is_the_library_without_its_indexes(
    tmp_path: Path, library: Library, archive: Path
) -> None:
    library.edit("raw.txt", {"outlet": "The Planet"})
    library.remove("2016/zh.md")
    library.backup(tmp_path / "saved.citedesk")
    documents = library.documents()
    Library.restore(tmp_path / "saved.citedesk", tmp_path / "second")
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "second", embedder) as second:
        assert second.documents() == documents
        assert_whole(second)
        assert len(second.index([archive]).with_status("skipped")) == 1
        assert second._store.state().library_id != library._store.state().library_id
    assert embedder.embedded_passages == []
    assert not list(tmp_path.glob("*.partial*"))


def test_a_library_is_not_restored_over_another(tmp_path: Path, library: Library) -> None:
    library.backup(tmp_path / "saved.citedesk")
    with pytest.raises(LibraryError, match=r"a library in .* already"):
        Library.restore(tmp_path / "saved.citedesk", tmp_path / "library")
    assert_whole(library)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_that_is_no_backup_is_named_and_makes_no_library(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "saved").write_bytes(content)
    with pytest.raises(LibraryError, match="saved is no backup"):
        Library.restore(tmp_path / "saved", tmp_path / "new")
    assert not list((tmp_path / "new").glob("library*"))


def test_a_backup_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, library: Library
) -> None:
    with pytest.raises(LibraryError, match="nowhere"):
        library.backup(tmp_path / "nowhere/saved")
    (tmp_path / "saved").write_text("the one before")
    (tmp_path / "saved.partial").mkdir()
    with pytest.raises(LibraryError, match="saved cannot be written"):
        library.backup(tmp_path / "saved")
    assert (tmp_path / "saved").read_text() == "the one before"


def test_a_repair_makes_the_indexes_anew_without_embedding(
    tmp_path: Path, library: Library, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    generation = library.generation
    shutil.rmtree(tmp_path / "library/indexes")
    library.repair()
    assert library.generation == generation + 1
    assert_whole(library)
    assert embedder.embedded_passages == []


def test_a_damaged_library_file_is_not_repaired_in_silence(
    tmp_path: Path, library: Library, archive: Path
) -> None:
    (archive / "long.txt").write_text("".join(f"Sentence {n} says so.\n" for n in range(9000)))
    library.index([archive])
    library.close()
    file = tmp_path / "library/library.sqlite3"
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40_000] = b"\xaa" * 40_000
    file.write_bytes(data)
    with (
        Library(tmp_path / "library", FakeEmbedder(), None, 180) as damaged,
        pytest.raises(LibraryError, match=r"damaged|malformed"),
    ):
        damaged.repair()


def test_an_uploaded_file_goes_with_its_document_and_may_come_again(library: Library) -> None:
    file = library.uploads / "note.txt"
    file.parent.mkdir()
    file.write_text("The regulator published its rules in Wuzhen.\n")
    library.index([library.uploads])
    assert library.documents_in(file) == ["uploads/note.txt"]
    library.remove("uploads/note.txt")
    assert not file.exists()
    assert library.files == [entry for entry in library.files if entry.id != "uploads/note.txt"]
    file.write_text("The regulator published its rules in Wuzhen.\n")
    library.index([library.uploads])
    assert library.documents_in(file) == ["uploads/note.txt"]
    assert ("uploads", 1) in library.facets().collections
    assert_whole(library)
