"""A question ready to be answered, and what becomes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from rag.domain import Claim, Disagreement, Language, Refusal, RetrievedPassage, UnderstoodQuestion
from rag.text import detect_language


@dataclass(frozen=True, slots=True)
class Request:
    """A question with what was found for it.

    `names_across` gives the names of a text as the archive has them in the other script.
    """

    understood: UnderstoodQuestion
    retrieved: tuple[RetrievedPassage, ...]
    names_across: Callable[[str], Awaitable[Mapping[str, str]]]

    @property
    def prompt_question(self) -> str:
        """The question in the language of the archive."""
        return self.understood.translation or self.understood.question

    @property
    def answer_language(self) -> Language | None:
        """Set where claims must be translated back for the reader."""
        understood = self.understood
        return detect_language(understood.question) if understood.translation else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Checked claims, or the reason why there are none."""

    claims: tuple[Claim, ...] = ()
    refusal: Refusal | None = None
    confidence: float = 0.0
    disagreements: tuple[Disagreement, ...] = ()
    """Their sides are claims as well, the last ones."""
    notices: tuple[str, ...] = ()
    verify_ms: float = 0.0
    """Time that went into checking, milliseconds."""
