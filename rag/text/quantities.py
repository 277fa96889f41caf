"""Amounts, counts, ranks and shares in a text, each with its unit and what it counts.

Everything is compared in a normal form, so that "1.8m" meets "1.8 million" and "180万".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from rag.domain import Span
from rag.text.dates import blanked
from rag.text.numerals import (
    FRACTIONS,
    HAN_UNITS,
    ORDINALS,
    WORD_NUMERAL,
    han_value,
    word_value,
)
from rag.text.words import index_terms

QuantityKind = Literal["count", "rank", "percent", "fraction", "vague"]
"""`fraction`: "a third", its value in per cent; `vague`: "thousands", its value a lower bound."""

_MAGNITUDES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12,
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_UNITS = {
    "usd": "us$ $ dollar dollars usd 美元",
    "hkd": "hk$ 港元 港币",
    "eur": "€ euro euros eur 欧元",
    "gbp": "£ pound pounds gbp 英镑",
    "cny": "¥ yuan rmb renminbi cny 元 人民币",
    "jpy": "yen 日元",
    "km": "km kilometre kilometres kilometer kilometers 公里 千米",
    "mile": "mile miles mi 英里",
    "metre": "m metre metres meter meters 米",
    "foot": "ft foot feet 英尺",
    "cm": "cm centimetre centimetres centimeter centimeters 厘米",
    "mm": "mm millimetre millimetres millimeter millimeters 毫米",
    "kg": "kg kilogram kilograms kilo kilos 公斤 千克",
    "gram": "g gram grams 克",
    "mg": "mg 毫克",
    "tonne": "tonne tonnes ton tons 吨",
    "second": "second seconds 秒",
    "minute": "minute minutes 分钟",
    "hour": "hour hours 小时",
    "day": "day days 天",
    "week": "week weeks 周 星期",
    "month": "month months 个月",
    "year": "year years 年",
    "decade": "decade decades",
    "century": "century centuries 世纪",
    "degree": "degree degrees 度",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNIT_AFTER = re.compile(
    r"[ -]?(?:"
    + "|".join(sorted((re.escape(w) for w in _UNIT_OF if "$" not in w), key=len, reverse=True))
    + r")(?![a-z])"
)
_UNIT_BEFORE = re.compile(r"(?:(?:us|hk)?\$|[€£¥]|\brmb ?)$")
_NUMBER = re.compile(
    r"(?<![a-z\d])(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|(?P<short>k|mn?|bn?|tn)\b|"
    r"[ -]?(?P<magnitude>hundred|thousand|million|billion|trillion|bn|mn|tn)\b|"
    r"(?P<han>[百千万亿]+))?[多余]?\s?(?P<percent>%|per ?cent(?:age)?\b|个百分点)?"
)
_WORD_NUMBER = re.compile(rf"\b{WORD_NUMERAL}\b(?P<percent> ?per ?cent\b)?")
# "It was first measured" and "he came first" give no rank to anything.
_NO_RANK = r"(?<!the )first(?=[.,;]|$| (?:\w+ed|was|were|came|became|began|made|took|used|built)\b)"
_WORD_RANK = re.compile(rf"\b(?!{_NO_RANK})(?:inaugural|{'|'.join(ORDINALS)})\b")
_HAN_RANK = re.compile(r"第([一二三四五六七八九十百]{1,5}|\d{1,4})|首(?=[届次个位名批])")
_HAN_DIGIT = "一二三四五六七八九十百千万亿两零"
_HAN_FRACTION = re.compile(
    rf"([{_HAN_DIGIT}\d]{{1,4}})分之([{_HAN_DIGIT}\d.]{{1,6}})|([一二三四五六七八九])成|一半|半数"
)
_HAN_CARDINAL = re.compile(
    r"([一二三四五六七八九两][零一二三四五六七八九十百千]{0,12}[百千万亿]{1,3}"
    rf"|[{_HAN_DIGIT}]{{1,16}}(?=[多余几]?(?:[天年月日个名位人家次国大种项条所点届世元米吨倍座场份岁]|"
    "公里|小时|分钟|美元)))"
)
_HAN_VAGUE = re.compile(r"[数几上]([十百千万亿])")
_FRACTION = re.compile(rf"\b(?:{'|'.join(sorted(FRACTIONS, key=len, reverse=True))})\b(?! an? )")
_VAGUE = re.compile(r"\b(?:dozen|hundred|thousand|million|billion)s\b")
_AROUND_CHARS = 60
_CLAUSE_END = re.compile(
    r"[;:!?()\"，。；：！？、（）和与及而]|,(?!\d{3})|\.(?!\d)|\b(?:and|or|but|while|which|who|that|than)\b"
)
_NOUN = re.compile(
    r"(?!(?:of|in|at|on|by|for|to|from|as|is|was|has|this|its|with|per|times)\b)"
    r"(?:[a-z-]+ (?!(?:of|in|at|on|by|for|to|from|as|is|was|has|its|with|per)\b)){0,2}?"
    r"(?P<noun>[a-z]{2,}[^\Ws]s|people|children|men|women)\b|(?P<han>[\u3400-\u9fff]{2})"
)
_MEASURE_WORDS = re.compile(r"^[多余几]?[个名位家条项种座届场次]")
_COUNTED_WORDS = 2
_APPROXIMATE = re.compile(
    r"(?:(?P<near>about|around|roughly|some|approximately|circa|约|大约|近似)|"
    r"(?P<over>more than|over|at least|above|超过|逾|至少)|"
    r"(?P<under>nearly|almost|close to|under|less than|fewer than|up to|近|接近|不到))\s?$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit where it stands in a normalised text.

    `counted` and `before` are the terms of the words that follow and precede it in its clause:
    "1,600 people" counts people, and "killed 20" says what was done to them.
    """

    span: Span
    written: str
    kind: QuantityKind
    value: Decimal
    unit: str
    noun: str
    """The term of the plural that it counts; "" where none is seen."""
    counted: tuple[str, ...]
    before: tuple[str, ...]
    rounded: Literal["", "near", "over", "under"] = ""

    @property
    def normal(self) -> str:
        """A form that is equal where the numbers are: "#3", "25%", "1600"."""
        sign = "#" if self.kind == "rank" else ""
        return f"{sign}{self.value.normalize():f}{'%' if self.kind == 'percent' else ''}"

    def equals(self, other: Quantity) -> bool:
        """Whether a text that gives `other` may give this; units are not compared."""
        if {self.kind, other.kind} <= {"percent", "fraction"}:
            exact = self.kind == other.kind == "percent"
            tolerance = 0 if exact else Decimal("0.7")
            return abs(self.value - other.value) <= tolerance or self._rounds(other)
        if self.kind == "vague":
            same = other.kind == "vague" and self.value == other.value
            return same or (other.kind == "count" and self.value <= other.value < self.value * 1000)
        return self.kind == other.kind and (self.value == other.value or self._rounds(other))

    def _rounds(self, other: Quantity) -> bool:
        """ "About 1,600" is 1,598, "more than 100" is 103: to the digits that are given."""
        if not self.rounded or not self.value:
            return False
        way = {"near": ROUND_HALF_UP, "over": ROUND_FLOOR, "under": ROUND_CEILING}[self.rounded]
        digit = Decimal(1).scaleb(self.value.normalize().as_tuple().exponent)  # type: ignore[arg-type]
        return (other.value / digit).to_integral_value(way) * digit == self.value


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a normalised text without its dates, in order."""
    found: list[Quantity] = []
    free = text
    for read in _READERS:
        matches = read(free)
        found += [_quantity(text, match, kind, value) for match, kind, value in matches]
        # What one form has read is not read again by a lesser one.
        free = blanked(free, [match for match, _, _ in matches])
    return tuple(sorted(found, key=lambda quantity: quantity.span))


_Reading = list[tuple[re.Match[str], QuantityKind, Decimal]]


def _han_fractions(text: str) -> _Reading:
    found: _Reading = []
    for match in _HAN_FRACTION.finditer(text):
        value, kind = Decimal(50), "fraction"
        if match[1]:
            whole = 100 if match[1] == "百" else han_value(match[1])
            part = Decimal(match[2]) if match[2][0].isdecimal() else Decimal(han_value(match[2]))
            if not whole:
                continue
            value, kind = part * 100 / whole, "percent" if whole == 100 else "fraction"
        elif match[3]:
            value = Decimal(han_value(match[3]) * 10)
        found.append((match, kind, value))  # type: ignore[arg-type]
    return found


def _fractions(text: str) -> _Reading:
    return [(m, "fraction", FRACTIONS[m[0]]) for m in _FRACTION.finditer(text)]


def _han_ranks(text: str) -> _Reading:
    return [(m, "rank", Decimal(han_value(m[1]) if m[1] else 1)) for m in _HAN_RANK.finditer(text)]


def _word_ranks(text: str) -> _Reading:
    return [(m, "rank", Decimal(ORDINALS.get(m[0], 1))) for m in _WORD_RANK.finditer(text)]


def _vague(text: str) -> _Reading:
    return [
        (m, "vague", Decimal(12 if m[0] == "dozens" else _MAGNITUDES[m[0][:-1]]))
        for m in _VAGUE.finditer(text)
    ]


def _han_vague(text: str) -> _Reading:
    return [(m, "vague", Decimal(HAN_UNITS[m[1]])) for m in _HAN_VAGUE.finditer(text)]


def _figures(text: str) -> _Reading:
    found: _Reading = []
    for match in _NUMBER.finditer(text):
        value = Decimal(match["number"].replace(",", ""))
        value *= _MAGNITUDES.get(match["short"] or match["magnitude"] or "", 1)
        for character in match["han"] or "":
            value *= HAN_UNITS[character]
        kind: QuantityKind = "percent" if match["percent"] else "count"
        found.append((match, "rank" if match["ordinal"] else kind, value))
    return found


def _han_counts(text: str) -> _Reading:
    # As in English, "one" is mostly no count.
    return [
        (m, "count", Decimal(value))
        for m in _HAN_CARDINAL.finditer(text)
        if (value := han_value(m[1])) > 1
    ]


def _words(text: str) -> _Reading:
    found: _Reading = []
    for match in _WORD_NUMBER.finditer(text):
        numeral = match[0].removesuffix(match["percent"] or "")
        # "one" is mostly a pronoun.
        if numeral != "one":
            kind: QuantityKind = "percent" if match["percent"] else "count"
            found.append((match, kind, Decimal(word_value(numeral))))
    return found


_READERS = (
    _han_fractions,
    _fractions,
    _han_ranks,
    _word_ranks,
    _vague,
    _han_vague,
    _figures,
    _han_counts,
    _words,
)


def _quantity(text: str, match: re.Match[str], kind: QuantityKind, value: Decimal) -> Quantity:
    start, end = match.span()
    ahead = text[end : end + _AROUND_CHARS]
    behind = text[max(0, start - _AROUND_CHARS) : start]
    currency = _UNIT_BEFORE.search(behind)
    unit = _UNIT_OF[currency[0].strip()] if currency else ""
    if after := _UNIT_AFTER.match(ahead):
        unit = unit or _UNIT_OF[after[0].strip(" -")]
        ahead = ahead[after.end() :]
        end += after.end()
    approximate = _APPROXIMATE.search(behind.rstrip("$€£¥"))
    clause_ahead = _CLAUSE_END.split(_MEASURE_WORDS.sub("", ahead.lstrip()), maxsplit=1)[0]
    noun = _NOUN.match(clause_ahead)
    clause_behind = _CLAUSE_END.split(behind)[-1]
    if len(behind) == _AROUND_CHARS == len(clause_behind):
        clause_behind = clause_behind.partition(" ")[2]
    return Quantity(
        Span(start, end),
        match[0].strip(),
        kind,
        value,
        unit,
        "".join(index_terms(noun["noun"] or noun["han"])[:1]) if noun else "",
        tuple(index_terms(clause_ahead)[:_COUNTED_WORDS]),
        tuple(index_terms(clause_behind)[-2:]),
        approximate.lastgroup if approximate else "",  # type: ignore[arg-type]
    )
