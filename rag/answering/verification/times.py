"""Is every date of the claim in its evidence, and is it the date of the same event?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.text import facts, index_terms, normalise
from rag.text.dates import MONTH, MONTHS, CalendarDate, written_dates

_AROUND_CHARS = 50
_CLAUSE_END = re.compile(r"[,.;:!?()\"，。；：！？（）]|\b(?:and|but|while)\b")
_TERMS_BEFORE = 2
# "May" and "March" may be no month: what stands before says it is one.
_MONTH_ALONE = re.compile(
    rf"\b(?:in|since|until|by|during|last|next|this|early|late|mid)[ -](?P<month>{MONTH})\b"
)
_YEARS = range(1000, 2100)
_DECADE = re.compile(r"\b(\d{3})0s\b")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date, and the terms in front of it in its clause: "founded in 1920"."""

    date: CalendarDate
    before: frozenset[str]


def date_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Dates and weekdays that the evidence lacks, or gives for something else."""
    mine = _dated(claim)
    core = _dated(evidence.core)
    around = [dated.date for dated in _dated(f"{evidence.before} . {evidence.context}")]
    known = [*around, *_completed([other.date for other in core], around), *_numbers(evidence)]
    faults = []
    for dated in mine:
        same = [other for other in core if dated.date.agrees_with(other.date)]
        rivals = [other for other in core if _conflict(dated.date, other.date)]
        free = [r.date for r in rivals if not any(m.date.agrees_with(r.date) for m in mine)]
        if same:
            instead = _of_other_event(dated, same, rivals)
        elif any(dated.date.agrees_with(date) for date in known):
            instead = free[:1]
        elif _is_in_decade(dated.date, claim, [*known, *(other.date for other in core)]):
            instead = []
        else:
            faults.append(_missing(dated.date, free))
            continue
        faults += [_says_instead(dated.date, date) for date in instead]
    return [*faults, *_weekday_faults(claim, evidence)]


def _dated(text: str) -> list[_Dated]:
    text = normalise(text)
    written = written_dates(text)
    found = [(w.span.start, date) for w in written for date in dict.fromkeys((w.first, w.last))]
    found += [
        (month.start("month"), CalendarDate(None, MONTHS[month["month"]], None))
        for month in _MONTH_ALONE.finditer(text)
        if not any(w.span.start <= month.start("month") < w.span.end for w in written)
    ]
    return [_Dated(date, _terms_before(text, start)) for start, date in sorted(found, key=_start)]


def _start(found: tuple[int, CalendarDate]) -> int:
    return found[0]


def _numbers(evidence: Evidence) -> Iterator[CalendarDate]:
    """The numbers of the evidence that may be years: words beside them made them counts."""
    for number in facts.measured(f"{evidence.core} . {evidence.context}"):
        if number.kind == "count" and number.value in _YEARS:
            yield CalendarDate(int(number.value), None, None)


def _terms_before(text: str, place: int) -> frozenset[str]:
    behind = text[max(0, place - _AROUND_CHARS) : place]
    clause = _CLAUSE_END.split(behind)[-1]
    if len(clause) == _AROUND_CHARS:
        clause = clause.partition(" ")[2]
    return frozenset(index_terms(clause)[-_TERMS_BEFORE:])


def _completed(core: Iterable[CalendarDate], around: Iterable[CalendarDate]) -> list[CalendarDate]:
    """The days of the sentence in the years around it: 16 November, and it is about 2016."""
    years = {date.year for date in around if date.year}
    return [replace(date, year=year) for date in core if date.year is None for year in years]


def _conflict(one: CalendarDate, other: CalendarDate) -> bool:
    """Whether both say something and it differs; "2016" and "16 November" do not."""
    return any(
        mine is not None and theirs is not None and mine != theirs
        for mine, theirs in (
            (one.year, other.year),
            (one.month, other.month),
            (one.day, other.day),
        )
    )


def _of_other_event(
    dated: _Dated, same: Sequence[_Dated], rivals: Sequence[_Dated]
) -> list[CalendarDate]:
    """Of "founded in 1920 and closed in 1950", which? The words in front of the date say."""
    if any(dated.before & other.before or not other.before for other in same):
        return []
    return [other.date for other in rivals if dated.before & other.before][:1]


def _is_in_decade(date: CalendarDate, claim: str, known: Iterable[CalendarDate]) -> bool:
    """Whether the claim says "the 1990s" and the evidence a year of them."""
    decades = _DECADE.findall(normalise(claim))
    return str(date.year)[:3] in decades and any(
        str(other.year)[:3] in decades for other in known if other.year
    )


def _missing(date: CalendarDate, free: Sequence[CalendarDate]) -> Fault:
    if free:
        return _says_instead(date, free[0])
    return Fault("date", f"the date {date} is not in the cited sentence")


def _says_instead(date: CalendarDate, instead: CalendarDate) -> Fault:
    phrase = f"the claim says {date}, the cited sentence {instead}"
    return Fault("date", phrase, contradicts=True)


def _weekday_faults(claim: str, evidence: Evidence) -> list[Fault]:
    held = facts.weekdays(f"{evidence.before} {evidence.core} {evidence.context}")
    return [
        Fault(
            "date",
            f"{day.capitalize()} is not in the cited sentence",
            contradicts=bool(facts.weekdays(evidence.core)),
        )
        for day in sorted(facts.weekdays(claim) - held)
    ]
