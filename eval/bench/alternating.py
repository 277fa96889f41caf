"""The library's embedder and plain encoding take turns on the same texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from eval.bench.measuring import memory_in_use
from rag.domain import Language
from rag.library import Embedder, Vectors
from rag.library.embedder import WordEmbedder
from rag.models.word_vectors import WordBits, WordVectors

T = TypeVar("T")

SLICE_TEXTS = 500
"""As many as two calls of the library, so that encoding alone can sort more of them by length."""

Encode = Callable[[Sequence[str]], object]
"""`SentenceTransformer.encode`, or what stands for it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some texts on their way into the library, and then the same texts encoded alone."""

    texts: int
    ingest_s: float
    """From the slice before to its last vector: reading, splitting and storing as well."""
    encode_s: float
    memory_bytes: int
    """In use at its end."""

    @property
    def ratio(self) -> float:
        """The throughput of the ingest as a share of that of encoding alone."""
        return self.encode_s / self.ingest_s


@dataclass(slots=True)
class TakingTurns:
    """An embedder that holds the library up after every slice, to have its texts encoded alone.

    So both sides have the noise of the machine in common. The library gains nothing while it is
    held up: its reader is as far ahead as it may be whenever texts have just been embedded.
    """

    embedder: Embedder
    encode: Encode
    slices: list[Slice] = field(default_factory=list)
    """The slices of full size."""
    texts: int = 0
    """Embedded so far."""
    embedding_s: float = 0.0
    """Time within the library's embedder."""
    encode_s: float = 0.0
    """Time that encoding alone took; the library was held up for it."""
    last_turn_ended: float = 0.0
    """When the library went on after its last texts, on the clock of `time.perf_counter`."""
    _slice: list[str] = field(default_factory=list)
    _slice_started: float = 0.0

    def start(self) -> None:
        """The library begins: the time of the first slice runs."""
        self._slice_started = time.perf_counter()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._in_turns(texts, self.embedder.embed_passages)

    def _in_turns(self, texts: Sequence[str], embed: Callable[[Sequence[str]], T]) -> T:
        started = time.perf_counter()
        vectors = embed(texts)
        ended = time.perf_counter()
        self.embedding_s += ended - started
        self.texts += len(texts)
        self._slice += texts
        if len(self._slice) >= SLICE_TEXTS:
            ingest_s = ended - self._slice_started
            count, encode_s = len(self._slice), self.encode_rest()
            self.slices.append(Slice(count, ingest_s, encode_s, memory_in_use()))
            self._slice_started = time.perf_counter()
        self.last_turn_ended = time.perf_counter()
        return vectors

    def encode_rest(self) -> float:
        """Encode alone what has not been yet; the seconds that it took."""
        started = time.perf_counter()
        if self._slice:
            self.encode(self._slice)
        seconds = time.perf_counter() - started
        self.encode_s += seconds
        self._slice = []
        return seconds

    @property
    def id(self) -> str:
        return self.embedder.id

    @property
    def dimensions(self) -> int:
        return self.embedder.dimensions

    @property
    def max_tokens(self) -> int:
        return self.embedder.max_tokens

    def reads(self, language: Language) -> bool:
        return self.embedder.reads(language)

    def count_tokens(self, text: str) -> int:
        return self.embedder.count_tokens(text)

    def embed_question(self, text: str) -> Vectors:
        return self.embedder.embed_question(text)


@dataclass(slots=True)
class WordsTakingTurns(TakingTurns):
    """The same with an embedder that has vectors of words, which the library embeds as well."""

    embedder: WordEmbedder

    def embed_passages_and_words(self, texts: Sequence[str]) -> tuple[Vectors, list[WordBits]]:
        return self._in_turns(texts, self.embedder.embed_passages_and_words)

    def embed_question_and_words(self, text: str) -> tuple[Vectors, WordVectors]:
        return self.embedder.embed_question_and_words(text)


def taking_turns(embedder: Embedder, encode: Encode) -> TakingTurns:
    if isinstance(embedder, WordEmbedder):
        return WordsTakingTurns(embedder, encode)
    return TakingTurns(embedder, encode)
