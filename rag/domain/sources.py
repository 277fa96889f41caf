"""Documents as read, and the passages that are searched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

Language = Literal["en", "zh"]
"""The languages that Citedesk tokenises; text in any other is treated as "en" (space-separated)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in one document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"Span({self.start}, {self.end}) is empty or negative")

    def of(self, text: str) -> str:
        return text[self.start : self.end]


HIDDEN_TEXT = "hidden text"
"""The reason for what a reader of the page does not see."""


@dataclass(frozen=True, slots=True)
class Stripped:
    """A part of a document's text that is not the article's prose, and what it is."""

    span: Span
    reason: str
    """A phrase for the reader: "cookie notice", "menu", "front matter", HIDDEN_TEXT."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field was found, and how far to trust it."""

    origin: str
    """A phrase for the reader: "front matter", "meta article:published_time", "dateline"."""
    confidence: float
    """0 to 1, on the scale of `rag.reading.publication.findings`."""

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class Publication:
    """Who published a document and when, each field with where it was found.

    `published` is never the file's modification time: an unknown date is None.
    `provenance` is by the field's name; it has "title" as well, `Document.title` being one too.
    """

    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    language: Language | None = None
    provenance: Mapping[str, Provenance] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )


@dataclass(frozen=True, slots=True)
class MentionedDate:
    """A time that a text speaks of: the days from `first` to `last`, both included."""

    span: Span
    first: date
    last: date
    relative: bool
    """Whether the words mean this only on the day of publication ("on Tuesday", "去年")."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read: `text` is what offsets count in and what the document page shows.

    For Markdown and plain text, `text` is the decoded file itself, so that an offset is an offset
    into the file; for HTML it is the text of the article. `content` names the parts of `text`
    that are prose, in order: what lies outside (front matter) is never a passage, never cited.
    """

    id: str
    title: str
    text: str
    publication: Publication
    path: str
    content_hash: str
    content: tuple[Span, ...]
    stripped: tuple[Stripped, ...] = ()
    """What lies outside `content`, in order, each with what it is."""
    page_starts: tuple[int, ...] = ()
    """Offset at which each page begins, the first first; () for what has no pages."""

    @property
    def prose(self) -> str:
        """The article without what was stripped: what is hidden in it vouches for nothing."""
        return "\n".join(span.of(self.text) for span in self.content)

    @property
    def visible_text(self) -> str:
        """All of the text but what is hidden: front matter and credits are its own words, too."""
        pieces, start = [], 0
        for part in self.stripped:
            if part.reason == HIDDEN_TEXT:
                pieces.append(self.text[start : part.span.start])
                start = part.span.end
        return " ".join([*pieces, self.text[start:]])

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which a character stands; None for what has no pages."""
        return bisect_right(self.page_starts, offset) or None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one document: `document.text[start:end] == text`, always.

    `mentions` are the times that it speaks of, relative ones ("last year") as meant on the day of
    publication; their spans are spans of the document, like all others.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    headings: tuple[str, ...]
    mentions: tuple[MentionedDate, ...] = ()
