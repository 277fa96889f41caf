"""A true statement with the span that holds it, and which sentences are fit to make some of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.domain import Span
from rag.text import detect_language, split_sentences

_MIN_WORDS, _MAX_WORDS = 5, 45
_MIN_HAN, _MAX_HAN = 10, 120
_WHOLE = re.compile(r"[A-Z“\"0-9].*[.!?][”\"]?")
_WHOLE_HAN = re.compile(r"[\u3400-\u9fff“《0-9](?:[^。！？]|[。！？](?=[”」]))*[。！？][”」]?")
_NO_PROSE = re.compile(r"[|*_`<>\[\]{}\n]|https?:|\.\.\.|…")
_CAPITALISED = re.compile(r"(?<!^)(?<![\w.])[A-ZÀ-Þ][\w-]+|\d[\d,.]*\d|\d")
_CAPITALISED_ANYWHERE = re.compile(r"\b[A-ZÀ-Þ][\w-]+|\d[\d,.]*\d|\d")
_PARAGRAPH_ENDS = re.compile(r"\n\s*\n|\n\s*#")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that its evidence holds. `place` is the sentence it is of, `rule` what made it."""

    place: str
    rule: str
    claim: str
    evidence: str

    @property
    def is_chinese(self) -> bool:
        return detect_language(self.claim) == "zh"

    def reworded(self, rule: str, claim: str) -> Statement:
        return replace(self, rule=rule, claim=claim)


def sentences_of(text: str, name: str, within: Span | None = None) -> Iterator[Statement]:
    """The whole sentences of a text, each as a statement of itself, word for word.

    The evidence is the sentence and the one before it in its paragraph, as a citation may grow
    backwards to the name behind "he". Fragments, lists, tables and very long sentences are left
    out.
    """
    spans = split_sentences(text, within)
    for before, span in pairwise([None, *spans]):
        if span is None or not is_whole(span.of(text)):
            continue
        start = span.start
        if before and not _PARAGRAPH_ENDS.search(text, before.end, span.start):
            start = before.start
        evidence = text[start : span.end]
        yield Statement(f"{name}:{span.start}", "word for word", span.of(text), evidence)


def is_whole(sentence: str) -> bool:
    """Whether it is one sentence of prose, of a length that an answer has."""
    if _NO_PROSE.search(sentence) or not are_quotes_closed(sentence):
        return False
    if detect_language(sentence) == "zh":
        return bool(_WHOLE_HAN.fullmatch(sentence) and _MIN_HAN <= len(sentence) <= _MAX_HAN)
    return bool(_WHOLE.fullmatch(sentence) and _MIN_WORDS <= len(sentence.split()) <= _MAX_WORDS)


def are_quotes_closed(text: str) -> bool:
    return (
        text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and text.count("(") == text.count(")")
        and text.count("《") == text.count("》")
    )


def names_and_numbers_of(text: str, *, starts: bool = False) -> frozenset[str]:
    """Capitalised words and numbers; `starts`: also the word with which a sentence begins."""
    pattern = _CAPITALISED_ANYWHERE if starts else _CAPITALISED
    return frozenset(word.casefold() for word in pattern.findall(text))
