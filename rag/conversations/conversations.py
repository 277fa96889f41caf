"""The conversations of all users: kept, listed, searched, shared, rated."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rag.conversations.database import Database
from rag.conversations.errors import NoSuchConversation
from rag.conversations.records import Exchange, Rated, SharedConversation, Summary
from rag.conversations.rows import read_exchanges, storable, write_exchange

_TITLE = """coalesce(name, (
    SELECT question FROM exchanges WHERE conversation = id ORDER BY number LIMIT 1
), '')"""
_LIST = f"""
SELECT id, {_TITLE} AS title,
    (SELECT count(*) FROM exchanges WHERE conversation = id) AS questions, changed_at, token
FROM conversations WHERE user = ? AND questions > 0
"""  # noqa: S608 - made of constants
_HOLDS = """
AND (holds(title, ?) OR EXISTS (
    SELECT 1 FROM exchanges WHERE conversation = id AND (holds(question, ?) OR holds(said, ?))
))
"""


class Conversations:
    """What was asked and answered, in one SQLite file; threads and processes may share it.

    A conversation is its user's: for others there is none. Every method raises ConversationsError
    when the file cannot be used; those that take a conversation raise NoSuchConversation.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self._database = Database(path)

    def close(self) -> None:
        self._database.close()

    def begin(self, user: str) -> str:
        """Begin a conversation: its id, which cannot be guessed. It is listed once it has a
        question."""
        conversation = secrets.token_urlsafe(16)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, NULL, ?, NULL)",
                (conversation, user, time.time()),
            )
        return conversation

    def save(self, user: str, conversation: str, exchange: Exchange) -> None:
        """Keep an exchange in place of what stands under its number, rating included.

        Save it when it is asked, and again when it is answered: if Citedesk is killed in between,
        the question is still there.
        """
        with self._changing(user, conversation) as connection:
            write_exchange(connection, conversation, exchange)
            _touch(connection, conversation)

    def exchanges(self, user: str, conversation: str) -> tuple[Exchange, ...]:
        """What was asked, oldest first; the history of each is what was answered before it."""
        with self._database.snapshot() as connection:
            _check(connection, user, conversation)
            return read_exchanges(connection, conversation)

    def truncate(self, user: str, conversation: str, number: int) -> None:
        """Drop an exchange and all after it: its question will be asked otherwise."""
        with self._changing(user, conversation) as connection:
            connection.execute(
                "DELETE FROM exchanges WHERE conversation = ? AND number >= ?",
                (conversation, number),
            )
            _touch(connection, conversation)

    def listed(
        self, user: str, search: str = "", limit: int = 50, offset: int = 0
    ) -> list[Summary]:
        """The conversations of a user, newest first; with `search`, those that have all its words.

        A word may stand in the title, a question or an answer, and be part of a longer one.
        """
        words = storable(search).casefold().split()
        with self._database.snapshot() as connection:
            rows = connection.execute(
                _LIST + _HOLDS * len(words) + "ORDER BY changed_at DESC LIMIT ? OFFSET ?",
                (user, *(word for word in words for _ in range(3)), limit, offset),
            ).fetchall()
        return [
            Summary(identifier, title, questions, datetime.fromtimestamp(changed, UTC), token)
            for identifier, title, questions, changed, token in rows
        ]

    def rename(self, user: str, conversation: str, title: str) -> None:
        """Give it a title; an empty one gives it back its first question."""
        with self._changing(user, conversation) as connection:
            connection.execute(
                "UPDATE conversations SET name = ? WHERE id = ?",
                (storable(title).strip() or None, conversation),
            )

    def delete(self, user: str, conversation: str) -> None:
        """Delete it for good, with its ratings, and the documents that no other answer uses."""
        with self._changing(user, conversation) as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        self._database.wipe()

    def share(self, user: str, conversation: str) -> str:
        """Let others read it: the token by which they do, the same until it is unshared."""
        with self._changing(user, conversation) as connection:
            connection.execute(
                "UPDATE conversations SET token = coalesce(token, ?) WHERE id = ?",
                (secrets.token_urlsafe(24), conversation),
            )
            ((token,),) = connection.execute(
                "SELECT token FROM conversations WHERE id = ?", (conversation,)
            )
        return str(token)

    def unshare(self, user: str, conversation: str) -> None:
        """Its token ends for good: sharing it again makes another."""
        with self._changing(user, conversation) as connection:
            connection.execute(
                "UPDATE conversations SET token = NULL WHERE id = ?", (conversation,)
            )

    def shared(self, token: str) -> SharedConversation | None:
        """The conversation of a token; None: it never was one, or has ended."""
        with self._database.snapshot() as connection:
            row = connection.execute(
                f"SELECT id, user, {_TITLE} FROM conversations WHERE token = ?",  # noqa: S608
                (storable(token),),
            ).fetchone()
            if row is None:
                return None
            conversation, user, title = row
            return SharedConversation(user, title, read_exchanges(connection, conversation))

    def rate(
        self, user: str, conversation: str, number: int, good: bool, comment: str = ""
    ) -> None:
        """Say what an answer is worth, in place of what was said before."""
        with self._changing(user, conversation) as connection:
            connection.execute(
                "UPDATE exchanges SET good = ?, comment = ? WHERE (conversation, number) = (?, ?)",
                (good, storable(comment), conversation, number),
            )

    def unrate(self, user: str, conversation: str, number: int) -> None:
        """Take back what was said of an answer."""
        with self._changing(user, conversation) as connection:
            connection.execute(
                "UPDATE exchanges SET good = NULL, comment = '' "
                "WHERE (conversation, number) = (?, ?)",
                (conversation, number),
            )

    def ratings(self, user: str | None = None) -> Iterator[Rated]:
        """Every exchange that one user has rated, or any; the oldest conversation first."""
        with self._database.snapshot() as connection:
            rows = connection.execute(
                "SELECT id FROM conversations WHERE (user = ? OR ? IS NULL) AND EXISTS "
                "(SELECT 1 FROM exchanges WHERE conversation = id AND good IS NOT NULL) "
                "ORDER BY rowid",
                (user, user),
            ).fetchall()
        for (conversation,) in rows:
            with self._database.snapshot() as connection:
                exchanges = read_exchanges(connection, conversation)
            for exchange in exchanges:
                if exchange.rating:
                    yield Rated(conversation, exchange, exchange.rating)

    @contextmanager
    def _changing(self, user: str, conversation: str) -> Iterator[sqlite3.Connection]:
        """A transaction on a conversation of this user."""
        with self._database.transaction() as connection:
            _check(connection, user, conversation)
            yield connection


def _check(connection: sqlite3.Connection, user: str, conversation: str) -> None:
    """Raises NoSuchConversation: this user has none of this id."""
    if not connection.execute(
        "SELECT 1 FROM conversations WHERE id = ? AND user = ?", (storable(conversation), user)
    ).fetchone():
        raise NoSuchConversation


def _touch(connection: sqlite3.Connection, conversation: str) -> None:
    connection.execute(
        "UPDATE conversations SET changed_at = ? WHERE id = ?", (time.time(), conversation)
    )
