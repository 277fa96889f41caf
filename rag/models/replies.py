"""What the language model replied before, kept on disk: the same words are not written twice."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

FILE_NAME = "replies.sqlite"
"""Its name in the library's folder, beside the texts that it is as private as."""

_LIMIT = 10_000
"""Replies kept; of more, those that were not asked for longest go. At some 200 bytes: 3 MB."""
_BUSY_TIMEOUT_S = 1.0
"""How long to wait for another process; then the reply is not remembered."""
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS reply "
    "(asked TEXT PRIMARY KEY, text TEXT NOT NULL, used REAL NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS reply_used ON reply (used)",
)

_Found = TypeVar("_Found")
_log = logging.getLogger(__name__)


class ReplyMemory:
    """Replies by what was asked; several threads and processes may share the file.

    It is a memory, not a truth: a file that is damaged is made anew, and one that cannot be read
    or written remembers nothing. No method raises.
    """

    def __init__(self, path: Path, limit: int = _LIMIT) -> None:
        """Remember in the file at `path`, which is made when the first reply is kept."""
        self._path = path
        self._limit = limit

    def recall(self, *asked: str) -> str | None:
        """The reply that was kept for exactly this; None: there is none."""
        if not self._path.exists():
            return None
        key = _key(asked)

        def find(connection: sqlite3.Connection) -> str | None:
            row = connection.execute("SELECT text FROM reply WHERE asked = ?", (key,)).fetchone()
            if row is None:
                return None
            connection.execute("UPDATE reply SET used = ? WHERE asked = ?", (time.time(), key))
            return str(row[0])

        return self._with_file(find)

    def keep(self, reply: str, *asked: str) -> None:
        """Remember the reply to what was asked."""
        row = (_key(asked), reply, time.time())

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO reply VALUES (?, ?, ?)", row)
            (count,) = connection.execute("SELECT count(*) FROM reply").fetchone()
            if count > self._limit:
                connection.execute(
                    "DELETE FROM reply WHERE asked IN "
                    "(SELECT asked FROM reply ORDER BY used LIMIT ?)",
                    (count - self._limit,),
                )

        self._with_file(insert)

    def _with_file(self, work: Callable[[sqlite3.Connection], _Found]) -> _Found | None:
        try:
            try:
                return self._transact(work)
            except sqlite3.OperationalError:
                raise  # busy, read-only, or the disk is full: the file itself is whole
            except sqlite3.DatabaseError:
                _log.info("%s is damaged; it is made anew", self._path)
                self._path.unlink(missing_ok=True)
                return self._transact(work)
        except (sqlite3.Error, OSError) as error:
            _log.info("%s remembers nothing this time: %s", self._path, error)
            return None

    def _transact(self, work: Callable[[sqlite3.Connection], _Found]) -> _Found:
        # Only its owner may read it; SQLite's journal gets the same mode.
        with suppress(FileExistsError):
            self._path.touch(mode=0o600, exist_ok=False)
        # A connection a call: threads need no lock, and a file that was deleted is no trouble.
        with closing(sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S)) as connection:
            # A power cut may damage the file; it is then made anew.
            connection.execute("PRAGMA synchronous = OFF")
            with connection:
                for statement in _SCHEMA:
                    connection.execute(statement)
                return work(connection)


def _key(asked: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
