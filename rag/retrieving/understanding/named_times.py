"""What names a time by itself: dates, decades, "last year", "the pandemic", 去年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rag.domain import Period, Span
from rag.reading.dates.alone import valid_date
from rag.reading.dates.relative import month_of, relative_dates
from rag.text import detect_language
from rag.text.dates import MONTHS, CalendarDate, blanked, written_dates
from rag.text.numerals import CARDINALS, han_value

_LATEST_YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class NamedTime:
    """Words that name a time by themselves, and when that was: "2016", "the third conference"."""

    span: Span
    period: Period
    explanation: str = ""
    is_topic: bool = False
    """Whether they mean a time only beside a word of time: "before the pandemic"."""
    is_adverb: bool = False
    """Whether they need no preposition: "yesterday", "last year", 去年."""


# World events by which people tell the time, with their days:
# COVID-19: the WHO's Director-General on 11 March 2020 ("can be characterized as a pandemic") and
# on 5 May 2023 (the public health emergency is over). SARS: the WHO's global alert of 12 March 2003
# and its announcement of containment, 5 July 2003. The wars: the declaration of 28 July 1914 and
# the armistice of 11 November 1918; the attack of 1 September 1939 and the surrender of 2 September
# 1945.
_WORLD_EVENTS = tuple(
    (re.compile(words, re.IGNORECASE), period)
    for words, period in (
        (
            r"\bthe (?:covid(?:-19)? |coronavirus )?pandemic\b|\bcovid(?:-19)?\b"
            "|新冠疫情|新冠|疫情",
            Period(date(2020, 3, 11), date(2023, 5, 5)),
        ),
        (
            r"\b(?:the )?sars (?:epidemic|outbreak)\b|非典",
            Period(date(2003, 3, 12), date(2003, 7, 5)),
        ),
        (
            r"\b(?:the )?(?:first world war|world war (?:i|one))\b|第一次世界大战|一战",
            Period(date(1914, 7, 28), date(1918, 11, 11)),
        ),
        (
            r"\b(?:the )?(?:second world war|world war (?:ii|two))\b|第二次世界大战|二战",
            Period(date(1939, 9, 1), date(1945, 9, 2)),
        ),
    )
)

_YEAR = r"(?:19|20)\d\d"
_COUNTED = (
    "participants|people|attendees|delegates|guests|visitors|members|companies|firms|users|words|"
    "days|years|hours|miles|kilomet\\w+|met(?:er|re)s|dollars|euros|yuan|employees|workers|jobs|"
    "developers|journalists|students|countries|pages|copies|experts|representatives|speakers|"
    "exhibitors|cases|deaths|soldiers|items|volunteers|police|officers"
)
# Four digits that count or number something.
_NO_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:than|least|most|nearly|almost|exactly|some|only|over) {_YEAR}\b",
        rf"(?<!the )(?<!in )(?<!of )(?<!since )(?<!from )\b{_YEAR} (?:[a-z]+ )?(?:{_COUNTED})\b",
        rf"[$€£¥#]{_YEAR}\b",
        rf"\b(?:articles?|sections?|resolutions?|rules?|regulations?|room|page|no\.?) {_YEAR}\b",
        rf"{_YEAR}(?=[多余]?[名个人位家万亿元美公次项件份篇条章页字天所号])|第{_YEAR}",
    )
)
_AFTER_NAME = re.compile(rf"\b(?P<name>[A-Z][\w-]*) (?P<year>{_YEAR})\b")
_EVENT = r"(?:conference|summit|congress|forum|meeting|expo|games|olympics|cup|edition|wic|apec)"
_DATED_NAME = re.compile(
    rf"(?:{'|'.join(MONTHS)}|{_EVENT}s?|in|on|at|by|of|the|and|or|for|from|since|until|till|"
    "before|after|during|between|around|year|spring|summer|autumn|winter)",
    re.IGNORECASE,
)

_DECADES = (
    re.compile(r"\b(?:the )?(?P<decade>(?:19|20)\d0)['’]?s\b"),
    re.compile(r"(?P<decade>(?:19|20)\d0)年代"),
    re.compile(r"(?:20世纪|上世纪)(?P<tens>[1-9])0年代"),
)
_UNIT_DAYS = {
    "day": 1, "week": 7, "month": 30.44, "year": 365.25, "decade": 3652.5,
    "天": 1, "周": 7, "月": 30.44, "年": 365.25,
}  # fmt: skip
_PAST = (
    re.compile(
        r"\b(?:the )?(?:last|past) (?:(?P<count>\w+) )?"
        r"(?P<unit>day|week|month|year|decade)s?\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:过去|最近|近)(?:的)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})个?"
        r"(?P<unit>[天周月年])"
    ),
)
_BEFORE_LAST = re.compile(r"\bthe year before last\b", re.IGNORECASE)
# "Today" is mostly "nowadays", and the Sunday of a question is that of an article, not of this
# week: only what says how far away it is counts.
_SAYS_HOW_FAR = re.compile(r"last|this|next|ago|yesterday|[上本这下昨年前]", re.IGNORECASE)


def named_times(question: str, today: date) -> Iterator[NamedTime]:
    """The times that a question names, in no order; no two overlap."""
    unread = _without_other_numbers(question, today)
    for pattern in _DECADES:
        matches = list(pattern.finditer(unread))
        for match in matches:
            parts = match.groupdict()
            first = int(parts.get("decade") or f"19{parts['tens']}0")
            yield NamedTime(Span(*match.span()), Period(date(first, 1, 1), date(first + 9, 12, 31)))
        unread = blanked(unread, matches)
    for pattern, period in _WORLD_EVENTS:
        matches = list(pattern.finditer(unread))
        yield from (NamedTime(Span(*match.span()), period, is_topic=True) for match in matches)
        unread = blanked(unread, matches)
    for pattern in _PAST:
        matches = [match for match in pattern.finditer(unread) if _stretch(match, today)]
        for match in matches:
            period = Period(today - _stretch(match, today), today)
            yield NamedTime(Span(*match.span()), period, is_adverb=True)
        unread = blanked(unread, matches)
    matches = list(_BEFORE_LAST.finditer(unread))
    two_years_ago = _year(today.year - 2)
    yield from (NamedTime(Span(*found.span()), two_years_ago, is_adverb=True) for found in matches)
    unread = blanked(unread, matches)
    yield from _dates(unread, today)


def _dates(text: str, today: date) -> Iterator[NamedTime]:
    taken: list[Span] = []
    year = None
    for written in written_dates(text):
        # 2015年6月到8月: the second month is of the same year.
        year = written.first.year or year
        first, last = (_days(day, year) for day in (written.first, written.last))
        if first and last and first.first <= last.last:
            taken.append(written.span)
            yield NamedTime(written.span, Period(first.first, last.last))
    for span, days in relative_dates(text, today, detect_language(text)):
        is_free = all(span.end <= other.start or other.end <= span.start for other in taken)
        if is_free and _SAYS_HOW_FAR.search(span.of(text)):
            yield NamedTime(span, Period(*days), is_adverb=True)


def _days(written: CalendarDate, year: int | None) -> Period | None:
    if year is None or (written.month and not 1 <= written.month <= 12):
        return None
    if not written.month:
        return _year(year)
    if not written.day:
        return Period(*month_of(year, written.month))
    day = valid_date(year, written.month, written.day)
    return Period(day, day) if day else None


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _stretch(match: re.Match[str], today: date) -> timedelta:
    """How long "the past three years" are; zero for the calendar's "last year"."""
    count = match["count"]
    if not count and match["unit"].lower() != "decade":
        return timedelta()
    if not count:
        number = 1
    elif count.isascii():
        number = CARDINALS.get(count.lower()) or (int(count) if count.isdecimal() else 0)
    else:
        number = han_value(count)
    length = timedelta(days=int(number * _UNIT_DAYS[match["unit"].lower()]))
    return length if length < today - date.min else timedelta()


def _without_other_numbers(question: str, today: date) -> str:
    for pattern in _NO_TIMES:
        question = blanked(question, list(pattern.finditer(question)))
    others = [
        match
        for match in _AFTER_NAME.finditer(question)
        if not _DATED_NAME.fullmatch(match["name"])
        or int(match["year"]) > today.year + _LATEST_YEARS_AHEAD
    ]
    return blanked(question, others)
