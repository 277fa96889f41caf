"""Stand-ins for models and services: deterministic, offline, honest about what they were asked."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.text import index_terms


class FakeEmbedder:
    """Hashed bag of words: texts that share words are near. Remembers what it was asked."""

    id = "fake-32"
    dimensions = 32
    max_tokens = 256

    def __init__(self) -> None:
        self.embedded_passages: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(index_terms(text))

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded_passages.extend(texts)
        return np.stack([self._vector(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for term in index_terms(text):
            digest = zlib.crc32(term.encode())
            vector[digest % self.dimensions] += 1.0 if digest >> 31 else -1.0
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit
