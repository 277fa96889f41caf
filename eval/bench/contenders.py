"""What answers the same questions over one archive: Citedesk, numpy alone, Chroma alone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bench.archive import DAYS, FIRST_DAY, Question, passage_number
from eval.bench.storing import SyntheticVectors, vector_id
from rag.config import RetrievalSettings
from rag.domain import Filters, UnderstoodQuestion
from rag.library import Embedder, Library, Vectors
from rag.library.embedder import WordEmbedder
from rag.models.word_vectors import WordBits, WordVectors
from rag.retrieving.hybrid import HybridRetriever

WHOLE, EMBEDDING, DENSE, REST = "one question", "embedding", "dense", "the rest"
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "dense_search": DENSE,
        "lexical_search": "lexical",
        "word_bits": "reading the words",
        "passages": "reading the passages",
    }
)
"""Methods of the library, and what the time within them is called."""

_PASSAGES_SHOWN = 10
_METADATA_A_CALL = 5_000  # Chroma rejects more than 5,461 rows a call.


@dataclass(frozen=True, slots=True)
class Window:
    """The days of an archive from `first` to `last`, both included."""

    first: int = 0
    last: int = DAYS - 1

    @property
    def is_all(self) -> bool:
        return (self.first, self.last) == (0, DAYS - 1)

    @property
    def filters(self) -> Filters:
        """The days as a reader sets them; all of them: no filter."""
        if self.is_all:
            return Filters()
        since, until = (FIRST_DAY + timedelta(day) for day in (self.first, self.last))
        return Filters(since=since, until=until)


class QuestionEmbedder(SyntheticVectors):
    """Takes the real embedder's time for a question, and gives the vector the archive has for it.

    The real vector of a made-up question would be near no passage.
    """

    def __init__(self, embedder: Embedder, questions: Sequence[Question]) -> None:
        self._embedder = embedder
        self._vectors = {question.text: question.vector for question in questions}

    def embed_question(self, text: str) -> Vectors:
        self._embedder.embed_question(text)
        return self._vectors[text]


class WordQuestionEmbedder(QuestionEmbedder):
    """The same for an embedder that has vectors of words: those of a question are the real ones."""

    def __init__(self, embedder: WordEmbedder, questions: Sequence[Question]) -> None:
        super().__init__(embedder, questions)
        self._word_embedder = embedder

    def embed_question_and_words(self, text: str) -> tuple[Vectors, WordVectors]:
        _, words = self._word_embedder.embed_question_and_words(text)
        return self._vectors[text], words

    def embed_passages_and_words(self, texts: Sequence[str]) -> tuple[Vectors, list[WordBits]]:
        raise NotImplementedError(f"{len(texts)} passages were to be embedded")


def question_embedder(embedder: Embedder, questions: Sequence[Question]) -> QuestionEmbedder:
    if isinstance(embedder, WordEmbedder):
        return WordQuestionEmbedder(embedder, questions)
    return QuestionEmbedder(embedder, questions)


class BruteForce:
    """Every vector is compared: exact, and what the others' recall is measured by."""

    name = "brute force in numpy"

    def __init__(self, vectors: Vectors, days: NDArray[np.int64]) -> None:
        """`days` has the day of each vector's passage."""
        self._vectors = vectors
        self._days = days

    def nearest(self, vector: Vectors, k: int, window: Window) -> Sequence[int]:
        """The numbers of the k nearest passages of the window, best first."""
        cosines = self._vectors @ vector
        if not window.is_all:
            cosines[(self._days < window.first) | (self._days > window.last)] = -np.inf
        best = np.argpartition(-cosines, k)[:k]
        admitted = best[np.isfinite(cosines[best])]
        return [int(number) for number in admitted[np.argsort(-cosines[admitted])]]


class ChromaAlone:
    """Chroma by itself: a copy of the library's collection, with each passage's day as metadata."""

    name = "Chroma alone"

    def __init__(self, library: Path, copy: Path, days: NDArray[np.int64]) -> None:
        import chromadb

        (dense,) = library.glob("indexes/*/dense")
        shutil.copytree(dense, copy)
        settings = chromadb.config.Settings(anonymized_telemetry=False)
        self._client: Any = chromadb.PersistentClient(str(copy), settings=settings)
        (collection,) = self._client.list_collections()
        # Without embedding_function=None Chroma would download a model of its own.
        self._collection = self._client.get_collection(collection.name, embedding_function=None)
        for first in range(0, len(days), _METADATA_A_CALL):
            some = range(first, min(first + _METADATA_A_CALL, len(days)))
            self._collection.update(
                ids=[vector_id(number) for number in some],
                metadatas=[{"day": int(days[number])} for number in some],
            )

    def nearest(self, vector: Vectors, k: int, window: Window) -> Sequence[int]:
        period: Any = {"$and": [{"day": {"$gte": window.first}}, {"day": {"$lte": window.last}}]}
        found = self._collection.query(
            query_embeddings=vector[np.newaxis],
            n_results=k,
            where=None if window.is_all else period,
            include=[],
        )
        return [int(number) for number in found["ids"][0]]

    def close(self) -> None:
        self._client.close()


class Citedesk:
    """The retriever over a library, as a chat asks it; it knows how long each of its parts took."""

    def __init__(
        self, library: Library, embedder: QuestionEmbedder, settings: RetrievalSettings
    ) -> None:
        self._retriever = HybridRetriever(library, embedder, settings)
        self._library = library
        self._part_ms = dict.fromkeys([EMBEDDING, *PARTS.values()], 0.0)
        has_words = isinstance(embedder, WordEmbedder)
        asked = "embed_question_and_words" if has_words else "embed_question"
        self._time_calls(embedder, asked, EMBEDDING)
        for method, part in PARTS.items():
            self._time_calls(library, method, part)

    def ask(self, question: Question, window: Window) -> dict[str, float]:
        """Milliseconds: of the whole question, of each part, and of what is left."""
        self._part_ms = dict.fromkeys(self._part_ms, 0.0)
        understood = UnderstoodQuestion(question.text, question.text, filters=window.filters)
        started = time.perf_counter()
        self._retriever.search(understood, _PASSAGES_SHOWN)
        whole = (time.perf_counter() - started) * 1000
        rest = whole - sum(self._part_ms.values())
        return {WHOLE: whole, **self._part_ms, REST: rest}

    def nearest(self, vector: Vectors, k: int, window: Window) -> Sequence[int]:
        """What the dense search alone finds, as the others are asked."""
        found = self._library.dense_search(vector, k, window.filters)
        return [passage_number(key) for key, _ in found]

    def _time_calls(self, owner: object, method: str, part: str) -> None:
        """Count what this object's method takes; other objects of its class go uncounted."""
        call = getattr(owner, method)

        @wraps(call)
        def timed(*args: Any, **options: Any) -> Any:
            started = time.perf_counter()
            try:
                return call(*args, **options)
            finally:
                took = (time.perf_counter() - started) * 1000
                self._part_ms[part] += took

        setattr(owner, method, timed)
