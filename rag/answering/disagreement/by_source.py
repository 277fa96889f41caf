"""The answer of each source, where the sources that name the subject answer differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import reduce
from itertools import combinations

from rag.answering.disagreement.sides import Dispute, Side
from rag.answering.disagreement.sources import Source, sources_on, subject_of
from rag.answering.disagreement.values import Kind, asked_kind, differ
from rag.answering.verification.spans import evidence_of, joined
from rag.domain import EvidenceSentence
from rag.text import content_words, index_terms

_MIN_COVERED = 0.3
_MIN_COVERED_BESIDE = 0.5
"""Least share of the question's words, of all and of those beside the subject, in an answer.

With these, 2 of 400 questions of XQuAD, where nothing disagrees, are shown sides.
"""
_SAME_THING = 0.6
"""Jaccard similarity of two introductions from which they are taken to be of one thing."""
_RETOLD = 0.7
"""Jaccard similarity from which two sentences are one, told with other words in some places."""
_MIN_SHARED_WORDS = 5
_MOST_SIDES = 6


def answers_by_source(
    question: str, offered: Sequence[EvidenceSentence], stories: Mapping[str, str]
) -> Dispute | None:
    """Each source's own answer, word for word; None where nothing speaks for a disagreement.

    `offered` are the sentences of all that was retrieved, best passage first; `stories` gives the
    story of each document. Any of three things speaks for one:

    - one sentence is told twice with something else in one place (the relation "contradicts");
    - two sources give other dates, figures or names where such are asked for;
    - two sources say each what the subject is: it may be two things of one name.

    Whoever names the subject then takes a side, for neither is the better one.
    """
    sources = sources_on(subject_of(question, offered), question, offered, stories)
    pairs = list(combinations(sources, 2))
    retold = [sentence for pair in pairs for sentence in _retold(*pair, question)]
    if not (retold or any(_answer_differently(*pair, asked_kind(question)) for pair in pairs)):
        return None
    sides = _sides(sources, retold)
    return Dispute("contradicts" if retold else "differs", sides) if len(sides) > 1 else None


def _answer_differently(first: Source, second: Source, kind: Kind) -> bool:
    namesakes = _are_namesakes(first.introduction, second.introduction)
    if kind == "words":
        return namesakes
    if kind == "name":
        return namesakes and differ(first.values, second.values)
    answering = all(
        source.covered >= _MIN_COVERED and source.covered_beside_subject >= _MIN_COVERED_BESIDE
        for source in (first, second)
    )
    return (namesakes or answering) and differ(first.values, second.values)


def _are_namesakes(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second) and len(first & second) <= _SAME_THING * len(first | second)


def _retold(first: Source, second: Source, question: str) -> tuple[EvidenceSentence, ...]:
    """One sentence of each that are the same, with other words in one place; () if none are."""
    asked = content_words(question)
    others = [(sentence, index_terms(sentence.text)) for sentence in second.sentences]
    for sentence in first.sentences:
        terms = index_terms(sentence.text)
        for other, other_terms in others:
            if _is_other_telling(terms, other_terms, asked):
                return sentence, other
    return ()


def _is_other_telling(first: Sequence[str], second: Sequence[str], asked: frozenset[str]) -> bool:
    shared = set(first) & set(second)
    alike = len(shared) >= max(_MIN_SHARED_WORDS, _RETOLD * len({*first, *second}))
    if first == second or not alike or asked.isdisjoint(shared):
        return False
    known = shared | asked
    return any(
        operation == "replace"
        and abs((b - a) - (d - c)) <= 1
        and not known.issuperset(first[a:b])
        and not known.issuperset(second[c:d])
        for operation, a, b, c, d in SequenceMatcher(None, first, second, False).get_opcodes()
    )


def _sides(sources: Sequence[Source], retold: Sequence[EvidenceSentence]) -> tuple[Side, ...]:
    """A side for each source, up to a number; what an earlier one holds word for word adds none."""
    sides: list[Side] = []
    for source in sources:
        side = _side(source, retold)
        words = content_words(side.quote)
        if not any(words <= content_words(other.quote) for other in sides):
            sides.append(side)
    return tuple(sides[:_MOST_SIDES])


def _side(source: Source, retold: Sequence[EvidenceSentence]) -> Side:
    """Where the source says whom it speaks of, its answer, and what another tells otherwise."""
    quoted = [
        sentence
        for sentence in source.sentences
        if sentence in (source.sentences[0], source.answer) or sentence in retold
    ]
    evidence = reduce(joined, map(evidence_of, quoted))
    return Side(evidence, tuple(value.written for value in source.values))
