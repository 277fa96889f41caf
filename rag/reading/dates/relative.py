"""Times told from the day of publication: "on Tuesday", "last year", 三天前, 本周二."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from rag.domain import Language, Span
from rag.text.dates import MONTHS, blanked
from rag.text.numerals import CARDINALS, han_value

Days = tuple[date, date]
"""The first and the last day, both included."""
_Meaning = Callable[[re.Match[str], date, bool], Days]

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_HAN_WEEKDAYS = "一二三四五六日"
_DAYS_AWAY = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "tomorrow": 1,
    "今天": 0, "今日": 0, "今晚": 0, "今晨": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "前天": -2,
    "明天": 1, "明日": 1, "后天": 2, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2,
}  # fmt: skip
_COUNTS = {**CARDINALS, "a": 1, "an": 1}
_AWAY = {"last": -1, "this": 0, "next": 1, "上": -1, "本": 0, "这": 0, "下": 1}
_UNITS = {"天": "day", "周": "week", "星期": "week", "月": "month", "年": "year"}
_MONTH_NAMES = [name for name in MONTHS if len(name) > 3 and name != "sept"] + ["may"]

# What is announced lies ahead: "will meet on Tuesday", “周二将举行”; but "on Tuesday he said that
# it will" lies behind.
_AHEAD_BEFORE = re.compile(
    r"\b(?:will|shall|upcoming|scheduled|plans? to|to be held"
    r"|(?:is|are) (?:due|set|expected|to))\b[^.!?]*$|[将拟][^。！？]*$"
)
_AHEAD_BEHIND = re.compile(
    r"(?:(?!\b(?:said|says|told|that|\w+ed)\b)[^.!?]){0,60}\bwill\b"
    r"|(?:(?!表示|说|称|宣布)[^，。！？]){0,8}将"
)
_LOOK_AROUND_CHARS = 80


def relative_dates(text: str, published: date, language: Language) -> Iterator[tuple[Span, Days]]:
    """Where a text of one day names another by its distance; the phrases do not overlap."""
    unread = text
    for pattern, meaning in _GRAMMAR[language]:
        matches = list(pattern.finditer(unread))
        for match in matches:
            try:
                days = meaning(match, published, _is_ahead(text, match.start(), match.end()))
            except (ValueError, OverflowError):  # no such day: February 30, some days ago
                continue
            yield Span(match.start(), match.end()), days
        # What one form has read is not read again by a lesser one.
        unread = blanked(unread, matches)


def _is_ahead(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LOOK_AROUND_CHARS) : start]
    behind = text[end : end + _LOOK_AROUND_CHARS]
    return bool(_AHEAD_BEFORE.search(before) or _AHEAD_BEHIND.match(behind))


def month_of(year: int, month: int) -> Days:
    """Raises ValueError: there is no such month."""
    # date() first: monthrange has an error of its own for month 13.
    first = date(year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def _unit(published: date, unit: str, away: int) -> Days:
    """The calendar's day, week (from Monday), month, year or decade, so many away."""
    if unit == "day":
        day = published + timedelta(days=away)
        return day, day
    if unit == "week":
        monday = published + timedelta(days=7 * away - published.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        years, month = divmod(published.month - 1 + away, 12)
        return month_of(published.year + years, month + 1)
    year = published.year + away * (10 if unit == "decade" else 1)
    return date(year, 1, 1), date(year, 12, 31)


def _named_day(match: re.Match[str], published: date, _: bool) -> Days:
    return _unit(published, "day", _DAYS_AWAY[match[0].lower()])


def _named_unit(match: re.Match[str], published: date, _: bool) -> Days:
    first, last = _unit(published, match["unit"].lower(), _AWAY[match["which"].lower()])
    part = (match["part"] or "").lower()
    if first <= published <= last and part:
        return (first, published) if part == "earlier" else (published, last)
    return first, last


def _ago(match: re.Match[str], published: date, _: bool) -> Days:
    count = match["count"].lower()
    number = _COUNTS.get(count) or int(count)  # "some years ago" raises ValueError
    return _unit(published, match["unit"].lower(), -number)


def _weekday(match: re.Match[str], published: date, is_ahead: bool) -> Days:
    which = (match["which"] or "").lower()
    weekday = _WEEKDAYS.index(match["weekday"].lower())
    return _day_of_week(published, weekday, which, is_ahead)


def _day_of_week(published: date, weekday: int, which: str, is_ahead: bool) -> Days:
    """The nearest such day behind (or ahead); "last" and "next" are never the day itself."""
    since = (published.weekday() - weekday) % 7
    if which == "last":
        away = -(since or 7)
    elif which in ("next", "coming"):
        away = 7 - since
    elif is_ahead:
        away = -since % 7
    elif which == "this":
        away = weekday - published.weekday()
    else:
        away = -since
    return _unit(published, "day", away)


def _month(match: re.Match[str], published: date, is_ahead: bool) -> Days:
    """The last such month up to publication, or the first from it on."""
    month = MONTHS[match["month"].lower()]
    which = (match["which"] or "").lower()
    year = published.year
    if which == "last":
        year -= month >= published.month
    elif which == "next":
        year += month <= published.month
    elif which != "this":
        year += (is_ahead and month < published.month) - (not is_ahead and month > published.month)
    return month_of(year, month)


def _han_weekday(match: re.Match[str], published: date, is_ahead: bool) -> Days:
    weekday = _HAN_WEEKDAYS.index(match["weekday"].replace("天", "日"))
    if not match["which"]:
        return _day_of_week(published, weekday, "", is_ahead)
    monday = _unit(published, "week", _AWAY[match["which"]])[0]
    return _unit(monday, "day", weekday)


def _han_year(match: re.Match[str], published: date, _: bool) -> Days:
    year = published.year + _DAYS_AWAY[match["year"]]
    if not match["month"]:
        return date(year, 1, 1), date(year, 12, 31)
    if not match["day"]:
        return month_of(year, int(match["month"]))
    day = date(year, int(match["month"]), int(match["day"]))
    return day, day


def _han_unit(match: re.Match[str], published: date, _: bool) -> Days:
    first, last = _unit(published, _UNITS[match["unit"]], _AWAY[match["which"]])
    if match["unit"] == "月" and match["day"]:
        day = first.replace(day=int(match["day"]))
        return day, day
    return first, last


def _han_ago(match: re.Match[str], published: date, _: bool) -> Days:
    return _unit(published, _UNITS[match["unit"]], -han_value(match["count"]))


_FORMS: dict[Language, tuple[tuple[str, _Meaning], ...]] = {
    "en": (
        (
            r"\b(?:today|tonight|yesterday|tomorrow|last night"
            r"|this (?:morning|afternoon|evening))\b",
            _named_day,
        ),
        (
            # The Sunday Times and Black Friday are names, "on Fridays" is no day.
            r"\b(?<!every )(?:on )?"
            rf"(?:(?P<which>last|next|this|coming) )?(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
            r"(?<!Black Friday)(?<!Good Friday)(?<!Bloody Sunday)"
            r"(?! (?:Times|Post|Mail|Telegraph|Express|Herald|Mirror|Star)\b)",
            _weekday,
        ),
        (
            r"\b(?:(?P<part>earlier|later) )?(?P<which>last|this|next) "
            r"(?P<unit>week|month|year)\b",
            _named_unit,
        ),
        (
            r"\b(?P<count>\w{1,9}) (?P<unit>day|week|month|year|decade)s? ago\b",
            _ago,
        ),
        (
            r"\b(?:(?P<which>last|next|this)|in|since|until|by|during|early|late) "
            rf"(?P<month>(?-i:(?=[A-Z]))(?:{'|'.join(_MONTH_NAMES)}))\b(?! \d)",
            _month,
        ),
    ),
    "zh": (
        (r"[今昨][天日晚]|今晨|(?<![目以之])前天|明[天日]|(?<![以之])后天", _named_day),
        (
            r"(?P<year>[去今明]年|(?<![目以之])前年)"
            r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?",
            _han_year,
        ),
        (
            r"(?:(?P<which>[上本这下])个?|(?<![一每两几\d]))(?:周|星期|礼拜)"
            r"(?P<weekday>[一二三四五六日天])",
            _han_weekday,
        ),
        (
            r"(?P<which>[上本这下])个?(?P<unit>周|星期|月)(?:(?<=月)(?P<day>\d{1,2})日)?",
            _han_unit,
        ),
        (
            r"(?<![\d第])(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})个?"
            r"(?P<unit>天|周|星期|月|年)(?:之|以)?前",
            _han_ago,
        ),
    ),
}
_GRAMMAR = {
    language: [(re.compile(form, re.IGNORECASE), meaning) for form, meaning in forms]
    for language, forms in _FORMS.items()
}
