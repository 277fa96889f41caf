"""What is wrong with a claim beside its evidence, and the verdict that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import Verdict

FaultKind = Literal[
    "number",
    "date",
    "quotation",
    "name",
    "speaker",
    "negation",
    "opposite",
    "modality",
    "wording",
    "meaning",
]
"""`opposite`: "most" where the source has "least"; `modality`: a fact where it has "may";
`wording`: the claim's words are not there; `meaning`: what an entailment model says."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a claim that its evidence does not hold."""

    kind: FaultKind
    phrase: str
    """What the reader is told: "the claim says 65, the cited sentence 60"."""
    contradicts: bool = False
    """Whether the evidence says something else, and not merely nothing."""
    partial: bool = False
    """Whether the evidence holds the rest of the claim."""


def verdict_of(faults: Sequence[Fault]) -> Verdict:
    if not faults:
        return Verdict.SUPPORTED
    if any(fault.contradicts for fault in faults):
        return Verdict.CONTRADICTED
    if all(fault.partial for fault in faults):
        return Verdict.PARTLY
    return Verdict.UNSUPPORTED
