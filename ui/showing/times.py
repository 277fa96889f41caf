"""Days as readers type them, and as they are shown."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from rag import wording
from rag.domain import Period
from rag.errors import CitedeskError
from rag.text import normalise
from rag.text.dates import CalendarDate, written_dates
from ui.words import Words

ANY_TIME = Period(date.min, date.max)


class DateRejected(CitedeskError):
    """What was typed is not a date, or the days end before they begin."""


def period_between(first: str, last: str, t: Words) -> Period:
    """The period from the first day of one date to the last day of another; "" leaves it open.

    Raises:
        DateRejected: one is not a date, or the first is after the last.
    """
    begins = _days(first, t)[0] if first.strip() else date.min
    ends = _days(last, t)[1] if last.strip() else date.max
    if begins > ends:
        raise DateRejected(
            t("understanding.ends_before_it_begins", begins=begins, ends=ends),
            hint=t("understanding.mend_one"),
        )
    return Period(begins, ends)


def written_date(day: date, t: Words) -> str:
    """A date that stays in one line, e.g. 21 November 2014."""
    return wording.written_date(day, t.language).replace(" ", "\u00a0")


def _days(written: str, t: Words) -> tuple[date, date]:
    """The first and the last day that a date of a year, a month or a day stands for."""
    text = normalise(written).strip()
    for found in written_dates(text):
        if (found.span.start, found.span.end) == (0, len(text)):
            try:
                return _first_day(found.first), _last_day(found.last)
            except ValueError:
                break
    raise DateRejected(
        t("understanding.not_a_date", written=written.strip()),
        hint=t("understanding.how_to_write"),
    )


def _first_day(given: CalendarDate) -> date:
    return date(_year(given), given.month or 1, given.day or 1)


def _last_day(given: CalendarDate) -> date:
    year, month = _year(given), given.month or 12
    return date(year, month, given.day or monthrange(year, month)[1])


def _year(given: CalendarDate) -> int:
    if given.year is None:
        raise ValueError("a date without its year")
    return given.year
