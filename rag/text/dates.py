"""Dates as they are written, in English and Chinese, as far as they are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Span

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
# The two letters that a month begins with, looked at first: five times as fast.
MONTH = f"(?=[jfmasond][aepuco])(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
"""For a regular expression that ignores case."""

_YEAR = r"(?:1\d|20)\d\d"
_RECENT_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|to|至|到)\s?"
_DAYS = rf"(?P<d>\d{{1,2}}){_TH}(?:{_TO}(?P<last>\d{{1,2}}){_TH})?"
_HAN_DAYS = rf"(?P<d>\d{{1,2}})日?(?:{_TO}(?P<last>\d{{1,2}}))?日"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>{_RECENT_YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)",
        rf"(?P<y>{_YEAR})\s?年(?:\s?(?P<m>\d{{1,2}})\s?月(?:\s?{_HAN_DAYS})?)?",
        rf"(?P<m>\d{{1,2}})月(?:{_HAN_DAYS})?",
        rf"\b{_DAYS}(?: of)? (?P<m>{MONTH})\b\.?,?(?: (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{MONTH})\b\.? {_DAYS}\b(?!:\d)(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{MONTH})\b\.?,?(?: of)? (?P<y>{_YEAR})\b",
    )
)
_BARE_YEAR = re.compile(rf"(?<![\d.,$€£¥])(?P<y>{_YEAR})(?![\d.,]\d|\d)")
# What makes a number of four digits a count: 2000-man, 2000 km, 2000 to 30000, 约2000名.
_COUNTS = re.compile(
    r"-[a-z]{2}|\s?(?:%|per ?cent\b|[kcm]?m\b|k?g\b|ft\b|(?:thousand|million|billion)\b)"
    rf"|\s?(?:-|to|or) ?(?!{_YEAR}\b)\d{{4,}}"
    r"|\s?[多余]?[名人个位次家万亿元米公美吨度种件项座场份岁]",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r" (?:[a-z]+(?:-[a-z]+|ic|al|ive|ous|an|ese|ish|ary|new|other) )?"
    r"(?:[a-z]{2,}[^\Wsui]s|people|men|women|children)\b",
    re.IGNORECASE,
)
_NAMES_YEAR = re.compile(
    r"(?:\b(?:in|since|until|during|the|year|early|late|mid|spring|summer|autumn|fall|winter)[ -]"
    r"|[(/]|'s |\d ?- ?)$",
    re.IGNORECASE,
)
_MAY_NAME_YEAR = re.compile(
    r"\b(?:by|from|to|of|before|after|about|around|circa|c\.|between|and|or) $", re.IGNORECASE
)
_BEFORE_CHARS = 8
_FIRST_RECENT_YEAR = 1900
"""From here on, four digits that count nothing are mostly a year."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as far as it is given; None: not said."""

    year: int | None
    month: int | None
    day: int | None

    def agrees_with(self, other: CalendarDate) -> bool:
        """Whether everything said here is said by `other` as well."""
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
        )

    def __str__(self) -> str:
        month = next((n.capitalize() for n, i in MONTHS.items() if i == self.month), None)
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date or a range of days ("Nov 16-18") where it stands; one date: `first` is `last`."""

    span: Span
    first: CalendarDate
    last: CalendarDate


def written_dates(text: str) -> list[WrittenDate]:
    """The dates of a text in its order; the longest reading of the same words wins."""
    found: list[WrittenDate] = []
    for form in _FORMS:
        matches = list(form.finditer(text))
        for match in matches:
            parts = match.groupdict()
            first, last = (
                CalendarDate(
                    int(parts["y"]) if parts.get("y") else None,
                    _month(parts.get("m")),
                    int(day) if day else None,
                )
                for day in (parts.get("d"), parts.get("last") or parts.get("d"))
            )
            found.append(WrittenDate(Span(match.start(), match.end()), first, last))
        # What one form has read is not read again by a lesser one.
        text = blanked(text, matches)
    for match in _BARE_YEAR.finditer(text):
        if _is_year(match):
            year = CalendarDate(int(match["y"]), None, None)
            found.append(WrittenDate(Span(*match.span()), year, year))
    return sorted(found, key=lambda date: date.span)


def _is_year(match: re.Match[str]) -> bool:
    """Whether four digits are a year and count nothing; older ones must be introduced as one.

    "In 1848 workers struck" is a year, "in 1500 cities" a round number.
    """
    text, (start, end) = match.string, match.span()
    if _COUNTS.match(text, end):
        return False
    is_recent = int(match["y"]) >= _FIRST_RECENT_YEAR
    counts = bool(_COUNTED.match(text, end))
    behind = text[max(0, start - _BEFORE_CHARS) : start]
    if _NAMES_YEAR.search(behind):
        return is_recent or not counts or int(match["y"]) % 100 != 0
    return not counts and (is_recent or bool(_MAY_NAME_YEAR.search(behind)))


def blanked(text: str, matches: Sequence[re.Match[str]]) -> str:
    """The text with what was matched made unreadable; all offsets stay."""
    pieces = []
    end = 0
    for match in matches:
        pieces += [text[end : match.start()], ";" * (match.end() - match.start())]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdecimal() else MONTHS[written.lower()]
