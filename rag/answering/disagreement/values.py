"""What a question asks for, and what of that kind a sentence gives: figures, dates, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.answering.naming import split_name
from rag.text import content_words, facts, normalise

Kind = Literal["date", "number", "name", "words"]
"""`words`: anything else, such as a judgement or a genre; known by its words alone."""

_ASKED: tuple[tuple[Kind, str], ...] = (
    (
        "date",
        r"\bwhen\b|\b(?:what|which) (?:\w+ ){0,2}(?:year|date|day|month|decade|century)\b"
        r"|\bdates? of\b|什么时候|何时|哪一?[年天日月]|几[年月]|日期",
    ),
    (
        "number",
        r"\bhow (?:many|much|long|large|big|tall|high|far|old|wide|deep|heavy|fast)\b"
        r"|\b(?:what|which) (?:\w+ ){0,5}(?:population|number|size|area|height|length|percentage|"
        r"share|proportion|total|amount|age|cost|price|revenue|income|capacity|density)\b"
        r"|多少|几[个位名人家次国届岁]|人口|面积|数量|比例",
    ),
    ("name", r"\b(?:who|whom|whose|where)\b|谁|哪位|哪里|何处|哪个(?:国家|城市|公司)"),
)
_YEAR = re.compile(r"1[0-8]\d\d")
"""Before 1900 a bare year is read as a number: "1,600 people" has a comma."""
_CURRENCY = re.compile(r"[$€£¥]")
_COUNTED_WORDS = 2
"""How far after a number its noun is looked for: "3,559 people", "12 million new users"."""


def asked_kind(question: str) -> Kind:
    """The kind of value that answers a question."""
    folded = normalise(question)
    for kind, form in _ASKED:
        if re.search(form, folded):
            return kind
    return "words"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, date or name of a sentence: comparable, as written, and what it stands by."""

    normal: str
    written: str
    slot: frozenset[str] = frozenset()
    """The words that a figure counts; the word before a name ("by", "^": it opens the sentence)."""

    def agrees_with(self, other: Value) -> bool:
        """Whether one says no more than the other: "2016" and "November 2016", Wei and Lu Wei."""
        mine, theirs = set(self.normal.split()), set(other.normal.split())
        return mine <= theirs or theirs <= mine


def values_of(kind: Kind, text: str, question: str = "") -> tuple[Value, ...]:
    """The values of that kind that a text adds to the question.

    Ordinals are no figures: "the third conference" counts nothing.
    """
    match kind:
        case "date":
            known = facts.dates(question)
            dates = [str(date) for date in facts.dates(text) if date not in known]
            years = [
                written for written in facts.numbers(text).values() if _YEAR.fullmatch(written)
            ]
            return tuple(Value(date, date) for date in dict.fromkeys([*dates, *years]))
        case "number":
            asked = facts.numbers(question)
            return tuple(
                Value(number, written, _counted(written, text))
                for number, written in facts.numbers(text).items()
                if number not in asked and not number.startswith("#")
            )
        case "name":
            named = set(re.findall(r"\w+", normalise(question)))
            return tuple(
                Value(" ".join(tokens), name, _before(name, text))
                for name in dict.fromkeys(facts.names(text))
                if (tokens := split_name(name)) and named.isdisjoint(tokens)
            )
        case "words":
            return ()


def rivals(first: Sequence[Value], second: Sequence[Value]) -> list[tuple[Value, Value]]:
    """The pairs of values that stand by the same, and say something else of it.

    What a sentence says twice in one place ("from 10 to 12 million users") is no rival to what
    agrees with either.
    """
    return [
        (a, b)
        for a in first
        for b in second
        if (a.slot & b.slot or a.slot == b.slot)
        and not any(a.agrees_with(other) for other in second)
        and not any(b.agrees_with(other) for other in first)
    ]


def differ(first: Sequence[Value], second: Sequence[Value]) -> bool:
    """Whether two sentences give other values: of the same where they do, else of anything.

    Without a value on either side nothing differs.
    """
    if any(a.slot & b.slot for a in first for b in second):
        return bool(rivals(first, second))
    return bool(first and second) and not any(a.agrees_with(b) for a in first for b in second)


def ordinals(text: str) -> set[str]:
    """Which one of several a text speaks of: "the third conference", 第三届."""
    return {number for number in facts.numbers(text) if number.startswith("#")}


def _counted(written: str, text: str) -> frozenset[str]:
    before, _, after = normalise(text).partition(written)
    clause = re.split(r"[,.;:()，。；：、]", after, maxsplit=1)[0]
    counted = content_words(" ".join(clause.split()[:_COUNTED_WORDS]))
    return counted | set(_CURRENCY.findall(before[-2:]))


def _before(name: str, text: str) -> frozenset[str]:
    *_, word = ["^", *re.findall(r"\w+", normalise(text.partition(name)[0]))]
    return frozenset((word,))
