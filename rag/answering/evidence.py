"""Which sentences of the retrieved passages go to the LLM: on a CPU the prompt is the latency."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.answering.instructions import speaks_to_the_model
from rag.config import AnswerSettings
from rag.domain import EvidenceSentence, MentionedDate, Period, RetrievedPassage, Span
from rag.library import Embedder
from rag.text import content_words, split_sentences

_SIMILARITY_WEIGHT = 0.5
_WORDS_WEIGHT = 0.3
_PASSAGE_WEIGHT = 0.2
_TIME_WEIGHT = 0.2
_MIN_CONTENT_WORDS = 4
"""A shorter sentence ("Photo: Xinhua", a heading) says nothing that can be cited."""
_ENOUGH_TO_ANSWER = 2
_SAME_WORDS = 0.8
"""Jaccard similarity from which a sentence repeats one that is already chosen."""


def choose_evidence(
    questions: Sequence[str],
    retrieved: Sequence[RetrievedPassage],
    embedder: Embedder,
    settings: AnswerSettings,
    period: Period | None = None,
) -> tuple[EvidenceSentence, ...]:
    """The sentences that best match the question (in any of its translations), numbered from 1.

    The score of a sentence is its similarity to the question, the share of the question's words
    that it holds (weighted by rarity among the candidates), and the score of its passage; more if
    it speaks of the `period` that is meant, less if it speaks of another time.
    Sentences come grouped by document, best document first, in reading order.
    """
    candidates = sentences_of(retrieved)
    if not candidates:
        return ()
    scored = [
        replace(candidate, score=candidate.score + _timeliness(candidate, period))
        for candidate in scored_for(questions, candidates, embedder)
    ]
    chosen = _choose(sorted(scored, key=lambda sentence: -sentence.score), embedder, settings)
    best = {sentence.document.id: sentence.score for sentence in reversed(chosen)}
    chosen.sort(key=lambda sentence: (-best[sentence.document.id], sentence.start))
    return tuple(replace(sentence, number=n) for n, sentence in enumerate(chosen, start=1))


def best_of(
    evidence: Sequence[EvidenceSentence], count: int = _ENOUGH_TO_ANSWER
) -> list[EvidenceSentence]:
    """The best sentences, best first; by default those that alone may answer."""
    return sorted(evidence, key=lambda sentence: -sentence.score)[:count]


def sentences_of(retrieved: Sequence[RetrievedPassage]) -> list[EvidenceSentence]:
    """Every sentence of the passages that tells a reader something.

    Its score is its passage's, for now.
    """
    return [
        EvidenceSentence(1, found.document, found.passage, span.start, span.end, found.score)
        for found in retrieved
        for span in split_sentences(
            found.document.text, Span(found.passage.start, found.passage.end)
        )
        if len(content_words(span.of(found.document.text))) >= _MIN_CONTENT_WORDS
        and not speaks_to_the_model(span.of(found.document.text))
    ]


def scored_for(
    questions: Sequence[str], candidates: Sequence[EvidenceSentence], embedder: Embedder
) -> list[EvidenceSentence]:
    """The sentences, at least one, each with what it is worth for the question, in any of its
    translations; scores are comparable among them only."""
    vectors = embedder.embed_passages([candidate.text for candidate in candidates])
    asked = np.stack([embedder.embed_question(question) for question in questions])
    similarity = (vectors @ asked.T).max(axis=1)
    words = [content_words(candidate.text) for candidate in candidates]
    frequency = Counter(word for held in words for word in held)
    rarity = {word: math.log(1 + len(words) / count) for word, count in frequency.items()}
    rarest = math.log(1 + len(words))

    def share_held(held: frozenset[str]) -> float:
        return max(_weighted_share(content_words(q), held, rarity, rarest) for q in questions)

    return [
        replace(
            candidate,
            score=_SIMILARITY_WEIGHT * float(similarity[i])
            + _WORDS_WEIGHT * share_held(words[i])
            + _PASSAGE_WEIGHT * candidate.score,
        )
        for i, candidate in enumerate(candidates)
    ]


def times_in(sentence: EvidenceSentence) -> list[MentionedDate]:
    """The times of which a sentence speaks, in its order."""
    return [
        mention
        for mention in sentence.passage.mentions
        if sentence.start <= mention.span.start < sentence.end
    ]


def _timeliness(candidate: EvidenceSentence, period: Period | None) -> float:
    spoken_of = times_in(candidate)
    if period is None or not spoken_of:
        return 0.0
    return _TIME_WEIGHT if any(map(period.is_meant_by, spoken_of)) else -_TIME_WEIGHT


def _weighted_share(
    asked: frozenset[str], held: frozenset[str], rarity: dict[str, float], rarest: float
) -> float:
    total = sum(rarity.get(word, rarest) for word in asked)
    return sum(rarity[word] for word in asked & held) / total if total else 0.0


def _choose(
    ranked: Sequence[EvidenceSentence], embedder: Embedder, settings: AnswerSettings
) -> list[EvidenceSentence]:
    """The first sentences that fit the budget and do not repeat each other; at least one."""
    chosen: list[EvidenceSentence] = []
    tokens_left = settings.evidence_tokens
    for sentence in ranked:
        if len(chosen) == settings.evidence_sentences:
            break
        tokens = embedder.count_tokens(sentence.text)
        if chosen and (tokens > tokens_left or _repeats(sentence, chosen)):
            continue
        chosen.append(sentence)
        tokens_left -= tokens
    return chosen


def _repeats(sentence: EvidenceSentence, chosen: Sequence[EvidenceSentence]) -> bool:
    return any(is_repetition(sentence.text, other.text) for other in chosen)


def is_repetition(text: str, other: str) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    words, others = content_words(text), content_words(other)
    return len(words & others) >= _SAME_WORDS * len(words | others)
