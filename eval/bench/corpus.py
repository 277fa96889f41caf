"""Press-like articles without end, made from a seed; nothing of them is anybody's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from eval.bench import chinese, english
from eval.bench.writing import Draws, Grammar, Writer
from rag.domain import Language

COPIES = 0.1
"""Share of articles that are syndicated copies, unless the caller says otherwise."""

_CHINESE = 0.15
_MIN_WORDS, _MAX_WORDS = 200, 900
_FIRST_DAY, _DAYS = date(2012, 1, 2), 4300
_SYNDICATION_WINDOW = 500
_CAST = {"person": 4, "body": 3, "place": 3, "topic": 2}
_GRAMMARS: dict[Language, Grammar] = {"en": english.GRAMMAR, "zh": chinese.GRAMMAR}


@dataclass(frozen=True, slots=True)
class Article:
    """A press article; a syndicated copy is much the same text under another outlet's name."""

    number: int
    """From 0; with the seed it determines all the rest."""
    language: Language
    headline: str
    outlet: str
    author: str
    place: str
    published: date
    paragraphs: tuple[str, ...]
    copy_of: int | None = None
    """Number of the article that this one is a copy of."""


def articles(seed: int, copies: float = COPIES) -> Iterator[Article]:
    """Articles without end, each made when it is asked for; the same seed gives the same ones.

    A share `copies` of them are copies of one of the last 500 before them.
    """
    return (article(seed, number, copies) for number in count())


def article(seed: int, number: int, copies: float = COPIES) -> Article:
    """The article of that number, made without the ones before it."""
    draws = Draws(f"{seed}/{number}")
    if number and draws.chance(copies):
        original = draws.between(max(0, number - _SYNDICATION_WINDOW), number - 1)
        return _copied(article(seed, original, copies), number, draws)
    language: Language = "zh" if draws.chance(_CHINESE) else "en"
    writer = _writer(language, draws)
    # The lesser of two draws: most articles are short.
    words = min(draws.between(_MIN_WORDS, _MAX_WORDS), draws.between(_MIN_WORDS, _MAX_WORDS))
    return Article(
        number,
        language,
        headline=_capitalised(writer.write("headline")),
        outlet=writer.write("outlet"),
        author=writer.write("person"),
        place=writer.write("place"),
        published=_FIRST_DAY + timedelta(draws.between(0, _DAYS)),
        paragraphs=_paragraphs(writer, draws, language, words),
    )


def _writer(language: Language, draws: Draws) -> Writer:
    """A writer with one story: its people, bodies, places and topics come up again and again."""
    writer = Writer(_GRAMMARS[language], draws)
    for symbol, size in _CAST.items():
        writer.cast[symbol] = tuple(writer.write(symbol) for _ in range(size))
    return writer


def _paragraphs(writer: Writer, draws: Draws, language: Language, words: int) -> tuple[str, ...]:
    paragraphs = [_capitalised(writer.write("lead"))]
    written = _words(paragraphs[0], language)
    while written < words:
        sentences = [_capitalised(writer.write("sentence")) for _ in range(draws.between(2, 4))]
        paragraphs.append((" " if language == "en" else "").join(sentences))
        written += _words(paragraphs[-1], language)
    return tuple(paragraphs)


def _words(text: str, language: Language) -> int:
    """Chinese has about 1.6 characters to a word."""
    return text.count(" ") + 1 if language == "en" else len(text) * 5 // 8


def _capitalised(sentence: str) -> str:
    """“the ...” at the beginning becomes “The ...”."""
    start = 1 if sentence.startswith("“") else 0
    return sentence[:start] + sentence[start : start + 1].upper() + sentence[start + 1 :]


def _copied(original: Article, number: int, draws: Draws) -> Article:
    """As other outlets print it: perhaps later, under another headline, without its end."""
    outlet = original.outlet
    while outlet == original.outlet:
        outlet = _writer(original.language, draws).write("outlet")
    headline = original.headline
    if draws.chance(0.3):
        headline = f"{original.place}: {headline}"
    paragraphs = original.paragraphs
    if len(paragraphs) > 4 and draws.chance(0.5):
        paragraphs = paragraphs[:-1]
    return replace(
        original,
        number=number,
        headline=headline,
        outlet=outlet,
        published=original.published + timedelta(draws.between(0, 2)),
        paragraphs=paragraphs,
        copy_of=original.number if original.copy_of is None else original.copy_of,
    )
