"""What sources say where they do not agree: their own words, with source and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.answering.verification.spans import Evidence
from rag.domain import Claim, Document, Relation
from rag.text import detect_language


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says: its own words, so that it cannot say anything else."""

    evidence: Evidence
    values: tuple[str, ...]
    """The figures, dates or names at issue, as written; () where the words themselves are."""

    @property
    def document(self) -> Document:
        document, _, _ = self.evidence.spans[0]
        return document

    @property
    def published(self) -> date | None:
        return self.document.publication.published

    @property
    def quote(self) -> str:
        spans = (span.of(document.text) for document, _, span in self.evidence.spans)
        return " ".join(" ".join(text.split()) for text in spans)

    @property
    def text(self) -> str:
        """One sentence: who says it, when it was published, and what it says, word for word."""
        outlet, published = self.document.publication.outlet, self.published
        if detect_language(self.quote) == "zh":
            day = f"（{published.year}年{published.month}月{published.day}日）" if published else ""
            return f"据{outlet or f'《{self.document.title}》'}{day}：“{self.quote}”"
        day = f" ({published.day} {published:%B %Y})" if published else ""
        return f"According to {outlet or f'“{self.document.title}”'}{day}: “{self.quote}”"


@dataclass(frozen=True, slots=True)
class Dispute:
    """At least two sides of one matter, each by another document; best match first."""

    relation: Relation
    sides: tuple[Side, ...]

    def __post_init__(self) -> None:
        if len({side.document.id for side in self.sides}) < 2:
            raise ValueError("a disagreement has two sides or more, each of another document")


def contested(claim: Claim, disputes: Sequence[Dispute]) -> bool:
    """Whether a claim is one side among several, and must not be read as agreed.

    It is, if it rests on a document that stands on a side: what a side is quoted for is what its
    document answers, in whatever words a claim repeats it.
    """
    taking_sides = {side.document.id for dispute in disputes for side in dispute.sides}
    return any(citation.document.id in taking_sides for citation in claim.citations)
