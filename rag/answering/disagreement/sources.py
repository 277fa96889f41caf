"""What each retrieved document itself says about the subject of a question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answering.disagreement.values import Value, asked_kind, values_of
from rag.answering.naming import split_name
from rag.domain import EvidenceSentence
from rag.text import content_words, facts

_UNHEARD_WEIGHT = 0.3
"""Of a question's word that no sentence has: "profession", where they all say "footballer"."""
_VALUE_BONUS = 0.2
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,20}")
_MOST_CHARS_FOR_RUNS = 200
_ASIDE = re.compile(r"\([^()]{0,200}\)|（[^（）]{0,200}）")
_INTRODUCES = re.compile(r"\b(?:is|was|are|were) (?:an?|the|one of)\b|是一[个种名位家座部所]")
_LOWER_CASE_WORD = re.compile(r"\b(?!(?:of|the|and|in|de|for)\b)[a-z]\w+")
_INTRODUCTION_CHARS = 80
"""Of what follows "is a" so much tells what kind of thing it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that names the subject, by its retrieved sentences in reading order.

    `answer` is the sentence that comes closest to the question, and `values` what it gives of the
    kind that is asked for.
    """

    sentences: tuple[EvidenceSentence, ...]
    answer: EvidenceSentence
    values: tuple[Value, ...]
    covered: float
    """Share of the question's words in `answer`, by their rarity, 0 to 1."""
    covered_beside_subject: float
    """The same of the words beside the subject, 1 if there are none."""
    introduction: frozenset[str]
    """The words that tell what the subject is: "Hajin is a small city in ..."; {}: none do."""


def sources_on(
    subject: frozenset[str],
    question: str,
    offered: Sequence[EvidenceSentence],
    stories: Mapping[str, str],
) -> list[Source]:
    """The documents whose sentences name the subject, in the order in which they are offered.

    Copies (documents of one story, `stories` by document id) with the same answer count once.
    Without a subject nothing can be said to speak of it.
    """
    if not subject:
        return []
    rarity = _rarity(offered)
    by_document: dict[str, list[EvidenceSentence]] = {}
    for sentence in offered:
        by_document.setdefault(sentence.document.id, []).append(sentence)
    found: dict[tuple[str, frozenset[str]], Source] = {}
    for document_id, sentences in by_document.items():
        sentences.sort(key=lambda sentence: sentence.start)
        source = _read(question, subject, sentences, rarity)
        words = content_words(source.answer.text)
        if subject <= words | context_words(source.sentences[0]):
            found.setdefault((stories[document_id], words), source)
    return list(found.values())


def subject_of(question: str, offered: Sequence[EvidenceSentence]) -> frozenset[str]:
    """The terms of what a question names: its names and quotations; none is an answer.

    Chinese has no capitals: there it is the longest run of the question's characters that two
    documents share with it.
    """
    named = [split_name(name) for name in facts.names(question) + facts.quotations(question)]
    if terms := content_words(" ".join(token for tokens in named for token in tokens)):
        return terms
    runs = {
        run[start:end]
        for run in _HAN_RUN.findall(question[:_MOST_CHARS_FOR_RUNS])
        for start in range(len(run))
        for end in range(start + 2, len(run) + 1)
    }
    holders = Counter(
        run
        for text in _texts(offered).values()
        for run in runs
        if run in text
    )  # fmt: skip
    shared = [run for run, documents in holders.items() if documents > 1]
    return content_words(max(shared, key=lambda run: (len(run), run), default=""))


def context_words(sentence: EvidenceSentence) -> frozenset[str]:
    """The words of a sentence and of its document's title."""
    return content_words(sentence.text) | content_words(sentence.document.title)


def _texts(offered: Sequence[EvidenceSentence]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for sentence in offered:
        texts[sentence.document.id] = f"{texts.get(sentence.document.id, '')} {sentence.text}"
    return texts


def _rarity(offered: Sequence[EvidenceSentence]) -> dict[str, float]:
    words = [content_words(sentence.text) for sentence in offered]
    frequency = Counter(word for held in words for word in held)
    return {word: math.log(1 + len(words) / count) for word, count in frequency.items()}


def _read(
    question: str,
    subject: frozenset[str],
    sentences: Sequence[EvidenceSentence],
    rarity: Mapping[str, float],
) -> Source:
    kind = asked_kind(question)
    asked = content_words(question)
    values = {s.start: values_of(kind, s.text, question) for s in sentences}

    def covered(asked: frozenset[str], sentence: EvidenceSentence) -> float:
        weights = {word: rarity.get(word, _UNHEARD_WEIGHT) for word in asked}
        held = asked & content_words(sentence.text)
        return sum(weights[word] for word in held) / sum(weights.values()) if asked else 1.0

    def fitness(sentence: EvidenceSentence) -> float:
        return covered(asked, sentence) + _VALUE_BONUS * bool(values[sentence.start])

    answer = max(sentences, key=fitness)
    return Source(
        tuple(sentences),
        answer,
        values[answer.start],
        covered(asked, answer),
        covered(asked - subject, answer),
        next(filter(None, (_introduction(s.text, subject) for s in sentences)), frozenset()),
    )


def _introduction(text: str, subject: frozenset[str]) -> frozenset[str]:
    text = _ASIDE.sub(" ", text)
    verb = _INTRODUCES.search(text)
    if not verb:
        return frozenset()
    *_, name = _LOWER_CASE_WORD.split(text[: verb.start()])
    if not subject <= content_words(name):
        return frozenset()
    return content_words(text[verb.end() : verb.end() + _INTRODUCTION_CHARS])
