"""What is put to the test: Citedesk, what a user would write instead, and ablations.

A system is opened once for a run, and asked case by case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eval.cases import Case
from rag.domain import Claim, RefusalReason
from rag.errors import CitedeskError


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a system found: which document it is of, and its score."""

    document: str
    score: float


@dataclass(frozen=True, slots=True)
class Searched:
    """What a system found for a case, best first, and the wall-clock milliseconds that it took.

    `understand_ms` went into reading the question (translating it, where a language model does),
    `search_ms` into finding passages for it; None: the system does no such thing.
    """

    found: tuple[Found, ...]
    understand_ms: float | None
    search_ms: float | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system answered; `text` is what is shown, `claims` its sentences in order.

    A refusal has no claims. `contested` are the claims that are shown as sides of a disagreement
    between sources, each beside the others. `checked`: the verdicts of the claims are the system's
    own; a system that does not check leaves its sentences uncited. `confidence` is 0 to 1, None
    where the system gives none. Times are wall-clock milliseconds since the question came;
    `verify_ms` is how much of the total went into checking what was written, None where nothing
    is checked.
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
    verify_ms: float | None = None
    contested: frozenset[Claim] = frozenset()
    refusal_reason: RefusalReason | None = None

    @property
    def agreed(self) -> tuple[Claim, ...]:
        """The claims that are shown as what is so."""
        return tuple(claim for claim in self.claims if claim not in self.contested)


class AskFailed(Exception):
    """A system broke off after it had searched: `found` is what it had found, the cause is why."""

    def __init__(self, cause: Exception, found: tuple[Found, ...]) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}")
        self.found = found


class NoLanguageModel(CitedeskError):
    """A system that cannot answer without a language model was asked, and there is none."""

    def __init__(self, system: str) -> None:
        super().__init__(
            f'The system "{system}" answers with a language model, and llm.model is "none".',
            hint="Set llm.model, or measure retrieval alone.",
        )


class System(Protocol):
    """One thing that is measured. Its coroutines belong to one event loop."""

    @property
    def name(self) -> str: ...

    async def search(self, case: Case, k: int) -> Searched:
        """The k best passages for a case; none where the system does not search."""
        ...

    async def ask(self, case: Case) -> Reply:
        """Answer a case.

        Raises:
            AskFailed: it broke off after it had searched.
            CitedeskError: it cannot be asked this.
        """
        ...
