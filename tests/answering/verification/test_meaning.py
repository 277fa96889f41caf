"""How far sentences say what a claim says, by the same words and by vectors of words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pytest

from rag.answering.verification.meaning import SameWords
from rag.answering.verification.near_words import NearWords, meaning_of
from rag.library.embedder import Vectors
from rag.models.word_vectors import WordBits, WordVectors, signs
from rag.text import index_terms
from tests.fakes import EnglishEmbedder, FakeEmbedder

_CONCEPTS = {"arena": "stadium", "congest": "jam", "port": "harbour"}


class ThesaurusEmbedder(EnglishEmbedder):
    """A vector of each word, the same for synonyms; all of them lean one way, as e5's do."""

    dimensions = 256

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded_passages.extend(texts)
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> Vectors:
        question: Vectors = _unit(self._words(text).vectors.sum(axis=0, keepdims=True))[0]
        return question

    def embed_passages_and_words(self, texts: Sequence[str]) -> tuple[Vectors, list[WordBits]]:
        return self.embed_passages(texts), [signs(self._words(text).vectors) for text in texts]

    def embed_question_and_words(self, text: str) -> tuple[Vectors, WordVectors]:
        return self.embed_question(text), self._words(text)

    def _words(self, text: str) -> WordVectors:
        terms = tuple(index_terms(text))
        rows = [
            np.random.default_rng(zlib.crc32(_CONCEPTS.get(term, term).encode())).standard_normal(
                self.dimensions
            )
            for term in terms
        ]
        return WordVectors(_unit(np.array(rows, dtype=np.float32) + np.float32(0.5)), terms)


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


SENTENCES = ["The stadium was built near the old harbour.", "Rain is expected at the weekend."]


def test_by_the_same_words_a_synonym_is_missing() -> None:
    match = SameWords().match("The arena was built near the old port.", SENTENCES)
    assert match.support([0]) == pytest.approx(3 / 5)


def test_by_near_words_a_synonym_is_there() -> None:
    near = NearWords(ThesaurusEmbedder())
    match = near.match("The arena was built near the old port.", SENTENCES)
    assert match.faults([0]) == ()
    assert match.faults([1])


def test_what_any_two_sentences_share_counts_for_nothing() -> None:
    match = NearWords(ThesaurusEmbedder()).match("Children learn music at school.", SENTENCES)
    assert match.support([0]) < 0.25
    same = NearWords(ThesaurusEmbedder()).match(SENTENCES[0], SENTENCES)
    assert same.support([0]) > 0.9


def test_a_term_that_stands_beside_the_sentence_is_held() -> None:
    match = SameWords().match("The stadium in Porto was built.", SENTENCES)
    assert match.support([0], frozenset({"porto"})) == 1.0
    assert match.support([0]) == pytest.approx(2 / 3)


def test_reporting_words_are_no_part_of_what_is_said() -> None:
    assert SameWords().match("The stadium was built, he said.", SENTENCES).support([0]) == 1.0


def test_a_claim_without_content_words_is_not_held() -> None:
    assert SameWords().match("It was.", SENTENCES).faults([0])


def test_a_language_that_the_embedder_does_not_read_is_compared_by_words() -> None:
    match = NearWords(ThesaurusEmbedder()).match("新体育场已建成。", ["新体育场已建成。"])
    assert match.likeness is None
    assert match.support([0]) == 1.0


def test_a_sentence_is_embedded_once_for_all_claims() -> None:
    embedder = ThesaurusEmbedder()
    near = NearWords(embedder)
    for claim in ("The arena was built.", "It rains at weekends."):
        near.match(claim, SENTENCES)
    assert [embedder.embedded_passages.count(sentence) for sentence in SENTENCES] == [1, 1]


def test_an_embedder_without_word_vectors_leaves_the_words_themselves() -> None:
    assert isinstance(meaning_of(FakeEmbedder()), SameWords)
    assert isinstance(meaning_of(ThesaurusEmbedder()), NearWords)
