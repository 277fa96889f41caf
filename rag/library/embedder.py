"""What the library asks of a model that embeds text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rag.domain import Language
from rag.models.word_vectors import WordBits, WordVectors

Vectors = NDArray[np.float32]
"""Rows of unit length: (n, dimensions), or one row (dimensions,) for a question."""


class Embedder(Protocol):
    """A text embedder. `id` is known before any weights are loaded; the rest may load them."""

    @property
    def id(self) -> str:
        """Names the weights and everything else that changes a vector (prefixes, pooling)."""
        ...

    @property
    def dimensions(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """Text past this many tokens is not seen by the model."""
        ...

    def reads(self, language: Language) -> bool:
        """Whether the model knows the words of a language; what it does not know lies anywhere."""
        ...

    def count_tokens(self, text: str) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts in order: float32 (len(texts), dimensions), rows of unit length."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """Embed a question: float32 (dimensions,), unit length."""
        ...


@runtime_checkable
class WordEmbedder(Embedder, Protocol):
    """An embedder that also gives the vectors of single words, for late interaction."""

    def embed_passages_and_words(self, texts: Sequence[str]) -> tuple[Vectors, list[WordBits]]:
        """As `embed_passages`, and the signs of the vectors of each text's content words."""
        ...

    def embed_question_and_words(self, text: str) -> tuple[Vectors, WordVectors]:
        """As `embed_question`, and its content words with their vectors."""
        ...
