"""The verdict follows from the faults."""

from __future__ import annotations

import pytest

from rag.answering.verification.faults import Fault, verdict_of
from rag.domain import Verdict

ABSENT = Fault("name", "Elon Musk is not in the cited sentence")
OTHER = Fault("number", "the claim says 60, the cited sentence 65", contradicts=True)
HEDGED = Fault("modality", "the source says “may”, the claim says it as a fact", partial=True)


@pytest.mark.parametrize(
    ("faults", "verdict"),
    [
        ((), Verdict.SUPPORTED),
        ((HEDGED,), Verdict.PARTLY),
        ((HEDGED, ABSENT), Verdict.UNSUPPORTED),
        ((ABSENT, OTHER), Verdict.CONTRADICTED),
    ],
)
def test_the_gravest_fault_decides(faults: tuple[Fault, ...], verdict: Verdict) -> None:
    assert verdict_of(faults) is verdict
