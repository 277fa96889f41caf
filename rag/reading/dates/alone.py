"""Dates that stand alone: in a line, a declaration, a name; what is ambiguous is not a date."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from rag.text.dates import CalendarDate, written_dates

_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:星期|周|礼拜).)\.?"
)
_TIME = r"\d{1,2}[:.]\d{2}.{0,25}|\d{1,2}\s?[ap]\.?m\b.{0,15}"
_BEFORE = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY})[,，]?\s*)?(?:(?:{_TIME})[,，]?\s*)?", re.IGNORECASE
)
_AFTER = re.compile(
    rf"\.?(?:\s*[(（]?{_WEEKDAY}[)）]?)?(?:(?:T|[\s,，]*(?:at\s)?)(?:{_TIME}))?", re.IGNORECASE
)
# 16/11/2016 is a date, 03/04/2020 is two: only the year first is taken.
_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_.]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"
)
_IN_URL = re.compile(r"/(?P<y>(?:19|20)\d\d)[-/]?(?P<m>\d\d)[-/]?(?P<d>\d\d)(?=[/_-])")


def parse_date(text: str) -> date | None:
    """The date that the whole text is, in English, Chinese or ISO form; a time may follow it."""
    found = _alone(text)
    return found[0] if found else None


def names_weekday(text: str) -> bool:
    """Whether a text that is a date opens with the day of the week, as page headers do."""
    found = _alone(text)
    return bool(found and found[1]["weekday"])


def date_in_name(name: str) -> date | None:
    """The date in a file's name: 2016-11-16-opening, 20161116_opening."""
    match = _IN_NAME.search(name)
    return valid_date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None


def date_in_url(url: str) -> date | None:
    """The date in the path of an address: /2016/11/16/opening, /2016-11/16/c_1.htm."""
    match = _IN_URL.search(urlsplit(url).path)
    return valid_date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _alone(text: str) -> tuple[date, re.Match[str]] | None:
    text = text.strip()
    for written in written_dates(text[:80]):
        before = _BEFORE.fullmatch(text, 0, written.span.start)
        after = _AFTER.fullmatch(text, written.span.end)
        if before and after and written.first == written.last:
            found = complete_date(written.first)
            return (found, before) if found else None
    return None


def complete_date(written: CalendarDate) -> date | None:
    """The day, if year, month and day are given and the calendar has it."""
    if written.year is None or written.month is None or written.day is None:
        return None
    return valid_date(written.year, written.month, written.day)
