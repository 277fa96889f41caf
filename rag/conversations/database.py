"""The SQLite file of the conversations: its tables, transactions, errors as people say them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.conversations.errors import ConversationsError
from rag.sqlite import transaction

_VERSION = 1
_LOCK_TIMEOUT_S = 30.0

# `said` is the text of the answer, to be searched. A document goes with the last exchange that
# uses it.
_SCHEMA = (
    """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    name TEXT,
    changed_at REAL NOT NULL,
    token TEXT UNIQUE
) STRICT
""",
    "CREATE INDEX conversations_of_user ON conversations (user, changed_at)",
    """
CREATE TABLE exchanges (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    context TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    said TEXT NOT NULL,
    answer BLOB,
    failure TEXT NOT NULL,
    good INTEGER,
    comment TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) STRICT
""",
    "CREATE TABLE documents (key TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
    """
CREATE TABLE uses (
    conversation TEXT NOT NULL,
    number INTEGER NOT NULL,
    document TEXT NOT NULL REFERENCES documents,
    PRIMARY KEY (conversation, number, document),
    FOREIGN KEY (conversation, number) REFERENCES exchanges ON DELETE CASCADE
) STRICT, WITHOUT ROWID
""",
    "CREATE INDEX uses_of_document ON uses (document)",
    """
CREATE TRIGGER forget_document AFTER DELETE ON uses
WHEN NOT EXISTS (SELECT 1 FROM uses WHERE document = OLD.document)
BEGIN
    DELETE FROM documents WHERE key = OLD.document;
END
""",
)


class Database:
    """A connection to the file; threads share it, other processes have theirs.

    Every method raises ConversationsError, in one sentence, when SQLite or the disk fails.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self._path = path
        self._lock = threading.RLock()
        with self._sqlite():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Only its owner may read it; SQLite's journal gets the same mode.
            with suppress(FileExistsError):
                path.touch(mode=0o600, exist_ok=False)
            self._connection = sqlite3.connect(
                path, timeout=_LOCK_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        with self._sqlite():
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        with self._sqlite(), transaction(self._connection, "BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """What is read within is of one moment."""
        with self._sqlite(), transaction(self._connection, "BEGIN DEFERRED") as connection:
            yield connection

    def wipe(self) -> None:
        """Leave nothing of what was deleted in the journal, if nobody reads there just now."""
        with self._sqlite():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten.
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.create_function("holds", 2, _holds, deterministic=True)
        with self.transaction() as connection:
            ((version,),) = connection.execute("PRAGMA user_version")
            if version > _VERSION:
                raise ConversationsError(
                    f"{self._path} has conversations of format {version}; "
                    f"this Citedesk reads up to {_VERSION}.",
                    hint="Update Citedesk.",
                )
            if version == 0:
                for statement in _SCHEMA:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _sqlite(self) -> Iterator[None]:
        """Hold the connection, and say what went wrong as people say it."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                # What SQLite raises for a damaged file has no class of its own.
                damaged = type(error) is sqlite3.DatabaseError
                raise ConversationsError(
                    f"The conversations in {self._path} cannot be used: {error}.",
                    hint="Move the file away: Citedesk then begins a new one."
                    if damaged
                    else "Check that its disk is there, has space and may be written to.",
                ) from error


def _holds(text: str, wanted: str) -> bool:
    """Whether a text has these words, whatever their case; SQLite's LIKE knows that of ASCII."""
    return wanted in text.casefold()
