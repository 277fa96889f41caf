"""A claim's words and a sentence's compared by an embedder's vectors, which know paraphrases.

The vector of a word differs with the sentence around it (MaxSim: Khattab & Zaharia 2020,
"ColBERT"). Measured on half of ExpertQA's pairs and on SciFact's: the mean of the words' nearness
and the sentences' cosine tells what is supported from what is not better than either alone, and
than counting the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from threading import Lock
from typing import NamedTuple

import numpy as np

from rag.answering.verification.meaning import Bar, Match, Meaning, SameWords, counts
from rag.library.embedder import Embedder, Vectors, WordEmbedder
from rag.models.word_vectors import WordBits, best_cosines
from rag.text import WordSpan, detect_language, word_spans

_BAR = Bar(claim=0.6, part=0.4, alone=0.2)
"""`claim` from ExpertQA's development half and SciFact's train claims, `part` from XQuAD's
sentences with invented tails; `alone` is a point that was chosen between those tried on the two."""
# Everyday sentences of eight subjects: what two of them share is what any two sentences share.
_UNRELATED = (
    "The cat sleeps on the old wooden chair in the kitchen.",
    "The government raised taxes on fuel after a long debate.",
    "Doctors recommend eating more vegetables and less sugar.",
    "The train to the coast was late again this morning.",
    "She plays the piano in a small orchestra at weekends.",
    "The company dismissed half of its workers last spring.",
    "Heavy rain flooded several streets near the river.",
    "His team lost the final by a single goal.",
)
_REMEMBERED_SENTENCES = 2_000
"""Of some 3 kB each: what the last hundred answers were written from."""


def meaning_of(embedder: Embedder) -> Meaning:
    """By the vectors of words where the embedder makes some, else by the words themselves."""
    return NearWords(embedder) if isinstance(embedder, WordEmbedder) else SameWords()


class _Scale(NamedTuple):
    """What an embedder makes of unrelated sentences, and of a sentence and itself."""

    unrelated: float
    same: float

    def of(self, cosine: Vectors) -> Vectors:
        """0 for what has nothing to do with it, 1 for the same."""
        scaled: Vectors = (cosine - self.unrelated) / (self.same - self.unrelated)
        return np.clip(scaled, 0.0, 1.0)


class NearWords:
    """Meaning by an embedder; several threads may share it.

    It remembers sentences, so those that several claims are held against are embedded once.
    """

    def __init__(self, embedder: WordEmbedder) -> None:
        self._embedder = embedder
        self._remembered: dict[str, tuple[Vectors, WordBits]] = {}
        self._remembering = Lock()

    def match(self, claim: str, sentences: Sequence[str]) -> Match:
        """By the same words where the embedder does not read the claim's language."""
        if not self._embedder.reads(detect_language(claim)):
            return SameWords().match(claim, sentences)
        claim_vector, found = self._embedder.embed_question_and_words(claim)
        placed = list(_placed(claim, found.terms))
        counted = [number for number, word in enumerate(placed) if counts(claim, word)]
        embedded = self._embedded(sentences)
        return Match(
            claim,
            tuple(placed[number] for number in counted),
            self._word_scale.of(_cosines(found.vectors[counted], [bits for _, bits in embedded])),
            _BAR,
            partial(self._likeness, claim_vector, np.stack([vector for vector, _ in embedded])),
        )

    def _likeness(self, claim: Vectors, sentences: Vectors, places: Sequence[int]) -> float:
        together = sentences[list(places)].sum(axis=0)
        length = max(float(np.linalg.norm(together)), np.finfo(np.float32).tiny)
        return float(self._sentence_scale.of(together @ claim / length))

    def _embedded(self, sentences: Sequence[str]) -> list[tuple[Vectors, WordBits]]:
        """The vector of each sentence and the signs of its words."""
        known = dict(self._remembered)
        new = [text for text in dict.fromkeys(sentences) if text not in known]
        if new:
            vectors, words = self._embedder.embed_passages_and_words(new)
            known |= zip(new, zip(vectors, words, strict=True), strict=True)
            with self._remembering:
                self._remembered |= {text: known[text] for text in new}
                for oldest in list(self._remembered)[:-_REMEMBERED_SENTENCES]:
                    del self._remembered[oldest]
        return [known[text] for text in sentences]

    @cached_property
    def _word_scale(self) -> _Scale:
        _, words = self._embedder.embed_passages_and_words(_UNRELATED)
        asked = [self._embedder.embed_question_and_words(text)[1].vectors for text in _UNRELATED]
        means = np.stack([_cosines(vectors, words).mean(axis=0) for vectors in asked])
        return _scale_of(means)

    @cached_property
    def _sentence_scale(self) -> _Scale:
        asked = np.stack([self._embedder.embed_question(text) for text in _UNRELATED])
        return _scale_of(asked @ self._embedder.embed_passages(_UNRELATED).T)


def _scale_of(cosines: Vectors) -> _Scale:
    """From what each sentence (row) is to each (column): itself on the diagonal."""
    others = ~np.eye(len(cosines), dtype=bool)
    return _Scale(float(cosines[others].mean()), float(np.diagonal(cosines).mean()))


def _cosines(words: Vectors, sentences: Sequence[WordBits]) -> Vectors:
    """(words, sentences): each word's greatest cosine with a word of each sentence."""
    nothing = np.full(len(words), -1.0, dtype=np.float32)
    columns = [best_cosines(words, bits) if len(bits) else nothing for bits in sentences]
    return np.stack(columns, axis=1)


def _placed(text: str, terms: Sequence[str]) -> Iterator[WordSpan]:
    """Where the terms stand that the embedder saw; it leaves out what it cuts off."""
    spans = iter(word_spans(text))
    for term in terms:
        yield next(span for span in spans if span.term == term)
