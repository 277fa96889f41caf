"""What a question takes for granted, held against the spans that are to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from rag.answering.verification.faults import Fault
from rag.answering.verification.negation import negation_faults
from rag.answering.verification.numbers import number_faults
from rag.answering.verification.opposites import opposite_faults
from rag.answering.verification.spans import Evidence, joined
from rag.answering.verification.times import date_faults

# Names are left out: a question says "Northern European" where its source says "Norwegian".
_CHECKS = (number_faults, date_faults, negation_faults, opposite_faults)


def premise_faults(question: str, evidences: Sequence[Evidence]) -> list[Fault]:
    """The numbers, times, denials and opposites of a question that its evidence does not share.

    "The strong force is due to what?" is not answered by a sentence on the weak force. What
    merely is not there is a reason to doubt; what contradicts, a false premise.
    """
    if not evidences:
        return []
    evidence = reduce(joined, evidences)
    return [fault for check in _CHECKS for fault in check(question, evidence)]
