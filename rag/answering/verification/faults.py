"""What is wrong with a claim beside its evidence, and the verdict that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import Verdict

FaultKind = Literal[
    "number", "date", "quotation", "name", "speaker", "negation", "modality", "wording", "meaning"
]
"""`wording`: the claim's words are not there; `meaning`: what an entailment model says."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a claim that its evidence does not hold."""

    kind: FaultKind
    phrase: str
    """What the reader is told: "the number 65 is not in the cited sentence"."""
    contradicts: bool = False
    """Whether the evidence says something else, and not merely nothing."""


def verdict_of(faults: Sequence[Fault]) -> Verdict:
    if not faults:
        return Verdict.SUPPORTED
    if any(fault.contradicts for fault in faults):
        return Verdict.CONTRADICTED
    return Verdict.UNSUPPORTED
