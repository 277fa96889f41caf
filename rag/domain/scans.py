"""What mentions a subject: the outcome of a complete scan."""

from __future__ import annotations

from dataclasses import dataclass

from rag.domain.questions import Filters, RetrievedPassage
from rag.domain.sources import Document, Passage, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that mentions the subject.

    `sentence` is the first of its prose that does, and stands in `passage`. Where only the title or
    a heading does (`number` is 0), it is the first of what stands under that.
    """

    document: Document
    passage: Passage
    sentence: Span
    story: str
    number: int
    """How often the prose mentions the subject."""
    in_title: bool
    """Whether the title or a heading names the subject."""


@dataclass(frozen=True, slots=True)
class Scan:
    """All that mentions a subject among the documents that the filters admit."""

    subjects: tuple[str, ...]
    """One subject in several languages or spellings, the one it was asked by first."""
    filters: Filters
    documents: int
    """How many the filters admit: among so many was looked."""
    undated: int
    """How many more they may admit: on these days, if the day of publication were known."""
    mentions: tuple[Mention, ...]
    """By the day of publication, the unknown last."""

    @property
    def stories(self) -> int:
        """How many of the mentions are independent: copies of one text count once."""
        return len({mention.story for mention in self.mentions})

    @property
    def retrieved(self) -> tuple[RetrievedPassage, ...]:
        """The passages of the mentions, as other searches show theirs: all are as good, 1."""
        return tuple(
            RetrievedPassage(found.passage, found.document, rank, 1.0, found.story)
            for rank, found in enumerate(self.mentions, start=1)
        )
