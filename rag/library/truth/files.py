"""The files of the library: what each was when it was read, and what people said to leave out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.library.truth import rows
from rag.library.truth.database import Database
from rag.library.truth.records import FileEntry, Recipe


class Files:
    """Every method raises LibraryError, in one sentence, when SQLite or the disk fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self) -> list[FileEntry]:
        return [rows.to_file(row) for row in self._database.query(rows.SELECT_FILES)]

    def at(self, path: Path) -> FileEntry | None:
        found = self._database.query(rows.SELECT_FILE_AT, (str(path),))
        return rows.to_file(found[0]) if found else None

    def of_document(self, document_id: str) -> FileEntry:
        """The file that a stored document was read from."""
        (found,) = self._database.query(rows.SELECT_FILE_OF, (document_id,))
        return rows.to_file(found)

    def roots(self) -> list[Path]:
        """The files and folders that were indexed, in the order in which they first were."""
        found = self._database.query("SELECT path FROM roots ORDER BY rowid")
        return [Path(row[0]) for row in found]

    def remember_roots(self, paths: Sequence[Path]) -> None:
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO roots VALUES (?)", [(str(path),) for path in paths]
            )

    def begin(self, file_id: str, path: str, recipe: Recipe) -> None:
        """The documents of a file come in from now on; until `finish` it counts as not read."""
        self._put(FileEntry(file_id, path, None, None, None, 0, recipe))

    def finish(self, entry: FileEntry) -> None:
        """All that could be had of a file is in, or it could not be read."""
        self._put(entry)

    def saw_unchanged(self, entry: FileEntry) -> None:
        """The same bytes, perhaps at another path or looking otherwise from outside."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE files SET path = ?, stat = ? WHERE id = ?",
                (entry.path, entry.stat, entry.id),
            )

    def document_ids(self, file_id: str) -> list[str]:
        found = self._database.query("SELECT id FROM documents WHERE file_id = ?", (file_id,))
        return [row[0] for row in found]

    def remove(self, file_id: str) -> None:
        """Forget a file; its documents have gone before."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM files WHERE id = ?", (file_id,))

    def excluded(self) -> set[str]:
        """The ids of the documents that were removed by hand."""
        return {row[0] for row in self._database.query("SELECT document_id FROM excluded")}

    def exclude(self, document_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO excluded VALUES (?)", (document_id,))

    def readmit(self, document_id: str) -> bool:
        """Let a document in again, when its file is next read; False: it was not excluded."""
        with self._database.transaction() as connection:
            gone = connection.execute("DELETE FROM excluded WHERE document_id = ?", (document_id,))
            connection.execute(
                "UPDATE files SET content_hash = NULL, stat = NULL"
                " WHERE id = ?1 OR substr(?1, 1, length(id) + 1) = id || '/'",
                (document_id,),
            )
            return gone.rowcount > 0

    def _put(self, entry: FileEntry) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " path = excluded.path, content_hash = excluded.content_hash,"
                " stat = excluded.stat, embedder_id = excluded.embedder_id,"
                " passage_tokens = excluded.passage_tokens, reading = excluded.reading,"
                " failure = excluded.failure",
                (
                    entry.id,
                    entry.path,
                    entry.content_hash,
                    entry.stat,
                    *entry.recipe,
                    entry.failure,
                ),
            )
