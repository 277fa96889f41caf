"""A footnote: who published it when, and the quote with its place, which is found again by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rag.domain import Document
from rag.reading.article import web_address
from rag.wording import written_date

_VERSION_CHARS = 12
"""So much of a document's content hash tells its versions apart."""

# What breaks a line is a space in a footnote. What XML cannot hold, and marks that reorder the
# rest of the line, are U+FFFD: one for one, so that offsets still hold.
_BREAKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_UNPRINTABLE = [
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
    0xFFFE,
    0xFFFF,
]
_AS_PRINTED = dict.fromkeys(_UNPRINTABLE, "\ufffd") | {ord(char): " " for char in _BREAKS}

_SPAN = re.compile(r"characters (\d{1,12})–(\d{1,12}) of ")
_OPENING = re.compile(rf" \(version ([0-9a-f]{{{_VERSION_CHARS}}})\): “")
HOW_TO_CHECK = (
    "Each note names the characters of the document that it quotes, counted from 0, the last one "
    "not included. To look all of them up again in the library: citedesk check FILE"
)


def as_printed(text: str) -> str:
    """Text as every format can hold it in one line, character for character."""
    return text.translate(_AS_PRINTED)


@dataclass(frozen=True, slots=True)
class Note:
    """A span of a document that an answer rests on, or that comes nearest to a question."""

    document: Document
    start: int
    end: int
    translation: str | None = None
    """The language model's, for orientation."""

    @property
    def source(self) -> str:
        """Outlet, author, title, day and page: `The Planet, “The summit”, 4 December 2017`."""
        publication = self.document.publication
        page = self.document.page_at(self.start)
        parts = (
            _within_marks(publication.outlet or ""),
            _within_marks(publication.author or ""),
            f"“{_within_marks(self.document.title)}”",
            written_date(publication.published, "en") if publication.published else "undated",
            f"p. {page}" if page else "",
        )
        return ", ".join(filter(None, parts))

    @property
    def url(self) -> str | None:
        """Where it was published, if that may be a link."""
        return web_address(self.document.publication.url or "")

    @property
    def place(self) -> str:
        """The quote, after its characters and the document that they are counted in."""
        version = self.document.content_hash[:_VERSION_CHARS]
        quote = as_printed(self.document.text[self.start : self.end])
        return (
            f"characters {self.start}–{self.end} of {as_printed(self.document.id)} "
            f"(version {version}): “{quote}”"
        )

    @property
    def translated(self) -> str:
        """The quote in the language of the question; "" where that is its own."""
        if self.translation is None:
            return ""
        return f" Translated by the model: “{as_printed(self.translation)}”"


def _within_marks(text: str) -> str:
    """Quotation marks within others are single. So no title can look like a place."""
    return as_printed(text).replace("“", "‘").replace("”", "’")


class NotedQuote(NamedTuple):
    """A quote as an export has it, and where the export says that it stands."""

    document_id: str
    start: int
    end: int
    version: str
    """The first characters of the document's content hash."""
    quote: str

    def __str__(self) -> str:
        return f"“{self.quote}” (characters {self.start}–{self.end} of {self.document_id})"


def quotes_in(notes: Iterable[str]) -> list[NotedQuote]:
    """The quotes of footnotes, in their order; a footnote that is somebody else's has none."""
    return [quote for note in notes if (quote := _quote_in(note))]


def _quote_in(note: str) -> NotedQuote | None:
    """What is quoted is as long as its place says.

    Where no closing mark follows there, somebody changed it: it then goes on to the last mark.
    """
    opening = _OPENING.search(note)
    spans = list(_SPAN.finditer(note, 0, opening.start())) if opening else []
    if opening is None or not spans:
        return None
    start, end = map(int, spans[-1].groups())
    closing = opening.end() + end - start
    if note[closing : closing + 1] != "”":
        closing = max(note.rfind("”"), opening.end())
    document_id = note[spans[-1].end() : opening.start()]
    return NotedQuote(document_id, start, end, opening[1], note[opening.end() : closing])
