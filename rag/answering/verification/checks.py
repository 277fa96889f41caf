"""A claim held against its evidence, check by check; each says in a phrase what it found.

A claim passes when every number, date, quotation and name of it stands in the evidence, the same
person speaks, a denial is a denial there as well, and what is only possible stays possible. Doubt
counts against the claim. Whether the rest of it is said there is for a `Match` to judge.
"""

from __future__ import annotations

from rag.answering.verification.faults import Fault
from rag.answering.verification.modality import modality_faults
from rag.answering.verification.names import name_faults
from rag.answering.verification.negation import negation_faults
from rag.answering.verification.numbers import number_faults
from rag.answering.verification.opposites import opposite_faults
from rag.answering.verification.quoting import quotation_faults
from rag.answering.verification.spans import Evidence
from rag.answering.verification.speakers import speaker_faults
from rag.answering.verification.times import date_faults

_CHECKS = (
    number_faults,
    date_faults,
    quotation_faults,
    name_faults,
    speaker_faults,
    negation_faults,
    opposite_faults,
    modality_faults,
)


def find_faults(claim: str, evidence: Evidence) -> tuple[Fault, ...]:
    """What of the claim the evidence does not hold, () if nothing; its wording is not looked at."""
    return tuple(fault for check in _CHECKS for fault in check(claim, evidence))
