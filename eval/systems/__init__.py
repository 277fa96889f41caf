"""What is put to the test: Citedesk, what a user would write instead, and ablations.

A system is opened once for a run, and asked case by case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eval.cases import Case
from rag.domain import Claim


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a system found: which document it is of, and its score."""

    document: str
    score: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system answered; `text` is what is shown, `claims` its sentences in order.

    A refusal has no claims. `checked`: the verdicts of the claims are the system's own; a system
    that does not check leaves its sentences uncited. `confidence` is 0 to 1, None where the system
    gives none. Times are wall-clock milliseconds since the question came.
    """

    text: str
    claims: tuple[Claim, ...]
    refused: bool
    checked: bool
    found: tuple[Found, ...]
    confidence: float | None
    retrieve_ms: float | None
    first_token_ms: float | None
    total_ms: float
    prompt_tokens: int | None


class System(Protocol):
    """One thing that is measured. Its coroutines belong to one event loop."""

    @property
    def name(self) -> str: ...

    def search(self, case: Case, k: int) -> tuple[Found, ...]:
        """The k best passages for a case, best first; () where the system does not search."""
        ...

    async def ask(self, case: Case) -> Reply: ...
