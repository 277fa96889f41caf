"""Each check looks for something of the claim that the evidence lacks.

A claim passes when every number, date, quotation and name of it stands in the evidence, the same
person speaks, a denial is a denial there as well, and most of its words are there. Doubt counts
against the claim.
"""

from __future__ import annotations

import re

from rag.answering.naming import is_held, names_missing_from, split_name
from rag.answering.verification.faults import Fault, FaultKind
from rag.answering.verification.spans import Evidence
from rag.answering.verification.speakers import speaker_faults
from rag.text import content_words, facts, normalise
from rag.text.speech import REPORTING_WORD

MIN_COVERAGE = 0.6
"""Least share of a claim's content words that the evidence must hold."""

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|nobody|nothing|refused?|denied|denies|"
    r"rejected|failed|absent|ban(?:ned|s)?|block(?:ed|s)?|unable)\b|n't\b|不|没|未|无|否|非|拒"
)
_DENIAL = re.compile(r"\b(?:not|no|never|nobody|nothing|cannot)\b|n't\b|不|没有|从未|并非|无人")


def find_faults(claim: str, evidence: Evidence) -> tuple[Fault, ...]:
    """What of the claim the evidence does not hold, () if nothing."""
    said = f"{evidence.core} . {evidence.context}"
    held = f"{evidence.before} {said}"
    by_kind: dict[FaultKind, list[str]] = {
        "number": _missing_numbers(claim, said),
        "date": _missing_dates(claim, held),
        "quotation": _missing_quotations(claim, evidence.core),
        "name": _missing_names(claim, held, evidence),
        "negation": _added_denial(claim, evidence.core),
    }
    if coverage(claim, said, held) < MIN_COVERAGE:
        by_kind["wording"] = ["the cited sentence is about something else"]
    found = [Fault(kind, phrase) for kind, phrases in by_kind.items() for phrase in phrases]
    return (*found, *speaker_faults(claim, evidence))


def coverage(claim: str, said: str, names_from: str = "") -> float:
    """Share of the claim's content words that stand in `said`, 0 to 1; 0 if it has none.

    Words of names count as well where they stand in `names_from`; "said" and its like never count.
    """
    words = content_words(REPORTING_WORD.sub(" ", claim))
    there = content_words(said)
    there |= content_words(" ".join(facts.names(claim))) & content_words(names_from)
    return len(words & there) / len(words) if words else 0.0


def _missing_numbers(claim: str, held: str) -> list[str]:
    there = set(facts.numbers(held))
    years = {str(date.year) for date in facts.dates(held) if date.year}
    return [
        f"the number {written} is not in the cited sentence"
        for number, written in facts.numbers(claim).items()
        if number not in there | years
    ]


def _missing_dates(claim: str, held: str) -> list[str]:
    there = facts.dates(held)
    missing = [
        f"the date {date} is not in the cited sentence"
        for date in facts.dates(claim)
        if not any(date.agrees_with(other) for other in there)
    ]
    missing += [
        f"{day.capitalize()} is not in the cited sentence"
        for day in sorted(facts.weekdays(claim) - facts.weekdays(held))
    ]
    return missing


def _missing_quotations(claim: str, quoted_from: str) -> list[str]:
    source = _letters_only(quoted_from)
    return [
        f"the quotation “{quotation}” is not in the cited sentence word for word"
        for quotation in facts.quotations(claim)
        if _letters_only(quotation) not in source
    ]


def _letters_only(text: str) -> str:
    """A text without the punctuation that quoting shifts."""
    return " ".join(re.findall(r"\w+", normalise(text).replace("'s", " s")))


def _missing_names(claim: str, held: str, evidence: Evidence) -> list[str]:
    return [
        f"{name} is not in the cited sentence"
        for name in names_missing_from(claim, held)
        if not _stands_elsewhere(name, claim, held, evidence)
    ]


def _stands_elsewhere(name: str, claim: str, held: str, evidence: Evidence) -> bool:
    """Whether the document itself fills the name in, outside the span.

    It may give the full name of a person of whom the span has the last one (Tim Cook, Cook), and
    the place where all of it happens ("in Wuzhen"). A person it only mentions does not count.
    """
    fills_in = is_held(split_name(name)[-1], held) or re.search(
        rf"\b(?:in|at|near|during) (?:the )?{re.escape(name)}", claim
    )
    return bool(fills_in) and all(name in document.text for document, _, _ in evidence.spans)


def _added_denial(claim: str, source: str) -> list[str]:
    if _DENIAL.search(normalise(claim)) and not _NEGATION.search(normalise(source)):
        return ["the claim denies what the cited sentence does not deny"]
    return []
