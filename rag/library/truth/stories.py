"""Which documents are copies of one text: kept up to date with every document, in its transaction.

A story is a connected group of copies. It depends only on which documents there are, never on the
order in which they came: a document that comes joins the groups of its copies, and the group of one
that goes is divided anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from rag.domain import Document
from rag.library.truth.copies import Signature, all_bands, are_copies, signature_of
from rag.library.truth.database import Database
from rag.library.truth.records import Story

_SELECT_CANDIDATES = """
    SELECT DISTINCT story, signature FROM bands JOIN signatures USING (number)
    WHERE hash IN (SELECT value FROM json_each(?))
"""


class Stories:
    def __init__(self, database: Database) -> None:
        self._database = database

    def stories(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The id of each document's story; a document without a copy is its own."""
        found = self._database.query(
            "SELECT document_id, story FROM signatures"
            " WHERE document_id IN (SELECT value FROM json_each(?))",
            (json.dumps(document_ids),),
        )
        return {**{document_id: document_id for document_id in document_ids}, **dict(found)}

    def story_of(self, document_id: str) -> Story:
        story = self.stories([document_id])[document_id]
        found = self._database.query(
            "SELECT document_id FROM signatures WHERE story = ? ORDER BY document_id", (story,)
        )
        return Story(story, tuple(row[0] for row in found) or (document_id,))

    def place(self, document: Document) -> None:
        """Put a document, or its new version, into the story of its copies."""
        signature, bands = signature_of(document)
        with self._database.transaction() as connection:
            self.forget(document.id)
            near = self._database.query(_SELECT_CANDIDATES, (json.dumps(bands),))
            alike = are_copies(signature, _stacked([row[1] for row in near])) if near else ()
            stories = {row[0] for row, copy in zip(near, alike, strict=True) if copy}
            cursor = connection.execute(
                "INSERT INTO signatures VALUES (NULL, ?, ?, ?)",
                (document.id, document.id, signature.tobytes()),
            )
            connection.executemany(
                "INSERT INTO bands VALUES (?, ?)", [(band, cursor.lastrowid) for band in set(bands)]
            )
            for story in stories | {document.id}:
                self._rename(story, min(stories | {document.id}))

    def forget(self, document_id: str) -> None:
        """Take a document out of its story."""
        with self._database.transaction() as connection:
            found = self._database.query(
                "SELECT number, story, signature FROM signatures WHERE document_id = ?",
                (document_id,),
            )
            for number, story, signature in found:
                connection.execute("DELETE FROM signatures WHERE number = ?", (number,))
                connection.executemany(
                    "DELETE FROM bands WHERE hash = ? AND number = ?",
                    [(band, number) for band in all_bands(_unpacked(signature))],
                )
                self._divide(story)

    def _divide(self, story: str) -> None:
        """Give each connected group of what is left of a story its own id."""
        left: list[Any] = self._database.query(
            "SELECT document_id, signature FROM signatures WHERE story = ? ORDER BY document_id",
            (story,),
        )
        with self._database.transaction() as connection:
            while left:
                group = [left.pop(0)]
                for _, signature in group:  # grows while it is walked through
                    if not left:
                        break
                    alike = are_copies(_unpacked(signature), _stacked([row[1] for row in left]))
                    group += [row for row, copy in zip(left, alike, strict=True) if copy]
                    left = [row for row, copy in zip(left, alike, strict=True) if not copy]
                connection.executemany(
                    "UPDATE signatures SET story = ? WHERE document_id = ?",
                    [(group[0][0], document_id) for document_id, _ in group],
                )

    def _rename(self, story: str, new: str) -> None:
        if story != new:
            with self._database.transaction() as connection:
                connection.execute("UPDATE signatures SET story = ? WHERE story = ?", (new, story))


def _unpacked(signature: bytes) -> Signature:
    return np.frombuffer(signature, dtype=np.uint32)


def _stacked(signatures: Sequence[bytes]) -> Signature:
    return _unpacked(b"".join(signatures)).reshape(len(signatures), -1)
