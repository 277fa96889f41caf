"""What can be checked by looking: numbers, dates, quoted words, names and speakers of a text.

Everything is compared in a normal form, so that "1.8m" meets "1.8 million" and "180万", and
"Nov 16" meets "16 November 2016".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rag.text import normalise

_MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12,
    "百": 100, "千": 1000, "万": 10**4, "亿": 10**8,
}  # fmt: skip
_CARDINAL_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split()
_TENS_WORDS = "thirty forty fifty sixty seventy eighty ninety".split()
_CARDINALS = {word: value for value, word in enumerate(_CARDINAL_WORDS)} | {
    word: value for value, word in zip(range(30, 100, 10), _TENS_WORDS, strict=True)
}
_ORDINAL_WORDS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
    twelfth""".split()
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS, start=1)}
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<y>{_YEAR})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?!\d)",
        rf"(?:(?P<y>{_YEAR})年)(?:(?P<m>\d{{1,2}})月)?(?:(?P<d>\d{{1,2}})日)?",
        r"(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?",
        rf"\b(?P<d>\d{{1,2}}){_TH}(?: of)? (?P<m>{_MONTH})\b\.?,?(?: (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{_MONTH})\b\.? (?P<d>\d{{1,2}}){_TH}\b(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{_MONTH})\b\.?,?(?: of)? (?P<y>{_YEAR})\b",
        rf"(?<![\d.,])(?P<y>{_YEAR})(?![\d.,]\d|\d)(?!\s?(?:%|percent|people|users|million))",
    )
)
_NUMBER = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|[ -]?(?P<magnitude>hundred|thousand|million|billion|trillion|"
    r"bn|mn|tn|[kmb])\b|(?P<han>[百千万亿]+))?\s?(?P<percent>%|per ?cent\b)?"
)
_WORD_NUMBER = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_CARDINALS, key=len, reverse=True))})"
    r"(?:[ -](?P<magnitude>hundred|thousand|million|billion|trillion))?\b"
)
_WORD_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b")
_HAN_ORDINAL = re.compile(r"第([一二三四五六七八九十]{1,3}|\d+)")
_HAN_CARDINAL = re.compile(
    r"([一二三四五六七八九十百千万亿两零]+)(?=[多余几]?[天年月日个名位人家次国大种项条所点届])"
)
_QUOTED = re.compile(r'"([^"]{2,400})"|「([^」]{2,400})」|《([^》]{2,200})》')
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w.&-]*\w|[A-Z]"
_NAME = re.compile(
    rf"(?<![\w.])(?:{_NAME_WORD})(?:(?: (?:de|van|von|bin|al|der|la) | )(?:{_NAME_WORD}))*"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")


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
        month = next((n.capitalize() for n, i in _MONTHS.items() if i == self.month), None)
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)


def dates(text: str) -> list[CalendarDate]:
    return _dates_and_rest(normalise(text))[0]


def _dates_and_rest(text: str) -> tuple[list[CalendarDate], str]:
    """The dates of a normalised text, and the text with them blanked out."""
    found = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = parts.get("m")
            found.append(
                CalendarDate(
                    int(parts["y"]) if parts.get("y") else None,
                    (_MONTHS.get(month) or int(month)) if month else None,
                    int(parts["d"]) if parts.get("d") else None,
                )
            )
        text = pattern.sub(" ; ", text)
    return found, text


def numbers(text: str) -> dict[str, str]:
    """Numbers, percentages and ordinals (dates excluded): normal form -> as written."""
    _, rest = _dates_and_rest(normalise(text))
    found: dict[str, str] = {}
    for match in _HAN_ORDINAL.finditer(rest):
        found[f"#{_han_value(match[1])}"] = match[0]
    rest = _HAN_ORDINAL.sub(" ", rest)
    for match in _HAN_CARDINAL.finditer(rest):
        # As in English, "one" is mostly no count.
        if (counted := _han_value(match[1])) > 1:
            found[str(counted)] = match[1]
    for match in _NUMBER.finditer(rest):
        try:
            amount = Decimal(match["number"].replace(",", ""))
        except InvalidOperation:
            continue
        amount *= _MAGNITUDES.get(match["magnitude"] or "", 1)
        for character in match["han"] or "":
            amount *= _MAGNITUDES[character]
        sign = "#" if match["ordinal"] else ""
        unit = "%" if match["percent"] else ""
        found[f"{sign}{amount.normalize():f}{unit}"] = match[0].strip()
    for match in _WORD_NUMBER.finditer(rest):
        # "one" is mostly a pronoun.
        if match["word"] != "one" or match["magnitude"]:
            value = Decimal(
                _CARDINALS[match["word"]] * _MAGNITUDES.get(match["magnitude"] or "", 1)
            )
            found[f"{value.normalize():f}"] = match[0]
    for match in _WORD_ORDINAL.finditer(rest):
        found[f"#{_ORDINALS[match[0]]}"] = match[0]
    return found


def _han_value(numeral: str) -> int:
    """三 -> 3, 十二 -> 12, 一千六百 -> 1600, 七亿 -> 700000000; digits pass as they are."""
    if numeral.isdecimal():
        return int(numeral)
    total = section = digit = 0
    for character in numeral:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif (unit := _MAGNITUDES.get(character, 10)) < 10**4:
            section += (digit or 1) * unit
            digit = 0
        else:
            total += (section + digit) * unit
            section = digit = 0
    return total + section + digit


def weekdays(text: str) -> set[str]:
    return set(_WEEKDAY.findall(normalise(text)))


def quotations(text: str) -> list[str]:
    """The words inside quotation marks, normalised, without the final punctuation."""
    return [
        next(part for part in match if part).strip(" .,;:!?。，；：！？")
        for match in _QUOTED.findall(normalise(text))
    ]


def names(text: str) -> list[str]:
    """Runs of capitalised words, in order: people, places, organisations (and sentence starts).

    Chinese has no capitals: Han text gives no names here; its bigrams are matched instead.
    """
    return [match.strip(".'’") for match in _NAME.findall(text) if not _HAN.search(match)]
