"""Is every number of the claim in its evidence, in the same unit, of the same thing?"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from decimal import Decimal

from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.text import content_words, facts, index_terms, normalise
from rag.text.quantities import Quantity

_MOST_LISTED = 9
_LIST_CHARS = 300
_BEFORE_LAST = re.compile(r"\b(?:and|or|as well as)\b|[和与及]")
_BETWEEN_ITEMS = re.compile(r", (?!$)|、(?!$)")
_BEFORE_LIST = re.compile(r"[.;:。；：]")
_SAME_THINGS = tuple(
    content_words(words)
    for words in (
        "people persons participants attendees delegates guests residents inhabitants users "
        "visitors spectators audience citizens men women members workers employees patients",
        "countries nations states",
        "companies firms businesses enterprises corporations",
        "points percentage",
        "dead deaths killed victims fatalities died",
        "conferences editions sessions summits meetings",
    )
)
_CENTURY = re.compile(r"\bcentur(?:y|ies)\b", re.IGNORECASE)
_ONE = re.compile(r"\bone ([a-z]{3,})")


def number_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Numbers that the evidence lacks, has in another unit, or gives for something else."""
    mine = facts.measured(claim)
    core = facts.measured(evidence.core)
    there = (*core, *facts.measured(evidence.context))
    dates = facts.dates(f"{evidence.core} . {evidence.context}")
    years = {Decimal(date.year) for date in dates if date.year}
    faults = []
    for number in mine:
        same = [other for other in there if number.equals(other)]
        rivals = [other for other in core if _is_rival(number, other)]
        if same:
            fault = (
                _other_unit(number, same)
                or _other_place(number, same, rivals)
                or _other_thing(number, same, evidence)
            )
        else:
            free = [other for other in rivals if not any(n.equals(other) for n in mine)]
            is_said = _is_year_or_century(number, claim, years | {n.value for n in core})
            fault = None if is_said else _missing(number, free, evidence.core)
        if fault:
            faults.append(fault)
    return [*faults, *_one_of_several(claim, core)]


def _is_year_or_century(number: Quantity, claim: str, years: Set[Decimal]) -> bool:
    """Whether it is one of the years, or "the 12th century" is the century of one."""
    if number.kind == "rank" and _CENTURY.search(claim):
        return any(year // 100 + 1 == number.value for year in years)
    return number.kind == "count" and number.value in years


def _is_rival(number: Quantity, other: Quantity) -> bool:
    shares = {"percent", "fraction"}
    return not number.equals(other) and (
        number.kind == other.kind or {number.kind, other.kind} <= shares
    )


def _affinity(number: Quantity, other: Quantity) -> int:
    """How many of the words beside the two numbers are the same."""
    return len(set(number.counted) & set(other.counted)) + len(
        set(number.before) & set(other.before)
    )


def _other_unit(number: Quantity, same: Sequence[Quantity]) -> Fault | None:
    if not number.unit or any(other.unit in ("", number.unit) for other in same):
        return None
    phrase = f"{number.written} is in another unit in the cited sentence"
    return Fault("number", phrase, contradicts=True)


def _other_place(
    number: Quantity, same: Sequence[Quantity], rivals: Sequence[Quantity]
) -> Fault | None:
    """Of "1,600 of 2,000", which one came? The words beside the number say."""
    if any(_affinity(number, other) for other in same):
        return None
    for other in rivals:
        counted = set(number.counted) & set(other.counted) and all(s.counted for s in same)
        before = set(number.before) & set(other.before) and all(s.before for s in same)
        if counted or before:
            return _says_instead(number, other)
    return None


def _other_thing(number: Quantity, same: Sequence[Quantity], evidence: Evidence) -> Fault | None:
    """ "65 cities" is not "65 countries", if nothing there speaks of cities."""
    nouns = {number.noun, *(other.noun for other in same)}
    if "" in nouns or number.noun in {other.noun for other in same}:
        return None
    said = content_words(f"{evidence.before} {evidence.core} {evidence.context}")
    others = nouns - {number.noun}
    if number.noun in said or any(
        number.noun in group and group & others for group in _SAME_THINGS
    ):
        return None
    phrase = f"the cited sentence gives {number.written} for something else"
    return Fault("number", phrase, contradicts=True)


def _missing(number: Quantity, free: Sequence[Quantity], core: str) -> Fault | None:
    """A number that is not there, and what is there instead of it."""
    beside = [
        other
        for other in free
        if _affinity(number, other) or (number.unit and number.unit == other.unit)
    ]
    is_counted = any(other.value <= _MOST_LISTED for other in free)
    if not is_counted and number.kind == "count" and number.value in _lengths_of_lists(core):
        return None
    if beside or len(free) == 1:
        return _says_instead(number, (beside or free)[0])
    return Fault("number", f"the number {number.written} is not in the cited sentence")


def _says_instead(number: Quantity, instead: Quantity) -> Fault:
    phrase = f"the claim says {number.written}, the cited sentence {instead.written}"
    return Fault("number", phrase, contradicts=True)


def _lengths_of_lists(text: str) -> set[int]:
    """How many things are listed: "two companies" of "Facebook and Twitter" is no new number.

    What introduces a list ("Last week, A, B and C") may be taken for its first item.
    """
    lengths: set[int] = set()
    for last in _BEFORE_LAST.finditer(text):
        behind = text[max(0, last.start() - _LIST_CHARS) : last.start()]
        longest = 2 + len(_BETWEEN_ITEMS.findall(_BEFORE_LIST.split(behind)[-1]))
        lengths |= {longest, max(2, longest - 1)}
    return {length for length in lengths if length <= _MOST_LISTED}


def _one_of_several(claim: str, core: Sequence[Quantity]) -> list[Fault]:
    """ "One" is mostly no count, unless the evidence counts the same thing as several."""
    return [
        Fault("number", f"the claim says one, the cited sentence {other.written}", contradicts=True)
        for match in _ONE.finditer(normalise(claim))
        for other in core
        if other.kind == "count"
        and other.value > 1
        and other.noun
        and [other.noun] == index_terms(match[1])
    ]
