"""The times that a text speaks of, as days; relative ones as they were meant when it appeared."""

from __future__ import annotations

from datetime import date

from rag.domain import Language, MentionedDate
from rag.reading.dates import complete_date
from rag.reading.relative_dates import Days, month_of, relative_dates
from rag.text.dates import CalendarDate, WrittenDate, written_dates

_APPOSITION_CHARS = 2


def dates_mentioned(
    text: str, published: date | None, language: Language
) -> tuple[MentionedDate, ...]:
    """The times that a text names, in its order, each as a range of days; none overlap.

    What is incomplete or relative ("Nov 16", "on Tuesday", 去年) is given only where the day of
    publication is known. A weekday is the last one up to publication unless the text announces;
    a week begins on Monday. What the calendar does not have is left out.
    """
    written = [mention for found in written_dates(text) if (mention := _absolute(found, published))]
    phrases = [
        MentionedDate(span, *days, relative=True)
        for span, days in (relative_dates(text, published, language) if published else ())
    ]
    kept: list[MentionedDate] = []
    for mention in sorted((*written, *phrases), key=lambda mention: mention.span):
        if kept and _is_one_time(kept[-1], mention):
            kept[-1] = max(kept[-1], mention, key=lambda m: m.span.end - m.span.start)
        else:
            kept.append(mention)
    return tuple(kept)


def _is_one_time(one: MentionedDate, following: MentionedDate) -> bool:
    """Whether two phrases overlap (去年11月16日) or give one day twice ("Tuesday, Nov 15")."""
    between = following.span.start - one.span.end
    same_day = (one.first, one.last) == (following.first, following.last)
    return between < 0 or (between <= _APPOSITION_CHARS and same_day)


def _absolute(written: WrittenDate, published: date | None) -> MentionedDate | None:
    first, last = written.first, written.last
    years = [first.year]
    if first.year is None:
        years = [published.year + away for away in (-1, 0, 1)] if published else []
    ranges = []
    for year in filter(None, years):
        start = _days_of(CalendarDate(year, first.month, first.day))
        end = _days_of(CalendarDate(year, last.month, last.day))
        if start and end and start[0] <= end[1]:
            ranges.append((start[0], end[1]))
    if not ranges:
        return None
    # A day without a year is the one nearest to publication.
    nearest = min(ranges, key=lambda days: abs(days[0] - (published or days[0])))
    return MentionedDate(written.span, *nearest, relative=first.year is None)


def _days_of(written: CalendarDate) -> Days | None:
    """The day, the month or the year, as far as it is given; None: there is no such."""
    if written.year is None:
        return None
    if written.month is None:
        return date(written.year, 1, 1), date(written.year, 12, 31)
    if written.day is not None:
        day = complete_date(written)
        return (day, day) if day else None
    return month_of(written.year, written.month) if 1 <= written.month <= 12 else None
