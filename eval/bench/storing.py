"""A synthetic archive becomes a library: its truth is written here, its indexes by the library."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench.archive import DIMENSIONS, FILE, Archive, Block
from rag.domain import Document, Language
from rag.library import Library, Vectors
from rag.library.readable import DATABASE_NAME
from rag.library.truth.database import Database
from rag.library.truth.files import Files
from rag.library.truth.records import READING, IndexedPassage, Recipe, VectorEntry
from rag.library.truth.store import Store
from rag.library.truth.stories import Stories


@dataclass(frozen=True, slots=True)
class Stored:
    """What a library took to make."""

    truth_s: float
    """To write documents, passages and vectors."""
    indexes_s: float
    """To make the search indexes of them."""


def vector_id(passage: int) -> str:
    """The id of a passage's vector; as long as the library's own."""
    return f"{passage:024}"


class SyntheticVectors:
    """The embedder of a synthetic archive, where nothing is embedded: its vectors are made."""

    id = "synthetic"
    dimensions = DIMENSIONS
    max_tokens = 256

    def reads(self, language: Language) -> bool:  # noqa: ARG002  # Embedder's
        return True

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError(f"{len(texts)} passages were to be embedded")

    def embed_question(self, text: str) -> Vectors:
        raise NotImplementedError(f"{text!r} was to be embedded")


def store(archive: Archive, folder: Path, passage_tokens: int) -> Stored:
    """Make a library of the archive in a new folder.

    A process of its own does it: what it takes in memory is not counted as the search's.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_store, archive, folder, passage_tokens).result()


def _store(archive: Archive, folder: Path, passage_tokens: int) -> Stored:
    started = time.perf_counter()
    folder.mkdir()
    with closing(Database(folder / DATABASE_NAME)) as database:
        _write(archive, database, Recipe(SyntheticVectors.id, passage_tokens, READING))
    written = time.perf_counter()
    Library.open(folder, SyntheticVectors(), passage_tokens=passage_tokens).close()
    return Stored(written - started, time.perf_counter() - written)


def _write(archive: Archive, database: Database, recipe: Recipe) -> None:
    store = Store(database)
    store.stories = _StoriesUncompared(database)
    Files(database).begin(FILE, FILE, recipe)
    days = archive.days()
    for block in archive.blocks():
        # A transaction a block: one a document would take most of the time.
        with database.transaction():
            _write_block(archive, block, days[block.documents.start :], store, recipe)


def _write_block(
    archive: Archive, block: Block, days: NDArray[np.int64], store: Store, recipe: Recipe
) -> None:
    first = archive.passages_of(block.documents.start).start
    for number, day in zip(block.documents, days, strict=False):
        document, passages = archive.document(number, int(day))
        entries = [
            VectorEntry(vector_id(n), block.vectors[n - first], words)
            for n, words in zip(archive.passages_of(number), archive.words(number), strict=True)
        ]
        indexed = [
            IndexedPassage(passage, entry.vector_id)
            for passage, entry in zip(passages, entries, strict=True)
        ]
        store.put(FILE, document, indexed, entries, recipe)


class _StoriesUncompared(Stories):
    """Each document tells a story of its own: comparing a million passages would take an hour.

    The rows that a search reads are there all the same, each with a signature of full size.
    """

    def place(self, document: Document) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO signatures VALUES (NULL, ?, ?, zeroblob(512))",
                (document.id, document.id),
            )
