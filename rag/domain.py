"""The values that flow through Citedesk: frozen, complete at birth, importing nothing of ours.

All offsets are 0-based code-point offsets into `Document.text`, end-exclusive, as in Python slices.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

Language = Literal["en", "zh"]
"""The languages that Citedesk tokenises; text in any other is treated as "en" (space-separated)."""

RefusalReason = Literal["empty_library", "not_covered", "not_in_sources", "not_supported"]


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


@dataclass(frozen=True, slots=True)
class Stripped:
    """A part of a document's text that is not the article's prose, and what it is."""

    span: Span
    reason: str
    """A phrase for the reader: "cookie notice", "menu", "advertisement", "front matter"."""


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


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage found for a question; rank counts from 1, a higher score is better."""

    passage: Passage
    document: Document
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One sentence of a retrieved passage, offered to the LLM under a number (from 1)."""

    number: int
    document: Document
    passage: Passage
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact span of a source: `document.text[start:end] == quote`, always."""

    number: int
    document: Document
    passage_id: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def page(self) -> int | None:
        """The page on which the quote begins; None: the document has no pages."""
        return self.document.page_at(self.start)


class Verdict(StrEnum):
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, checked. Without a citation it is never supported."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reasons: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.verdict is Verdict.SUPPORTED and not self.citations:
            raise ValueError(f"a claim without a citation cannot be supported: {self.text!r}")

    @property
    def marked_text(self) -> str:
        """The sentence with its [n] markers, as it is shown and copied."""
        return self.text + "".join(f"[{citation.number}]" for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says why there is none. A failure is an exception, never a Refusal."""

    reason: RefusalReason
    message: str
    nearest: tuple[RetrievedPassage, ...]


@dataclass(frozen=True, slots=True)
class Timings:
    """Wall-clock milliseconds since the question arrived; None: the stage was not reached."""

    retrieve_ms: float
    first_token_ms: float | None
    total_ms: float


@dataclass(frozen=True, slots=True)
class ModelNames:
    llm: str
    embedder: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished, checked answer; either it has claims or it has a refusal."""

    question: str
    claims: tuple[Claim, ...]
    retrieved: tuple[RetrievedPassage, ...]
    refusal: Refusal | None
    timings: Timings
    model: ModelNames
    confidence: float
    """0 to 1, for ranking answers by how far to trust them; 0 for a refusal."""
    notice: str | None = None
    """Something the reader must know about how the answer was made, e.g. that no LLM wrote it."""

    def __post_init__(self) -> None:
        if bool(self.claims) == bool(self.refusal):
            raise ValueError("an answer has claims or a refusal, never both and never neither")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each citation once, by number."""
        by_number = {c.number: c for claim in self.claims for c in claim.citations}
        return tuple(by_number[number] for number in sorted(by_number))

    @property
    def text(self) -> str:
        """Plain text with [n] markers, or the refusal's message."""
        if self.refusal:
            return self.refusal.message
        return " ".join(claim.marked_text for claim in self.claims)


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """First event of a stream: what was retrieved, before the LLM has written a word."""

    retrieved: tuple[RetrievedPassage, ...]


@dataclass(frozen=True, slots=True)
class TextWritten:
    """The LLM is writing a sentence: `pending` is all of it so far, not yet checked."""

    pending: str


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """A sentence is complete and checked; it replaces the pending text."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """Last event of a stream."""

    answer: Answer


AnswerEvent = SourcesFound | TextWritten | ClaimChecked | AnswerFinished
