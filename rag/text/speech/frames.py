"""What a rule finds in one sentence: who speaks, and where the words said may stand."""

from __future__ import annotations

from dataclasses import dataclass

from rag.domain import Span


@dataclass(frozen=True, slots=True)
class Frame:
    """ "Cook told the hall that ...": offsets into a sentence whose quotations are covered.

    `speaker` is a name, a description or a pronoun as written; "": whoever spoke last.
    """

    span: Span
    """The words that attribute: "Cook told the hall that"."""
    speaker: str
    said: tuple[Span, ...]
    is_opinion: bool
    """Whether the verb itself makes it a judgement, a wish or an intent: argued, vowed, urged."""
    told: str | None = None
    """Whom it was said to: "told Xinhua"."""


def span_or_none(start: int, end: int) -> Span | None:
    return Span(start, end) if start < end else None
