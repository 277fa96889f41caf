"""A library of the first release opens, answers, and is brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rag.domain import Provenance
from rag.library import Library
from rag.library.truth.database import Database
from rag.reading.publication.findings import STATED
from tests.fakes import FakeEmbedder
from tests.library.checks import assert_whole
from tests.library.truth.first_release import turn_back


@pytest.fixture
def old_folder(tmp_path: Path, library: Library) -> Path:
    library.close()
    turn_back(tmp_path / "library/library.sqlite3")
    return tmp_path / "library"


def test_a_library_of_the_first_release_opens_without_embedding(old_folder: Path) -> None:
    embedder = FakeEmbedder()
    with Library.open(old_folder, embedder) as library:
        assert_whole(library)
        assert library.counts == (3, 4)
        document = library.document("2014/opening.md")
        assert document
        assert document.publication.provenance == {"title": Provenance("front matter", STATED)}
        assert document.stripped == ()
        assert library.story_of("raw.txt").document_ids == ("raw.txt",)
    assert embedder.embedded_passages == []


def test_the_next_indexing_reads_its_files_again_and_embeds_nothing(
    old_folder: Path, archive: Path
) -> None:
    embedder = FakeEmbedder()
    with Library.open(old_folder, embedder) as library:
        report = library.index([archive])
        assert len(report.with_status("updated")) == 3
        document = library.document("2014/opening.md")
        assert document
        assert document.stripped[0].reason == "front matter"
        assert len(library.index([archive]).with_status("unchanged")) == 3
        assert_whole(library)
    assert embedder.embedded_passages == []


def test_both_ways_to_the_newest_schema_lead_to_the_same_tables(
    old_folder: Path, tmp_path: Path
) -> None:
    def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
        Database(path).close()
        with closing(sqlite3.connect(path)) as connection:
            names = connection.execute("SELECT name, tbl_name, type FROM sqlite_master ORDER BY 1")
            return {
                name: connection.execute(f"PRAGMA table_info({name})").fetchall()
                + connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
                for name, _, _ in names.fetchall()
            }

    assert tables(old_folder / "library.sqlite3") == tables(tmp_path / "new.sqlite3")


def test_an_upgrade_that_fails_leaves_the_old_library(
    old_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = old_folder / "library.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE overrides (in_the_way TEXT)")
        before = list(connection.iterdump())
    with pytest.raises(Exception, match="overrides already exists"):
        Database(file)
    with closing(sqlite3.connect(file)) as connection:
        assert list(connection.iterdump()) == before
