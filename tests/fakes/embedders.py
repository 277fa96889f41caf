"""Models of vectors and scores: by the words that texts share."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.domain import Language
from rag.text import detect_language, index_terms, word_spans


class FakeEmbedder:
    """Hashed bag of words: texts that share words are near. Remembers what it was asked."""

    id = "fake-32"
    dimensions = 32
    max_tokens = 256
    number_format = "float32"
    is_multilingual = False

    def __init__(self) -> None:
        self.embedded_passages: list[str] = []
        self.embedded_questions: list[str] = []

    def reads(self, language: Language) -> bool:
        return True

    def count_tokens(self, text: str) -> int:
        return len(word_spans(text))

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded_passages.extend(texts)
        return np.stack([self._vector(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        self.embedded_questions.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for term in index_terms(text):
            digest = zlib.crc32(term.encode())
            vector[digest % self.dimensions] += 1.0 if digest >> 31 else -1.0
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit


class OtherEmbedder(FakeEmbedder):
    """Another model, with other dimensions."""

    id = "other-16"
    dimensions = 16


class EnglishEmbedder(FakeEmbedder):
    """Reads English alone, and insists on being asked nothing else."""

    def reads(self, language: Language) -> bool:
        return language == "en"

    def embed_question(self, text: str) -> NDArray[np.float32]:
        assert detect_language(text) == "en", f"{text} was embedded"
        return super().embed_question(text)


class FakeScorer:
    """Stands where CrossEncoder stands: a text's score is how many words it shares."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        asked = set(index_terms(question))
        return np.array([len(asked & set(index_terms(text))) for text in texts], np.float32)
