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

_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|to|至|到)\s?"
_DAYS = rf"(?P<d>\d{{1,2}}){_TH}(?:{_TO}(?P<last>\d{{1,2}}){_TH})?"
_HAN_DAYS = rf"(?P<d>\d{{1,2}})日?(?:{_TO}(?P<last>\d{{1,2}}))?日"
_NO_COUNT = r"(?!\s?(?:%|percent|people|users|million))"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>{_YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)",
        rf"(?P<y>1[0-8]\d\d|{_YEAR})\s?年(?:\s?(?P<m>\d{{1,2}})\s?月(?:\s?{_HAN_DAYS})?)?",
        rf"(?P<m>\d{{1,2}})月(?:{_HAN_DAYS})?",
        rf"\b{_DAYS}(?: of)? (?P<m>{MONTH})\b\.?,?(?: (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{MONTH})\b\.? {_DAYS}\b(?!:\d)(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{MONTH})\b\.?,?(?: of)? (?P<y>{_YEAR})\b",
        rf"(?<![\d.,])(?P<y>{_YEAR})(?![\d.,]\d|\d){_NO_COUNT}",
    )
)


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
    return sorted(found, key=lambda date: date.span)


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
