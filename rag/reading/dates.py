"""Dates as people write them in a headline's neighbourhood; what is ambiguous is not a date."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"(?:(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day|星期.|周.),?\s+)?"
_TIME = r"(?:(?:T|,?\s+(?:at\s+)?)\d{1,2}:\d{2}.*)?"
# 03/04/2020 is March in one country and April in the next: no pattern takes it.
_FORMS = [
    re.compile(f"{_WEEKDAY}{form}{_TIME}", re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}\s+{_MONTH},?\s+{_YEAR}",
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日(?:\s*星期.)?",
    )
]


def parse_date(text: str) -> date | None:
    """The date that the whole text is, in English, Chinese or ISO form; a time may follow it."""
    match = _match(text)
    if not match:
        return None
    month = match["month"]
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def names_weekday(text: str) -> bool:
    """Whether a text that is a date opens with the day of the week, as page headers do."""
    match = _match(text)
    return bool(match and match["weekday"])


def _match(text: str) -> re.Match[str] | None:
    matches = (form.fullmatch(text.strip()) for form in _FORMS)
    return next(filter(None, matches), None)
