"""Columns on the disk: damaged, old, and in the order of days."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.domain import Filters
from rag.errors import LibraryError
from rag.library import Library
from rag.library.indexes.building import seal
from rag.library.indexes.columns import Columns
from tests.fakes import FakeEmbedder
from tests.library.archives import any_filters, write_archive
from tests.library.checks import assert_whole

LIBRARY_BUILD = "library/indexes/000001"


def test_a_build_of_the_first_layout_is_made_anew_without_embedding(
    tmp_path: Path, library: Library
) -> None:
    library.close()
    build = tmp_path / LIBRARY_BUILD
    shutil.rmtree(build / "columns")
    with closing(sqlite3.connect(tmp_path / "library/library.sqlite3")) as connection:
        ((text,),) = connection.execute("SELECT build FROM state").fetchall()
        number, revision, vector_ids = json.loads(text)[:3]
        old = json.dumps([number, revision, vector_ids, seal(build)])
        connection.execute("UPDATE state SET build = ?", (old,))
        connection.commit()
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as opened:
        assert_whole(opened)
        assert opened.generation == 2
        vector = embedder.embed_question("Lu Wei speech")
        filters = Filters(outlets=("the paper",))
        assert len(opened.dense_search(vector, 9, filters)) == 2
    assert embedder.embedded_passages == []


def test_columns_that_are_not_there_are_named(tmp_path: Path, library: Library) -> None:
    (tmp_path / LIBRARY_BUILD / "columns/fields.npy").unlink()
    with pytest.raises(LibraryError, match=r"columns cannot be read.*fields\.npy"):
        Columns(tmp_path / LIBRARY_BUILD / "columns")


def test_names_are_kept_as_unicode_whatever_the_machine_writes_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("io.text_encoding", lambda encoding, *_: encoding or "ascii")
    (tmp_path / "zh.md").write_text(
        "---\noutlet: 新华社\n---\n大会在乌镇举行。\n", encoding="utf-8"
    )
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as library:
        library.index([tmp_path / "zh.md"])
        vector = embedder.embed_question("大会")
        assert len(library.dense_search(vector, 9, Filters(outlets=("新华社",)))) == 1
        assert library.dense_search(vector, 9, Filters(outlets=("南华早报",))) == []


def test_rows_stand_in_the_order_of_days_and_an_update_makes_the_columns_of_a_rebuild(
    tmp_path: Path,
) -> None:
    archive = write_archive(tmp_path / "archive", documents=30, seed=1)
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([archive])
        write_archive(archive, documents=40, seed=2)
        (archive / "007.md").unlink()
        library.index([archive])
        updated = Columns(tmp_path / "library/indexes/000002/columns")
        days = [
            document.publication.published or date.min
            for _, document in library.passages(updated.passage_ids(_all(updated))).values()
        ]
        assert len(days) == library.counts.passages
        assert days == sorted(days)
        library.repair()
        anew = Columns(tmp_path / "library/indexes/000003/columns")
    ids = updated.passage_ids(_all(updated))
    assert anew.passage_ids(_all(anew)) == ids
    assert np.array_equal(anew.vectors(ids), updated.vectors(ids))


def test_rows_looked_up_one_by_one_are_those_selected(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", documents=20, seed=3)
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([archive])
        columns = Columns(tmp_path / LIBRARY_BUILD / "columns")
        documents = {
            passage_id: document
            for passage_id, (_, document) in library.passages(
                columns.passage_ids(_all(columns))
            ).items()
        }
        chance = random.Random(3)
        for filters in (any_filters(chance) for _ in range(200)):
            selected = columns.select(filters)
            admitted = [filters.admit(d.id, d.publication) for d in documents.values()]
            assert selected.admits(_all(columns)).tolist() == admitted
            assert len(selected) == sum(admitted)


def _all(columns: Columns) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(len(columns))
