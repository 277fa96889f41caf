"""What can be checked by looking: numbers, dates, quoted words, names and speakers of a text.

Everything is compared in a normal form, so that "1.8m" meets "1.8 million" and "180万", and
"Nov 16" meets "16 November 2016".
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from rag.text import normalise
from rag.text.dates import CalendarDate, written_dates
from rag.text.numerals import CARDINALS, HAN_UNITS, ORDINALS, han_value

_MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|[ -]?(?P<magnitude>hundred|thousand|million|billion|trillion|"
    r"bn|mn|tn|[kmb])\b|(?P<han>[百千万亿]+))?\s?(?P<percent>%|per ?cent\b)?"
)
_WORD_NUMBER = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(CARDINALS, key=len, reverse=True))})"
    r"(?:[ -](?P<magnitude>hundred|thousand|million|billion|trillion))?\b"
)
_WORD_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b")
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


def dates(text: str) -> list[CalendarDate]:
    return _dates_and_rest(normalise(text))[0]


def _dates_and_rest(text: str) -> tuple[list[CalendarDate], str]:
    """The dates of a normalised text, and the text with them blanked out."""
    written = written_dates(text)
    for found in reversed(written):
        text = f"{text[: found.span.start]} ; {text[found.span.end :]}"
    return [day for found in written for day in dict.fromkeys((found.first, found.last))], text


def numbers(text: str) -> dict[str, str]:
    """Numbers, percentages and ordinals (dates excluded): normal form -> as written."""
    _, rest = _dates_and_rest(normalise(text))
    found: dict[str, str] = {}
    for match in _HAN_ORDINAL.finditer(rest):
        found[f"#{han_value(match[1])}"] = match[0]
    rest = _HAN_ORDINAL.sub(" ", rest)
    for match in _HAN_CARDINAL.finditer(rest):
        # As in English, "one" is mostly no count.
        if (counted := han_value(match[1])) > 1:
            found[str(counted)] = match[1]
    for match in _NUMBER.finditer(rest):
        try:
            amount = Decimal(match["number"].replace(",", ""))
        except InvalidOperation:
            continue
        amount *= _MAGNITUDES.get(match["magnitude"] or "", 1)
        for character in match["han"] or "":
            amount *= HAN_UNITS[character]
        sign = "#" if match["ordinal"] else ""
        unit = "%" if match["percent"] else ""
        found[f"{sign}{amount.normalize():f}{unit}"] = match[0].strip()
    for match in _WORD_NUMBER.finditer(rest):
        # "one" is mostly a pronoun.
        if match["word"] != "one" or match["magnitude"]:
            value = Decimal(CARDINALS[match["word"]] * _MAGNITUDES.get(match["magnitude"] or "", 1))
            found[f"{value.normalize():f}"] = match[0]
    for match in _WORD_ORDINAL.finditer(rest):
        found[f"#{ORDINALS[match[0]]}"] = match[0]
    return found


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
