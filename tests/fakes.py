"""Stand-ins for models and services: deterministic, offline, honest about what they were asked."""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.domain import Answer, AnswerEvent, Document, ModelNames, RetrievedPassage
from rag.errors import CitedeskError
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


class FakeEvalAssistant:
    """Finds and answers by script; an answer that is an exception is raised. It is its library."""

    generation = 7

    def __init__(
        self,
        documents: Sequence[Document],
        found: Mapping[str, Sequence[RetrievedPassage]],
        answers: Mapping[str, Answer | Exception],
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._found = found
        self._answers = answers
        self.closed = False

    @property
    def library(self) -> FakeEvalAssistant:
        return self

    def document(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)

    def search(self, question: str, k: int) -> Sequence[RetrievedPassage]:
        return self._found.get(question, ())[:k]

    async def answer(self, question: str) -> Answer:
        scripted = self._answers[question]
        if isinstance(scripted, Exception):
            raise scripted
        return scripted

    def close(self) -> None:
        self.closed = True


Script = Sequence[AnswerEvent | Exception | threading.Event]
"""What an assistant does: an error is raised, and an Event holds it up until a test sets it."""


class FakeLibrary:
    generation = 7

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self.counts = FakeCounts(len(documents), 3 * len(documents))

    def document(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)


@dataclass(frozen=True)
class FakeCounts:
    documents: int
    passages: int


class FakeAssistant:
    """Plays the script of a question; remembers whose stream has ended, however it ended."""

    model = ModelNames(llm="fake-llm", embedder="fake-32")

    def __init__(self, documents: Sequence[Document], scripts: Mapping[str, Script]) -> None:
        self.library = FakeLibrary(documents)
        self._scripts = scripts
        self.ended: list[str] = []

    async def stream(self, question: str) -> AsyncGenerator[AnswerEvent, None]:
        try:
            for step in self._scripts[question]:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, threading.Event):
                    while not step.is_set():
                        await asyncio.sleep(0.01)
                else:
                    yield step
        finally:
            self.ended.append(question)

    def close(self) -> None:
        """Nothing is held open."""


class FakeChat:
    """Stands where ChatModel stands: replies by script, in small pieces; remembers its prompts."""

    name = "fake-llm"

    def __init__(self, *replies: str | CitedeskError) -> None:
        self._replies = list(replies)
        self.prompts: list[str] = []
        self.closed_early = 0

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        self.prompts.append(user)
        reply = self._replies.pop(0)
        if isinstance(reply, CitedeskError):
            raise reply
        try:
            for start in range(0, len(reply), 7):
                yield reply[start : start + 7]
        except GeneratorExit:
            self.closed_early += 1
            raise

    async def write(self, system: str, user: str) -> str:
        return "".join([piece async for piece in self.stream(system, user)])
