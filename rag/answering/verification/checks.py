"""A claim held against its evidence, check by check; each says in a phrase what it found.

A claim passes when every number, date, quotation and name of it stands in the evidence, the same
person speaks, a denial is a denial there as well, what is only possible stays possible, and most
of its words are there. Doubt counts against the claim.
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
from rag.text import content_words, facts
from rag.text.speech import REPORTING_WORD

MIN_COVERAGE = 0.5
"""Least share of a claim's content words that the evidence must hold."""
_PART_COVERAGE = 0.3
"""From here on, the evidence holds a part of the claim."""

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
    """What of the claim the evidence does not hold, () if nothing."""
    found = [fault for check in _CHECKS for fault in check(claim, evidence)]
    return (*found, *_wording_faults(claim, evidence))


def coverage(claim: str, said: str, names_from: str = "") -> float:
    """Share of the claim's content words and numbers that `said` holds, 0 to 1; 0 if it has none.

    Words of names count as well where they stand in `names_from`; "said" and its like never count.
    """
    words = content_words(facts.without_numbers(REPORTING_WORD.sub(" ", claim)))
    there = content_words(said)
    there |= content_words(" ".join(facts.names(claim))) & content_words(names_from)
    numbers = facts.measured(claim)
    numbers_there = facts.measured(said)
    held = [number for number in numbers if any(number.equals(other) for other in numbers_there)]
    total = len(words) + len(numbers)
    return (len(words & there) + len(held)) / total if total else 0.0


def _wording_faults(claim: str, evidence: Evidence) -> list[Fault]:
    said = f"{evidence.core} . {evidence.context}"
    share = coverage(claim, said, f"{evidence.before} {said}")
    if share >= MIN_COVERAGE:
        return []
    if share >= _PART_COVERAGE:
        return [Fault("wording", "the cited sentence says only a part of it", partial=True)]
    return [Fault("wording", "the cited sentence is about something else")]
