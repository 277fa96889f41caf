"""The library holds what the folders hold: one outcome a file, no work done twice."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.domain import Provenance
from rag.library import DocumentSummary, FileOutcome, IndexReport, Library, Vectors
from rag.library.intake.passages import text_to_embed
from tests.fakes import FakeEmbedder
from tests.library.checks import assert_whole


def statuses(report: IndexReport) -> dict[str, str]:
    return {outcome.name: outcome.status for outcome in report.outcomes}


def by_id(library: Library) -> dict[str, DocumentSummary]:
    return {document.id: document for document in library.documents()}


class PickyEmbedder(FakeEmbedder):
    """Fails on passages that hold a word, in one of the ways that models do."""

    def __init__(self, word: str, failure: Exception | None) -> None:
        super().__init__()
        self._word = word
        self._failure = failure

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = super().embed_passages(texts)
        if any(self._word in text for text in texts):
            if self._failure:
                raise self._failure
            vectors[0, 0] = np.nan
        return vectors


class RecordingProgress:
    def __init__(self) -> None:
        self.total = 0
        self.passages = 0
        self.finished: list[FileOutcome] = []
        self.indexed: list[tuple[int, int]] = []

    def files_found(self, total: int) -> None:
        self.total = total

    def passages_embedded(self, count: int) -> None:
        self.passages += count

    def file_finished(self, outcome: FileOutcome) -> None:
        self.finished.append(outcome)

    def passages_indexed(self, done: int, total: int) -> None:
        self.indexed.append((done, total))


def test_a_folder_becomes_documents_with_relative_ids(library: Library) -> None:
    assert list(by_id(library)) == ["2014/opening.md", "2016/zh.md", "raw.txt"]
    opening = library.document("2014/opening.md")
    assert opening
    assert opening.title == "The first summit"
    assert opening.publication.provenance["published"] == Provenance("front matter", 0.95)
    assert library.document("nothing") is None
    assert_whole(library)


def test_indexing_again_embeds_nothing_and_publishes_nothing(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    generation = library.generation
    report = library.index([archive])
    assert set(statuses(report).values()) == {"unchanged"}
    assert embedder.embedded_passages == []
    assert library.generation == generation


def test_a_touched_file_is_unchanged(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    (archive / "raw.txt").touch()
    library.index([archive])
    assert embedder.embedded_passages == []


def test_an_edited_file_alone_is_embedded_again(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    (archive / "raw.txt").write_text("Google attended the conference.")
    report = library.index([archive])
    assert statuses(report) == {
        "2014/opening.md": "unchanged",
        "2016/zh.md": "unchanged",
        "raw.txt": "updated",
    }
    assert len(embedder.embedded_passages) == 1
    assert library.lexical_search("Freedom House ranking", 5) == []
    assert_whole(library)


def test_new_and_deleted_files_come_and_go(library: Library, archive: Path) -> None:
    (archive / "2016/zh.md").unlink()
    (archive / "new.md").write_text("# New\n\nTim Cook spoke.")
    report = library.index([archive])
    assert statuses(report)["2016/zh.md"] == "removed"
    assert statuses(report)["new.md"] == "added"
    assert library.lexical_search("网络主权 乌镇", 5) == []
    assert_whole(library)


def test_the_last_document_may_go(library: Library) -> None:
    for document in library.documents():
        library.remove(document.id)
    assert library.counts == (0, 0)
    assert library.lexical_search("summit", 5) == []
    assert_whole(library)


def test_a_folder_that_is_gone_removes_nothing(library: Library, archive: Path) -> None:
    shutil.rmtree(archive)
    report = library.index([archive])
    assert statuses(report) == {str(archive): "failed"}
    assert library.counts.documents == 3


def test_a_folder_that_lost_all_its_files_removes_nothing(library: Library, archive: Path) -> None:
    shutil.rmtree(archive)
    archive.mkdir()
    report = library.index([archive])
    (outcome,) = report.outcomes
    assert outcome.status == "failed"
    assert "in case its disk is not mounted" in outcome.reason
    assert library.counts.documents == 3


def test_a_single_file_may_be_named_and_removed(library: Library, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("A single note.")
    assert statuses(library.index([note])) == {"note.md": "added"}
    note.unlink()
    assert statuses(library.index([note])) == {"note.md": "removed"}
    assert library.counts.documents == 3


def test_bad_files_are_reported_and_the_others_indexed(library: Library, archive: Path) -> None:
    (archive / "empty.md").write_text(" \n")
    (archive / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (archive / "table.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (archive / "good.md").write_text("Good words.")
    report = library.index([archive])
    (failed,) = report.with_status("failed")
    assert "is empty" in failed.reason
    skipped = {Path(o.name).name: o.reason for o in report.with_status("skipped")}
    assert set(skipped) == {"photo.txt", "table.xls"}
    assert all(skipped.values())
    assert statuses(report)["good.md"] == "added"


def test_a_file_that_became_unreadable_keeps_its_old_version(
    library: Library, archive: Path
) -> None:
    (archive / "raw.txt").write_bytes(b"\0\0\0")
    report = library.index([archive])
    assert len(report.with_status("failed")) == 1
    assert library.lexical_search("Freedom House", 5)
    assert_whole(library)


@pytest.mark.parametrize(
    "failure", [RuntimeError("out of memory"), TypeError("not a string"), None]
)
def test_when_the_embedder_fails_on_a_file_its_old_version_answers(
    tmp_path: Path, archive: Path, failure: Exception | None
) -> None:
    embedder = PickyEmbedder("Google", failure)
    with Library.open(tmp_path / "library", embedder) as library:
        library.index([archive])
        (archive / "raw.txt").write_text("Google attended.")
        (archive / "new.md").write_text("Tim Cook spoke.")
        report = library.index([archive])
        (failed,) = report.with_status("failed")
        assert failed.name.endswith("raw.txt")
        assert "fake-32" in failed.reason
        assert statuses(report)["new.md"] == "added"
        assert library.lexical_search("Freedom House", 5)
        assert_whole(library)


def test_the_same_path_in_two_folders_gets_two_ids(library: Library, tmp_path: Path) -> None:
    for name in ("second", "deeper/second"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "raw.txt").write_text(f"Other words of {name}.")
    assert statuses(library.index([tmp_path / "second"])) == {"second/raw.txt": "added"}
    report = library.index([tmp_path / "deeper/second"])
    (failed,) = report.outcomes
    assert failed.status == "failed"
    assert "raw.txt or second/raw.txt" in failed.reason
    assert "raw.txt" in by_id(library)


def test_ids_stay_when_the_folder_above_is_indexed(library: Library, archive: Path) -> None:
    report = library.index([archive.parent / "archive" / "2014", archive])
    assert statuses(report) == {
        "2014/opening.md": "unchanged",
        "2016/zh.md": "unchanged",
        "raw.txt": "unchanged",
    }


def test_a_moved_archive_keeps_its_ids_and_embeds_nothing(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    moved = archive.rename(archive.parent / "elsewhere")
    report = library.index([moved])
    assert set(statuses(report).values()) == {"unchanged"}
    assert embedder.embedded_passages == []
    assert by_id(library)["raw.txt"].path == str(moved / "raw.txt")


def test_progress_counts_every_file_and_passage(
    tmp_path: Path, archive: Path, embedder: FakeEmbedder
) -> None:
    (archive / "empty.md").write_text("")
    progress = RecordingProgress()
    with Library.open(tmp_path / "library", embedder) as library:
        report = library.index([archive], progress)
        total = library.counts.passages
    assert progress.total == 4
    assert progress.finished == list(report.outcomes)
    assert progress.passages == total == sum(outcome.passages for outcome in report.outcomes)
    assert progress.indexed == [(total, total)]


def test_copies_of_a_text_are_embedded_once_and_all_found(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    for n in range(200):
        (archive / f"copy{n}.md").write_text("# Syndicated\n\nThe agency wrote this once.")
    library.index([archive])
    assert len(embedder.embedded_passages) == 1
    found = library.dense_search(embedder.embed_question("Syndicated agency wrote once"), 200)
    assert len({passage_id for passage_id, _ in found}) == 200
    others = {
        passage_id for passage_id, _ in library.lexical_search("Freedom House Wuzhen 乌镇", 9)
    }
    for passage_id, (passage, document) in library.passages(sorted(others)).items():
        vector = embedder.embed_question(text_to_embed(document, passage, embedder))
        assert library.dense_search(vector, 1)[0][0] == passage_id


def test_of_an_edited_file_only_the_changed_passages_are_embedded(
    library: Library, archive: Path, embedder: FakeEmbedder
) -> None:
    embedder.embedded_passages.clear()
    path = archive / "2014/opening.md"
    path.write_text(path.read_text().replace("before midnight", "at eleven"))
    library.index([archive])
    assert embedder.embedded_passages == [
        "The first summit\nWuzhen\nA draft\n"
        "A draft declaration was slipped under hotel doors at eleven."
    ]
    assert_whole(library)
