"""The passages that an archive proposes for a text, with one score each: what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from rag.config import RetrievalSettings
from rag.domain import Filters, Language
from rag.errors import DenseIndexAway
from rag.library import Embedder, Library, Vectors
from rag.library.embedder import WordEmbedder
from rag.models.word_vectors import WordVectors
from rag.retrieving.fusion import fuse, mix
from rag.retrieving.late_interaction import late_interaction
from rag.text import detect_language


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores by passage id, 0 to 1, higher is better; comparable within one ranking only."""

    scores: dict[str, float]
    away: DenseIndexAway | None = None
    """Why only passages that share words with the text were proposed."""


class Ranker:
    """Proposes passages by meaning (Chroma) and by words (tantivy), and scores all of them alike.

    Each proposal gets its exact cosine and BM25 score, whoever proposed it; where the embedder
    gives vectors of words, late interaction has its say as well. A text in a language that the
    embedder does not read is searched by its words alone.
    """

    def __init__(self, library: Library, embedder: Embedder, settings: RetrievalSettings) -> None:
        self._library = library
        self._embedder = embedder
        self._settings = settings

    def rank(self, text: str, searches: Sequence[Filters], candidates: int) -> Ranking:
        """Every passage that an index has among its first `candidates` in one of the searches."""
        weight = self._settings.dense_weight
        words_only = weight == self._settings.late_weight == 0
        if words_only or not self._embedder.reads(detect_language(text)):
            keys = self._worded(text, searches, candidates)
            # As much as words count beside vectors: a translation has both.
            words_alone = weight if weight < 1 else 0.0
            return Ranking(fuse({}, self._library.lexical_scores(text, keys), words_alone))
        # An index without weight proposes nothing either: what it alone finds would score 0.
        found = dict.fromkeys(self._worded(text, searches, candidates) if weight < 1 else ())
        vector, words = self._embedded(text)
        away = None
        try:
            for filters in searches if weight > 0 else ():
                hits = self._library.dense_search(vector, candidates, filters)
                found |= dict.fromkeys(key for key, _ in hits)
        except DenseIndexAway as error:
            away = error
        keys = list(found)
        read = self._read(keys)
        scores = fuse(
            self._library.similarities(vector, read),
            dict.fromkeys(keys, 0.0) | self._library.lexical_scores(text, keys),
            weight,
        )
        if words:
            scores = mix(scores, self._met(words, read), self._settings.late_weight)
        return Ranking(scores, away)

    def _read(self, keys: list[str]) -> list[str]:
        """The passages whose vectors mean something: the embedder reads their language."""
        unread = tuple(name for name in get_args(Language) if not self._embedder.reads(name))
        if not unread:
            return keys
        without_meaning = self._library.passages_admitted(keys, Filters(languages=unread))
        return [key for key in keys if key not in without_meaning]

    def _worded(self, text: str, searches: Sequence[Filters], candidates: int) -> list[str]:
        """The passages that the lexical index proposes."""
        hits = [self._library.lexical_search(text, candidates, filters) for filters in searches]
        return list(dict.fromkeys(key for found in hits for key, _ in found))

    def _embedded(self, text: str) -> tuple[Vectors, WordVectors | None]:
        if self._settings.late_weight > 0 and isinstance(self._embedder, WordEmbedder):
            return self._embedder.embed_question_and_words(text)
        return self._embedder.embed_question(text), None

    def _met(self, words: WordVectors, found: list[str]) -> dict[str, float]:
        """Late interaction with the passages, where all of them have their words."""
        held = self._library.word_bits(found)
        if len(held) < len(found):
            return {}
        return late_interaction(words, self._library.rarities(words.terms), held)
