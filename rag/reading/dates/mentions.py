"""The times that a text speaks of, as days; relative ones as they were meant when it appeared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.domain import Language, MentionedDate
from rag.reading.dates.alone import complete_date
from rag.reading.dates.relative import Days, month_of, relative_dates
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
    return tuple(_merged(written, phrases))


def _merged(
    written: Sequence[MentionedDate], phrases: Sequence[MentionedDate]
) -> list[MentionedDate]:
    """Written dates and relative phrases in the order of the text, each time once."""
    relative = {mention.span for mention in phrases}
    kept: list[MentionedDate] = []
    for mention in sorted((*written, *phrases), key=lambda mention: mention.span):
        before = kept.pop() if kept else mention
        if before is mention:
            kept.append(mention)
        elif mention.span.start < before.span.end:
            # 去年11月16日 holds a date of its own.
            kept.append(max(before, mention, key=lambda m: m.span.end - m.span.start))
        elif _adjoin(before, mention) and (before.span in relative) != (mention.span in relative):
            # "Tuesday, Nov 15, 2014": the date says which Tuesday.
            kept.append(mention if before.span in relative else before)
        else:
            kept += [before, mention]
    return kept


def _adjoin(one: MentionedDate, following: MentionedDate) -> bool:
    """Whether two phrases name one day: side by side, as in an apposition."""
    are_days = one.first == one.last and following.first == following.last
    return are_days and following.span.start <= one.span.end + _APPOSITION_CHARS


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
