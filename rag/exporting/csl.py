"""The documents that answers cite as CSL-JSON, for reference managers, and read back.

https://docs.citationstyles.org and its schema csl-data.json: one item a document. The quotes stand
in its note, one a line, where reference managers keep them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.exporting.notes import Note, NotedQuote, as_printed, quotes_in
from rag.exporting.transcript import Transcript


def to_csl(transcript: Transcript) -> bytes:
    """An array of items, in the order in which they are cited."""
    quoted: dict[str, list[Note]] = {}
    for note in transcript.notes:
        quoted.setdefault(note.document.id, []).append(note)
    items = [_item(notes[0].document, notes) for notes in quoted.values()]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def from_csl(data: bytes) -> list[NotedQuote]:
    """Raises UnreadableFile: it is not CSL-JSON."""
    try:
        items = json.loads(data)
        notes = [line for item in items for line in item.get("note", "").split("\n")]
    except (ValueError, RecursionError, AttributeError, TypeError):
        raise UnreadableFile("It is not CSL-JSON: an array of items.") from None
    return quotes_in(notes)


def _item(document: Document, notes: Sequence[Note]) -> dict[str, Any]:
    publication = document.publication
    published = publication.published
    url = notes[0].url
    fields = {
        "id": as_printed(document.id),
        "type": "article-newspaper" if publication.outlet else "webpage" if url else "document",
        "title": as_printed(document.title),
        "container-title": publication.outlet and as_printed(publication.outlet),
        # A byline is not taken apart: which name is the family's is not known.
        "author": publication.author and [{"literal": as_printed(publication.author)}],
        "issued": published and {"date-parts": [[published.year, published.month, published.day]]},
        "URL": url,
        "language": publication.language,
        "note": "\n".join(note.place + note.translated for note in notes),
    }
    return {name: value for name, value in fields.items() if value}
