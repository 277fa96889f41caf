"""The truth: one SQLite file with documents, passages and vectors, one transaction a document."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from rag.domain import Document, Language, Passage
from rag.errors import LibraryError
from rag.library import rows
from rag.library.records import (
    Build,
    Counts,
    DocumentSummary,
    ManifestEntry,
    Recipe,
    State,
    TextEntry,
    VectorEntry,
)

SCHEMA_VERSION = 1  # as in _SCHEMA
_LOCK_TIMEOUT_S = 30.0

_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    embedder_id TEXT NOT NULL,
    passage_tokens INTEGER NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    provenance TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    headings TEXT NOT NULL,
    vector_id TEXT NOT NULL REFERENCES vectors
) STRICT;
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE INDEX passages_of_vector ON passages (vector_id);
CREATE TABLE vectors (id TEXT PRIMARY KEY, vector BLOB NOT NULL) STRICT;
CREATE TABLE roots (path TEXT PRIMARY KEY) STRICT;
CREATE TABLE state (library_id TEXT NOT NULL, revision INTEGER NOT NULL, build TEXT) STRICT;
INSERT INTO state VALUES (lower(hex(randomblob(16))), 0, NULL);
PRAGMA user_version = 1;
COMMIT;
"""


class Store:
    """A connection to the SQLite file; safe to share between threads.

    Every method raises LibraryError, in one sentence, when SQLite or the disk fails.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        with self._sqlite():
            self._connection = sqlite3.connect(
                path, timeout=_LOCK_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._create_or_check_schema()

    def close(self) -> None:
        with self._sqlite():
            self._connection.close()

    def state(self) -> State:
        ((library_id, revision, build),) = self._query("SELECT * FROM state")
        return State(library_id, revision, Build(*json.loads(build)) if build else None)

    def publish(self, build: Build) -> None:
        """Name the build that readers search from now on."""
        with self._transaction() as connection:
            connection.execute("UPDATE state SET build = ?", (json.dumps(build),))

    def counts(self) -> Counts:
        ((documents, passages),) = self._query(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM passages)"
        )
        return Counts(documents, passages)

    def manifest(self) -> list[ManifestEntry]:
        found = self._query(
            "SELECT id, path, content_hash, embedder_id, passage_tokens FROM documents ORDER BY id"
        )
        return [ManifestEntry(row[0], row[1], row[2], Recipe(*row[3:])) for row in found]

    def embedder_ids(self) -> set[str]:
        return {row[0] for row in self._query("SELECT DISTINCT embedder_id FROM documents")}

    def document(self, document_id: str) -> Document | None:
        found = self._query(rows.SELECT_DOCUMENT, (document_id,))
        return rows.to_document(found[0]) if found else None

    def documents(self) -> list[DocumentSummary]:
        found = self._query(rows.SELECT_SUMMARIES)
        return [
            DocumentSummary(row[0], row[2], rows.to_publication(row[3:9]), row[1], row[9])
            for row in found
        ]

    def roots(self) -> list[Path]:
        """The files and folders that were indexed, in the order in which they first were."""
        return [Path(row[0]) for row in self._query("SELECT path FROM roots ORDER BY rowid")]

    def remember_roots(self, paths: Sequence[Path]) -> None:
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO roots VALUES (?)", [(str(path),) for path in paths]
            )

    def main_language(self) -> Language | None:
        """The language of most documents; None where there are none."""
        found = self._query(
            "SELECT language FROM documents WHERE language IS NOT NULL"
            " GROUP BY language ORDER BY count(*) DESC, language LIMIT 1"
        )
        return found[0][0] if found else None

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Document]]:
        """The passages among `ids` that exist, in the order of `ids`, each with its document."""
        found: dict[str, tuple[Passage, Document]] = {}
        documents: dict[str, Document] = {}
        # One snapshot: offsets of one version must never cut the text of another.
        with self._transaction("DEFERRED"):
            for row in self._query(rows.SELECT_PASSAGES, (json.dumps(ids),)):
                if row[1] not in documents:
                    (columns,) = self._query(rows.SELECT_DOCUMENT, (row[1],))
                    documents[row[1]] = rows.to_document(columns)
                document = documents[row[1]]
                found[row[0]] = (rows.to_passage(row, document.text), document)
        return {passage_id: found[passage_id] for passage_id in ids if passage_id in found}

    def passage_ids(self) -> set[str]:
        return {row[0] for row in self._query("SELECT id FROM passages")}

    def text_entries(self, passage_ids: Sequence[str]) -> list[TextEntry]:
        return [
            TextEntry(passage.id, document.title, passage.headings, passage.text)
            for passage, document in self.passages(passage_ids).values()
        ]

    def vector_ids(self) -> set[str]:
        return {row[0] for row in self._query("SELECT DISTINCT vector_id FROM passages")}

    def vector_entries(self, vector_ids: Sequence[str]) -> list[VectorEntry]:
        found = self._query(rows.SELECT_VECTORS, (json.dumps(vector_ids),))
        return [VectorEntry(row[0], np.frombuffer(row[1], dtype=np.float32)) for row in found]

    def passages_of_vectors(self, vector_ids: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the passages that have each of these vectors."""
        passages: dict[str, list[str]] = {}
        for vector_id, passage_id in self._query(
            rows.SELECT_PASSAGES_OF_VECTORS, (json.dumps(vector_ids),)
        ):
            passages.setdefault(vector_id, []).append(passage_id)
        return passages

    def put(
        self,
        document: Document,
        passages: Sequence[tuple[Passage, str]],
        vectors: Sequence[VectorEntry],
        recipe: Recipe,
    ) -> None:
        """Store a document in place of its old version, each passage with its vector's id.

        `vectors` are those that the library does not hold yet.
        """
        source = (document.id, document.path, document.content_hash)
        with self._transaction() as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*source, *recipe, *rows.from_document(document)),
            )
            connection.executemany(
                "INSERT INTO vectors VALUES (?, ?)",
                [(entry.vector_id, entry.vector.tobytes()) for entry in vectors],
            )
            connection.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                [(*rows.from_passage(passage), vector_id) for passage, vector_id in passages],
            )
            connection.execute("UPDATE state SET revision = revision + 1")

    def drop_unused_vectors(self) -> None:
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM vectors WHERE id NOT IN (SELECT vector_id FROM passages)"
            )

    def remove(self, document_id: str) -> None:
        with self._transaction() as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            connection.execute("UPDATE state SET revision = revision + 1")

    def move(self, document_id: str, path: str) -> None:
        """The same document now lies at another path."""
        with self._transaction() as connection:
            connection.execute("UPDATE documents SET path = ? WHERE id = ?", (path, document_id))

    def _create_or_check_schema(self) -> None:
        ((version,),) = self._connection.execute("PRAGMA user_version")
        if version == 0:
            try:
                self._connection.executescript(_SCHEMA)
            except sqlite3.OperationalError:
                # Another process was first: what counts is what stands there now.
                if self._connection.in_transaction:
                    self._connection.rollback()
            ((version,),) = self._connection.execute("PRAGMA user_version")
        if version != SCHEMA_VERSION:
            raise LibraryError(
                f"{self._path} has library format {version}; this Citedesk reads {SCHEMA_VERSION}.",
                hint="Move the folder away and index again.",
            )

    def _query(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._sqlite():
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self, mode: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        with self._sqlite():
            self._connection.execute(f"BEGIN {mode}")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite itself has already rolled back where the disk was full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _sqlite(self) -> Iterator[None]:
        """Hold the connection, and say what went wrong as people say it."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise LibraryError(
                    f"The library file {self._path} cannot be used: {error}.",
                    hint="Check that its disk is there, has space and may be written to.",
                ) from error
