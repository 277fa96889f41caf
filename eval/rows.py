"""Rows: what came of one case with one system; a run is its rows, and they are read back."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from eval.cases import Case, Pair
from rag.answering.verification.faults import FaultKind

Scores = dict[str, float | None]
"""What a row scored, by name; None: not defined for it (never 0). Shares are 0 to 1."""


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShownSpan(_Frozen):
    """A cited span, with some of the text around it as a reader sees it."""

    number: int
    document: str
    title: str
    outlet: str | None
    published: str | None
    start: int
    end: int
    before: str
    quote: str
    after: str


class ShownSentence(_Frozen):
    """A sentence of an answer; the verdict is the system's own, None where it does not check."""

    text: str
    verdict: str | None
    reasons: tuple[str, ...]
    citations: tuple[int, ...]
    contested: bool = False
    """Whether it is shown as one side of a disagreement between sources."""


class ShownAnswer(_Frozen):
    """What a reader was shown: sentences with their spans, or the message of a refusal."""

    refused: bool
    text: str
    refusal_reason: str | None = None
    sentences: tuple[ShownSentence, ...] = ()
    spans: tuple[ShownSpan, ...] = ()


class Check(_Frozen):
    """What a verifier said of a pair."""

    supported: bool
    reasons: tuple[str, ...] = ()
    faults: tuple[FaultKind, ...] = ()
    """Of which kinds they are, where the verifier says so."""


class Row(_Frozen):
    """A case (or pair), the system it was put to, and what came of it.

    `retrieved` has the document of each passage that was found, by rank. A crash is a row with
    its `error`: it has neither answer nor check, and scores 0 where it owed something.
    """

    system: str
    case: Case | Pair
    retrieved: tuple[str, ...] = ()
    answer: ShownAnswer | None = None
    check: Check | None = None
    error: str | None = None
    seconds: float = 0.0
    """Wall time of this row, judging included."""
    scores: Scores = {}


class Estimate(_Frozen):
    """A measure over n rows with its bootstrap 95% interval; all None where n is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


Table = dict[str, dict[str, Estimate]]
"""Kind of case ("all" last), then measure: the estimate."""


class Difference(_Frozen):
    """One measure of two systems or runs on the same n cases: `b` beside `a`.

    `p` is of a paired test; `low` and `high` bound `b - a` (95%).
    """

    measure: str
    a: float
    b: float
    low: float
    high: float
    p: float
    n: int


class RunFacts(_Frozen):
    """What a run was made with, so that its figures can be traced and made again."""

    name: str
    command: str
    started: str
    cases: str
    """The case file or data set that was asked."""
    questions: int
    limit: int | None
    seed: int
    systems: tuple[str, ...]
    git_commit: str | None
    library_generation: int | None
    models: dict[str, str]
    """Model id: SHA-256 of its weights, or its address."""
    machine: str
    settings: dict[str, object]
    """Redacted: keys and passwords are starred."""


class Run(_Frozen):
    """run.json: the facts, the figures of each system, and each system beside the first."""

    facts: RunFacts
    seconds: float | None = None
    """Wall time of all rows; None: the run is not finished, and has no figures yet."""
    tables: dict[str, Table] = {}
    """By system."""
    curves: dict[str, dict[str, list[tuple[float, float]]]] = {}
    """By system, then name of the curve ("risk-coverage", "reliability", "recall@k"): points."""
    differences: dict[str, list[Difference]] = {}
    """By system: it (`b`) beside the first system of the run (`a`)."""
