"""The SQLite file: one connection that threads share, transactions, errors as people say them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from rag.errors import LibraryError
from rag.library.truth.schema import create_or_migrate
from rag.sqlite import transaction

_LOCK_TIMEOUT_S = 30.0


class Database:
    """A connection to the library's SQLite file; safe to share between threads.

    Every method raises LibraryError, in one sentence, when SQLite or the disk fails.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; an older library is brought up to date."""
        self.path = path
        self._lock = threading.RLock()
        with self._sqlite():
            self._connection = _connect(path)
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                # A killed process loses nothing. A power cut may undo the last transactions, each
                # as a whole: the next indexing makes them again.
                self._connection.execute("PRAGMA synchronous = NORMAL")
                create_or_migrate(self._connection, str(path))
                self._connection.execute("PRAGMA foreign_keys = ON")
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        with self._sqlite():
            self._connection.close()

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._sqlite():
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Within another transaction it is a part of that."""
        with self._sqlite(), transaction(self._connection, "BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read within is of one moment."""
        with self._sqlite(), transaction(self._connection, "BEGIN DEFERRED"):
            yield

    def backup(self, target: Path) -> None:
        """Copy the file as it is at this moment, while others may read and write it."""
        try:
            with self._lock, closing(_connect(target)) as copy:
                self._connection.backup(copy)
        except sqlite3.Error as error:
            raise LibraryError(
                f"The library cannot be saved as {target}: {error}.",
                hint="Check its folder, and that the disk has space.",
            ) from error

    def check(self) -> None:
        """Raises LibraryError: the file is damaged."""
        problems = [row[0] for row in self.query("PRAGMA quick_check(1)")]
        if problems != ["ok"]:
            raise LibraryError(
                f"The library file {self.path} is damaged: {problems[0]}.",
                hint="Restore a backup: citedesk library restore FILE",
            )

    @contextmanager
    def _sqlite(self) -> Iterator[None]:
        """Hold the connection, and say what went wrong as people say it."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise LibraryError(
                    f"The library file {self.path} cannot be used: {error}.",
                    hint="Check that its disk is there, has space and may be written to.",
                ) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_LOCK_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    # SQLite's own functions know the letters of ASCII only. NULL stays NULL.
    connection.create_function(
        "casefold", 1, lambda text: text and str(text).casefold(), deterministic=True
    )
    return connection
