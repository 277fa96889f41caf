"""Exchanges as rows, and back."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

from rag.conversations.encoding import (
    Undecodable,
    decode_answer,
    decode_context,
    decode_document,
    encode_answer,
    encode_context,
)
from rag.conversations.records import Exchange, Rating
from rag.domain import Answer, Context, Document, Turn

CANNOT_BE_SHOWN = (
    "This answer was kept by another release of Citedesk and cannot be shown any more."
)


def write_exchange(connection: sqlite3.Connection, conversation: str, exchange: Exchange) -> None:
    """Keep it in place of what stands under its number."""
    answer, documents = encode_answer(exchange.answer) if exchange.answer else (None, {})
    rating = exchange.rating
    place = (conversation, exchange.number)
    connection.execute("DELETE FROM exchanges WHERE (conversation, number) = (?, ?)", place)
    connection.execute(
        "INSERT INTO exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *place,
            storable(exchange.question),
            encode_context(exchange.context),
            exchange.asked_on.isoformat(),
            storable(exchange.answer.text) if exchange.answer else "",
            answer,
            storable(exchange.failure),
            rating.good if rating else None,
            storable(rating.comment) if rating else "",
        ),
    )
    for key, json in documents.items():
        known = connection.execute("SELECT 1 FROM documents WHERE key = ?", (key,)).fetchone()
        if not known:
            connection.execute("INSERT INTO documents VALUES (?, ?)", (key, zlib.compress(json)))
        connection.execute("INSERT INTO uses VALUES (?, ?, ?)", (*place, key))


def read_exchanges(connection: sqlite3.Connection, conversation: str) -> tuple[Exchange, ...]:
    """The exchanges in order; the history of each is what was answered before it."""
    documents = _Documents(connection)
    history: tuple[Turn, ...] = ()
    exchanges = []
    for row in connection.execute(
        "SELECT number, question, context, asked_on, answer, failure, good, comment "
        "FROM exchanges WHERE conversation = ? ORDER BY number",
        (conversation,),
    ).fetchall():
        exchange = _exchange(row, documents, history)
        exchanges.append(exchange)
        if answer := exchange.answer:
            history = (*history, Turn(answer.understood.question, answer.text))
    return tuple(exchanges)


def storable(text: str) -> str:
    """The text without halves of surrogate pairs, which no UTF-8 has."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Documents:
    """The documents of the file by their keys; each is decoded once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._decoded: dict[str, Document] = {}

    def __call__(self, key: str) -> Document:
        """Raises Undecodable: it is not there, or cannot be read."""
        if key not in self._decoded:
            row = self._connection.execute(
                "SELECT data FROM documents WHERE key = ?", (key,)
            ).fetchone()
            if row is None:
                raise Undecodable
            self._decoded[key] = decode_document(row[0])
        return self._decoded[key]


def _exchange(row: Any, documents: _Documents, history: tuple[Turn, ...]) -> Exchange:
    number, question, context, asked_on, data, failure, good, comment = row
    answer: Answer | None = None
    try:
        answer = decode_answer(data, documents) if data else None
    except Undecodable:
        failure = CANNOT_BE_SHOWN
    try:
        asked_with = decode_context(context)
    except Undecodable:
        asked_with = Context()
    return Exchange(
        number=number,
        question=question,
        context=replace(asked_with, history=history),
        asked_on=date.fromisoformat(asked_on),
        answer=answer,
        failure=failure,
        rating=None if good is None else Rating(bool(good), comment),
    )
