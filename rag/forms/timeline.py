"""An answer by date: the archive's own sentences in the order of what they tell, no model's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answering.confidence import confidence
from rag.answering.numbering import CitationNumbers
from rag.answering.refusing.reasons import reason_before
from rag.answering.refusing.wording import refuse
from rag.answering.verification.spans import Evidence, evidence_of, joined
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    MeantPeriod,
    Part,
    PartFinished,
    Period,
    Refusal,
    RetrievedPassage,
    SourcesFound,
    UnderstoodQuestion,
    Verdict,
)
from rag.forms.clock import Clock
from rag.forms.events import Event, events_in, years_without
from rag.forms.means import Means
from rag.forms.sources import best_and_cited
from rag.forms.wording import language_of, no_coverage, timeline_notices
from rag.wording import written_period

_PASSAGES = 60
_MOST_ROWS = 20
_MOST_IN_ROW = 2
_MOST_YEARS = 20
"""Of so many years each is searched for; a longer time is searched as a whole."""


async def answer_with_timeline(
    means: Means, understood: UnderstoodQuestion, clock: Clock, today: date
) -> AsyncGenerator[AnswerEvent, None]:
    """The best sources, the rows in the order of time, then the Answer."""
    asked = _AskedTime(understood.period, today)
    found = await means.search(understood, _PASSAGES)
    clock.retrieved()
    best = found.passages[: means.settings.passages]
    yield SourcesFound(best, found.notes)
    passages = await _looked_through(means, understood, asked.years, found.passages)
    events, refusal = await _events(means, understood, passages, asked.period)
    dates = len({event.period for event in events})
    parts = _parts(events, asked, understood)
    for part in parts:
        clock.written()
        yield PartFinished(part)
    claims = tuple(claim for part in parts for claim in part.claims)
    language = language_of(understood)
    notices = timeline_notices(dates, min(dates, _MOST_ROWS), language) if claims else []
    yield AnswerFinished(
        Answer(
            understood=understood,
            claims=claims,
            retrieved=best_and_cited(best, passages, claims),
            refusal=refusal,
            timings=clock.timings(),
            model=replace(means.model, llm="none"),
            confidence=confidence(understood.searched[-1], [_evidence(event) for event in events]),
            parts=parts,
            form="timeline",
            notices=(*found.notes, *notices),
        )
    )


@dataclass(frozen=True, slots=True)
class _AskedTime:
    """The time that a timeline is of."""

    meant: MeantPeriod | None
    today: date

    @property
    def period(self) -> Period:
        """What is yet to come is no part of it, unless that is asked for."""
        asked = self.meant.period if self.meant else Period(date.min, date.max)
        is_open = asked.last == date.max and asked.first <= self.today
        return Period(asked.first, self.today) if is_open else asked

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are asked for, if those are several and it is said which."""
        first, last = self.period.first.year, self.period.last.year
        is_said = self.period.first != date.min and self.period.last != date.max
        return tuple(range(first, last + 1)) if is_said and first < last else ()


async def _events(
    means: Means,
    understood: UnderstoodQuestion,
    passages: Sequence[RetrievedPassage],
    within: Period,
) -> tuple[list[Event], Refusal | None]:
    """What passages tell of that time; nothing, and why."""
    if not passages:
        refusal = await means.reason_of_nothing(understood)
    elif not (before := reason_before(_without_its_time(understood), passages)):
        searched = (await means.in_language_of(passages, understood)).searched
        events = await asyncio.to_thread(events_in, passages, searched, means.embedder, within)
        if events:
            return events, None
        refusal = refuse("not_in_sources", understood, passages)
    else:
        refusal = before
    return [], await means.unless_excluded(refusal, understood)


def _without_its_time(understood: UnderstoodQuestion) -> UnderstoodQuestion:
    """That nothing tells of a year is said in its row, and is no reason to refuse the others."""
    words = understood.period.words if understood.period else ""
    return (
        replace(understood, question=understood.question.replace(words, " "))
        if words
        else understood
    )


async def _looked_through(
    means: Means,
    understood: UnderstoodQuestion,
    years: Sequence[int],
    found: Sequence[RetrievedPassage],
) -> tuple[RetrievedPassage, ...]:
    """What was found, what is found in the reader's own language, and what is for each year: none
    is said to lack coverage unseen."""
    passages = {item.passage.id: item for item in found}
    searches = [replace(understood, translation=None)] if understood.translation else []
    for year in years if len(years) <= _MOST_YEARS else ():
        of_year = MeantPeriod(Period(date(year, 1, 1), date(year, 12, 31)), words="")
        searches.append(replace(understood, period=of_year))
    for search in searches:
        result = await means.search(search, means.settings.passages)
        for item in result.passages:
            passages.setdefault(item.passage.id, item)
    return tuple(passages.values())


def _parts(
    events: Sequence[Event], asked: _AskedTime, understood: UnderstoodQuestion
) -> tuple[Part, ...]:
    """A row for each date, the best of them, and one for the years that are asked for in vain.

    In a row, sentences in the reader's language come first.
    """
    rows: dict[Period, list[Event]] = {}
    for event in events:
        rows.setdefault(event.period, []).append(event)
    shown = list(rows)[:_MOST_ROWS]
    gaps = years_without(events, asked.years[0], asked.years[-1]) if events and asked.years else ()
    language = language_of(understood)
    numbers = CitationNumbers()
    parts = []
    # A year comes before its months, and a month before its days.
    for period in sorted([*shown, *gaps], key=lambda p: (p.first, -p.last.toordinal())):
        told = sorted(rows.get(period, []), key=lambda event: event.language != language)
        claims = tuple(_claim(event, numbers) for event in told[:_MOST_IN_ROW])
        note = "" if claims else no_coverage(language)
        parts.append(Part(written_period(period, language), claims, note))
    return tuple(parts)


def _claim(event: Event, numbers: CitationNumbers) -> Claim:
    """The best telling, word for word; it is supported by construction."""
    text = " ".join(event.sentences[0].text.split())
    return Claim(text, numbers.cite(_evidence(event)), Verdict.SUPPORTED, ())


def _evidence(event: Event) -> Evidence:
    first, *others = map(evidence_of, event.sentences)
    for other in others:
        first = joined(first, other)
    return first
