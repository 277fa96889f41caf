"""What can be checked by looking: numbers, dates, quoted words, names and speakers of a text.

Everything is compared in a normal form, so that "1.8m" meets "1.8 million" and "180万", and
"Nov 16" meets "16 November 2016".
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text import normalise
from rag.text.dates import CalendarDate, written_dates
from rag.text.quantities import Quantity, quantities

# Each mark stops at the next of its kind, so that unbalanced marks cost no time.
_QUOTED = re.compile(
    r"[“„]([^“„”]+)[”“]|[\"＂]([^\"＂]+)[\"＂]|«([^«»]+)»|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》"
    # A sentence may end before its quotation does, or begin within it.
    r"|“([^“„”]+)\Z|\A([^“„”]+)(?<!\d)”"
    # The single mark that closes a quotation is followed by no letter: ’ is in "China’s", too.
    r"|(?<!\w)‘((?:[^‘’]|’(?=\w))++)’|(?<!\w)'(?=\S)((?:[^'\n]|(?<=\w)'(?=\w))++)'(?!\w)"
)
_QUOTED_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_LEFT_OUT = re.compile(r"…+|\.(?:\s?\.){2,}|\[[^\]]{0,200}\]")
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_LETTER = r"[^\W\u3400-\u9fff]"
_NAME_WORD = rf"[A-ZÀ-ÖØ-Þ](?:{_LETTER}|[.&-])*{_LETTER}|[A-Z]"
_NAME = re.compile(
    rf"(?<!{_LETTER})(?<!\.)(?:{_NAME_WORD})"
    rf"(?:(?: (?:de|van|von|bin|al|der|la) | )(?:{_NAME_WORD}))*"
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
    """Counts, percentages and ordinals (dates excluded): normal form -> as written."""
    return {
        quantity.normal: quantity.written
        for quantity in measured(text)
        if quantity.kind in ("count", "percent", "rank")
    }


@lru_cache(maxsize=512)
def measured(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text (dates excluded) with their units and what they count, in order."""
    return quantities(_dates_and_rest(normalise(text))[1])


def without_numbers(text: str) -> str:
    """The normalised text without its dates, its numbers and their units."""
    rest = _dates_and_rest(normalise(text))[1]
    for quantity in reversed(quantities(rest)):
        rest = f"{rest[: quantity.span.start]} {rest[quantity.span.end :]}"
    return rest


def weekdays(text: str) -> set[str]:
    return set(_WEEKDAY.findall(normalise(text)))


def quotations(text: str) -> list[str]:
    """The words inside quotation marks, whichever, normalised, without the final punctuation."""
    found = (next(part for part in match.groups() if part) for match in _QUOTED.finditer(text))
    stripped = (normalise(words).strip(" .,;:!?。，；：！？") for words in found)
    return [words for words in stripped if _QUOTED_WORD.search(words)]


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether the words stand in the source one after the other: letters and digits are compared.

    Where the quotation leaves words out ("…") or puts its own in ([brackets]), its parts must
    stand there in their order.
    """
    there = _spaced(source)
    place = 0
    for part in _LEFT_OUT.split(_BRACKETED_LETTER.sub(r"\1", normalise(quotation))):
        words = _spaced(part)
        if not words.strip():
            continue
        found = there.find(words, place)
        if found < 0:
            return False
        place = found + len(words) - 1
    return True


def _spaced(text: str) -> str:
    return f" {' '.join(_QUOTED_WORD.findall(normalise(text)))} "


def names(text: str) -> list[str]:
    """Runs of capitalised words, in order: people, places, organisations (and sentence starts).

    Chinese has no capitals: Han text gives no names here; its bigrams are matched instead.
    """
    return [match.strip(".'’") for match in _NAME.findall(text) if not _HAN.search(match)]
