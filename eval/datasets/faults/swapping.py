"""Faults by which something of a claim becomes another of its kind: the claim is false then.

What is put in stands nowhere in the evidence, so that no fault is true by chance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from eval.datasets.faults.corpus import Corpus, names_in
from eval.datasets.faults.grammar import (
    ANY_MONTH,
    MONTH,
    MONTHS,
    NAME,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    PRONOUNS,
    REPORTING,
)
from eval.datasets.faults.statements import Statement

_DIGITS = re.compile(
    r"(?<![\w.,-])[$£€]?(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?=%|[mbk]n?\b|[ .,;)]|$)"
)
_WRITTEN = re.compile(
    rf"(?<![\w-])(?P<digits>{'|'.join([*NUMBER_WORDS, *ORDINAL_WORDS])})(?![\w-])"
)
# "More than 50" holds of 60 too, so it may well be true of another number.
_BOUND = re.compile(
    r"\b(?:more than|less than|fewer than|over|under|above|below|least|most|up to|exceeding|beyond|"
    r"No\.?|Chapter|Article|iOS|Windows|Title|the first|at)\s[$£€]?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w,.])(?P<date>(?:1\d|20)\d\d)(?=[ .,;):]|$)")
_DAY = re.compile(rf"{ANY_MONTH} (?P<date>\d{{1,2}})(?!\d)|(?<!\d)(?P<first>\d{{1,2}}) {ANY_MONTH}")
_MONTH_WORD = re.compile(rf"\b(?P<date>{MONTH})\b(?= \d|,| [a-z])")
_OPEN_PERIOD = re.compile(
    r"\b(?:before|after|by|until|than|past|to|and|or|till|prior to)\s$", re.IGNORECASE
)
# "A met B" is "B met A", and so are lists.
_EITHER_ORDER = re.compile(
    r"\b(?:and|or|nor|met|with|between|against|than|as|times|alongside|near|like)\b|^\W*$"
)
_SPEAKERS = (
    re.compile(rf"^According to (?P<name>{NAME}),"),
    re.compile(rf"(?P<name>{NAME})(?:, [^,“”\"]{{3,70}},)? (?:also )?{REPORTING}\b"),
    re.compile(rf"”[,]? (?:said|says) (?P<name>{NAME})"),
)
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_CONTENT_WORD = re.compile(r"(?<![\w’'-])[a-z]{5,}(?![\w’'-])")
_ENDINGS = ("ing", "ed", "ly", "s")
_TRIES = 40


def number(statement: Statement, _corpus: Corpus, lots: Random) -> str | None:
    """Another number of its shape: as many digits, or another word for one."""
    claim = statement.claim
    found = _numbers_in(claim)
    if not found:
        return None
    match = lots.choice(found)
    for _ in range(_TRIES):
        other = _number_like(match["digits"], lots)
        if not _stands_in(other, statement.evidence):
            return _replaced(claim, match.span("digits"), other)
    return None


def _numbers_in(claim: str) -> list[re.Match[str]]:
    return [
        match
        for pattern in (_DIGITS, _WRITTEN)
        for match in pattern.finditer(claim)
        if not _BOUND.search(claim[: match.start()])
        and not _is_date(claim, match)
        and match["digits"] != "first"
    ]


def numbers_exchanged(statement: Statement, _corpus: Corpus, _lots: Random) -> str | None:
    """Two numbers of the claim change places: each stands in the evidence, elsewhere."""
    spans = [match.span("digits") for match in _numbers_in(statement.claim)]
    return _exchanged(statement.claim, spans)


def names_exchanged(statement: Statement, corpus: Corpus, _lots: Random) -> str | None:
    """Two names of a kind change places: each stands in the evidence, doing something else."""
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for match in names_in(statement.claim):
        if kind := corpus.kind_of.get(match[0]):
            by_kind.setdefault(kind, []).append(match.span())
    made = (_exchanged(statement.claim, spans) for spans in by_kind.values())
    return next(filter(None, made), None)


def _exchanged(claim: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """The first two neighbours that are not in a list, nor stand for the same in either order."""
    for (start, end), (after, last) in pairwise(sorted(spans)):
        first, between, second = claim[start:end], claim[end:after], claim[after:last]
        alike = first in second or second in first
        if not (alike or _EITHER_ORDER.search(between) or len(between.split()) < 2):
            return claim[:start] + second + between + first + claim[last:]
    return None


def _is_date(claim: str, number: re.Match[str]) -> bool:
    inside = number.span("digits")
    return any(
        date.start() <= inside[0] and inside[1] <= date.end()
        for pattern in (_YEAR, _DAY)
        for date in pattern.finditer(claim)
    )


def _number_like(digits: str, lots: Random) -> str:
    """Another of as many digits, clearly larger or smaller, or another number word."""
    for words in (NUMBER_WORDS, ORDINAL_WORDS):
        if digits in words:
            return lots.choice([word for word in words if word != digits])
    while True:
        other = "".join(
            lots.choice("0123456789" if at else "123456789") if char.isdigit() else char
            for at, char in enumerate(digits)
        )
        value, was = (float(text.replace(",", "")) for text in (other, digits))
        if abs(value - was) > 0.2 * was:
            return other


def date(statement: Statement, corpus: Corpus, lots: Random) -> str | None:
    """Another year of the corpus, another month or another day."""
    claim = statement.claim
    found: list[tuple[tuple[int, int], Sequence[str]]] = []
    for match in _YEAR.finditer(claim):
        if not _OPEN_PERIOD.search(claim[: match.start()]):
            century = match[0][:2]
            found.append((match.span(), [year for year in corpus.years if year[:2] == century]))
    for match in _DAY.finditer(claim):
        group = "date" if match["date"] else "first"
        found.append((match.span(group), [str(day) for day in range(1, 29)]))
    found += [(match.span("date"), MONTHS) for match in _MONTH_WORD.finditer(claim)]
    if not found:
        return None
    span, others = lots.choice(found)
    return _swapped(statement, span, others, lots)


def name(statement: Statement, corpus: Corpus, lots: Random) -> str | None:
    """Another person, place or organisation of the corpus; speakers are a kind of their own."""
    claim = statement.claim
    speaker = _speaker(claim)
    found = [
        match
        for match in names_in(claim)
        if match[0] in corpus.kind_of and (speaker is None or match.span() != speaker)
    ]
    if not found:
        return None
    match = lots.choice(found)
    others = corpus.names[corpus.kind_of[match[0]]]
    return _swapped(statement, match.span(), others, lots)


def speaker(statement: Statement, corpus: Corpus, lots: Random) -> str | None:
    """Somebody else of the corpus says it."""
    span = _speaker(statement.claim)
    if span and statement.claim[: span[0]].endswith("the "):
        return None  # "the South China Morning Post": no person has an article.
    return _swapped(statement, span, corpus.speakers, lots) if span else None


def _speaker(claim: str) -> tuple[int, int] | None:
    unquoted = _QUOTED.sub(lambda quoted: "”" * len(quoted[0]), claim)
    for pattern in _SPEAKERS:
        match = pattern.search(unquoted)
        if match and match["name"].split()[0] not in PRONOUNS:
            return match.span("name")
    return None


def quotation(statement: Statement, corpus: Corpus, lots: Random) -> str | None:
    """One word of the quoted words is another."""
    claim = statement.claim
    found = [
        word.span()
        for quoted in _QUOTED.finditer(claim)
        for word in _CONTENT_WORD.finditer(claim, quoted.start(), quoted.end())
    ]
    if not found:
        return None
    span = lots.choice(found)
    ending = _ending(claim[slice(*span)])
    others = [word for word in corpus.ordered_words if len(word) > 4 and _ending(word) == ending]
    return _swapped(statement, span, others, lots)


def _ending(word: str) -> str:
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")


def _swapped(
    statement: Statement, span: tuple[int, int], others: Sequence[str], lots: Random
) -> str | None:
    """The claim with another in the place of what stands there; None if none is fit."""
    was = statement.claim[slice(*span)]
    for _ in range(_TRIES if others else 0):
        other = lots.choice(others)
        if not _shares_a_word(other, was) and not _shares_a_word(other, statement.evidence):
            return _replaced(statement.claim, span, other)
    return None


def _shares_a_word(name: str, text: str) -> bool:
    return any(_stands_in(word, text) for word in re.findall(r"\w{2,}|\d", name) if word != "of")


def _stands_in(word: str, text: str) -> bool:
    """Whether a word, or what begins like it (China, Chinese), stands in a text."""
    begin = word if len(word) < 6 or word[0].isdigit() else word[:-1]
    return bool(re.search(rf"(?<!\w){re.escape(begin)}", text, re.IGNORECASE))


def _replaced(claim: str, span: tuple[int, int], other: str) -> str:
    start, end = span
    return claim[:start] + other + claim[end:]
