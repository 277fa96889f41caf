"""The passages that an archive proposes for a text, with one score each: what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from rag.config import RetrievalSettings
from rag.domain import Filters
from rag.errors import DenseIndexAway
from rag.library import Embedder, Library, Vectors
from rag.library.embedder import WordEmbedder
from rag.models.word_vectors import WordVectors
from rag.retrieving.fusion import best_of, fuse, min_max, mix
from rag.retrieving.late_interaction import late_interaction
from rag.text import detect_language


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores by passage id, 0 to 1, higher is better; comparable within one ranking only."""

    scores: dict[str, float]
    away: DenseIndexAway | None = None
    """Why only passages that share words with the question were proposed."""


class Ranker:
    """Proposes passages by meaning (Chroma) and by words (tantivy), and scores all of them alike.

    Each proposal gets its exact cosine and BM25 score, whoever proposed it; where the embedder
    gives vectors of words, late interaction has its say as well. Of a question in two languages,
    each of these takes the better; a text that the embedder does not read counts by its words.
    """

    def __init__(self, library: Library, embedder: Embedder, settings: RetrievalSettings) -> None:
        self._library = library
        self._embedder = embedder
        self._settings = settings

    def rank(self, texts: Sequence[str], searches: Sequence[Filters], candidates: int) -> Ranking:
        """Every passage that an index has among its first `candidates` in one of the searches.

        `texts` are one question in the languages in which it is searched.
        """
        dense_weight, late_weight = self._settings.dense_weight, self._settings.late_weight
        asked = self._embedded(texts) if dense_weight + late_weight > 0 else []
        found: dict[str, None] = {}
        # An index without weight proposes nothing either: what it alone finds would score 0.
        if dense_weight < 1 or not asked:
            for text, filters in product(texts, searches):
                hits = self._library.lexical_search(text, candidates, filters)
                found |= dict.fromkeys(key for key, _ in hits)
        away = None
        try:
            for (vector, _), filters in product(asked if dense_weight > 0 else (), searches):
                hits = self._library.dense_search(vector, candidates, filters)
                found |= dict.fromkeys(key for key, _ in hits)
        except DenseIndexAway as error:
            away = error
        keys = list(found)
        lexical = best_of(min_max(self._worded(text, keys)) for text in texts)
        if not asked:
            return Ranking(lexical)
        dense = best_of(min_max(self._library.similarities(vector, keys)) for vector, _ in asked)
        late = best_of(min_max(self._met(words, keys)) for _, words in asked if words)
        return Ranking(mix(fuse(dense, lexical, dense_weight), late, late_weight), away)

    def _embedded(self, texts: Sequence[str]) -> list[tuple[Vectors, WordVectors | None]]:
        """The texts that the embedder reads, as vectors."""
        read = [text for text in texts if self._embedder.reads(detect_language(text))]
        if self._settings.late_weight > 0 and isinstance(self._embedder, WordEmbedder):
            return [self._embedder.embed_question_and_words(text) for text in read]
        return [(self._embedder.embed_question(text), None) for text in read]

    def _worded(self, text: str, keys: list[str]) -> dict[str, float]:
        """The BM25 score of every passage; {} where none has a word of the text."""
        scores = self._library.lexical_scores(text, keys)
        return dict.fromkeys(keys, 0.0) | scores if scores else {}

    def _met(self, words: WordVectors, keys: list[str]) -> dict[str, float]:
        """Late interaction with the passages, where all of them have their words."""
        held = self._library.word_bits(keys)
        if len(held) < len(keys):
            return {}
        return late_interaction(words, self._library.rarities(words.terms), held)
