"""Stand-ins for models and services: deterministic, offline, honest about what they were asked."""

from __future__ import annotations

import asyncio
import json
import threading
import zlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rag.domain import (
    AnswerEvent,
    Context,
    Document,
    Language,
    MeantPeriod,
    ModelNames,
    QuestionUnderstood,
    SearchResult,
    SourcesFound,
    UnderstoodQuestion,
)
from rag.errors import CitedeskError
from rag.library.truth.records import Facets
from rag.text import index_terms, word_spans


class FakeEmbedder:
    """Hashed bag of words: texts that share words are near. Remembers what it was asked."""

    id = "fake-32"
    dimensions = 32
    max_tokens = 256
    number_format = "float32"
    is_multilingual = False

    def __init__(self) -> None:
        self.embedded_passages: list[str] = []

    def reads(self, language: Language) -> bool:
        return True

    def count_tokens(self, text: str) -> int:
        return len(word_spans(text))

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


class FakeScorer:
    """Stands where CrossEncoder stands: a text's score is how many words it shares."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        asked = set(index_terms(question))
        return np.array([len(asked & set(index_terms(text))) for text in texts], np.float32)


_ALONE = Context()
_NO_FACETS = Facets((), (), (), None, None, 0)

Script = Sequence[AnswerEvent | BaseException | threading.Event]
"""What an assistant does: an error is raised, and an Event holds it up until a test sets it."""


class FakeLibrary:
    generation = 7

    def __init__(self, documents: Sequence[Document], facets: Facets = _NO_FACETS) -> None:
        self._documents = {document.id: document for document in documents}
        self.facets = lambda: facets
        self.counts = FakeCounts(len(documents), 3 * len(documents))

    def document(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)


@dataclass(frozen=True)
class FakeCounts:
    documents: int
    passages: int


class FakeRetriever:
    """Finds for a question what its script retrieves."""

    def __init__(self, scripts: Mapping[str, Script]) -> None:
        self._scripts = scripts

    def search(self, question: UnderstoodQuestion, k: int) -> SearchResult:
        steps = self._scripts[question.asked]
        found = next((step.retrieved for step in steps if isinstance(step, SourcesFound)), ())
        return SearchResult(found[:k])


class FakeAssistant:
    """Plays the script of a question; remembers whose stream has ended, however it ended.

    It understands a question word for word, or as its script says, and remembers what came with it.
    """

    model = ModelNames(llm="fake-llm", embedder="fake-32")

    def __init__(
        self,
        documents: Sequence[Document],
        scripts: Mapping[str, Script],
        facets: Facets = _NO_FACETS,
    ) -> None:
        self.library = FakeLibrary(documents, facets)
        self.retriever = FakeRetriever(scripts)
        self._scripts = scripts
        self.contexts: list[Context] = []
        self.ended: list[str] = []

    async def understand(self, question: str, context: Context = _ALONE) -> UnderstoodQuestion:
        self.contexts.append(context)
        return UnderstoodQuestion(question, question, filters=context.filters)

    async def search(
        self, question: str, k: int, context: Context = _ALONE
    ) -> tuple[UnderstoodQuestion, SearchResult]:
        understood = await self.understand(question, context)
        return understood, self.retriever.search(understood, k)

    async def stream(
        self, question: str, context: Context = _ALONE
    ) -> AsyncGenerator[AnswerEvent, None]:
        self.contexts.append(context)
        try:
            for step in self._scripts[question]:
                if isinstance(step, BaseException):
                    raise step
                if isinstance(step, threading.Event):
                    while not step.is_set():
                        await asyncio.sleep(0.01)
                elif isinstance(step, QuestionUnderstood):
                    yield QuestionUnderstood(_corrected(step.understood, context))
                else:
                    yield step
        finally:
            self.ended.append(question)

    def close(self) -> None:
        """Nothing is held open."""


def _corrected(understood: UnderstoodQuestion, context: Context) -> UnderstoodQuestion:
    """The understanding of a script, where the reader has not chosen otherwise."""
    period = understood.period if context.understand_period else None
    chosen = MeantPeriod(context.period, "") if context.period else period
    return replace(understood, filters=context.filters, period=chosen)


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


class _SilentHandler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _LoopbackServer:
    """A real HTTP server on loopback, for as long as a `with` block lasts."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], path: str = "") -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{path}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class FakeHub(_LoopbackServer):
    """A model hub on loopback that understands ranges; remembers what it was asked for.

    `files` are served under their names in any repository; with `break_off_after`, an answer
    ends after so many bytes of its body.
    """

    def __init__(self, files: Mapping[str, bytes], break_off_after: int | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        asked = self.asked

        class Handler(_SilentHandler):
            def do_GET(self) -> None:
                name = self.path.split("/resolve/main/")[1]
                asked.append((name, self.headers["Range"]))
                if name not in files:
                    self.send_error(404)
                    return
                start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
                body = files[name][start:]
                self.send_response(206)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:break_off_after])

        super().__init__(Handler)


class FakeLLMEndpoint(_LoopbackServer):
    """An OpenAI-compatible endpoint on loopback that streams scripted replies, word by word.

    A prompt has as many tokens as its messages have characters: `reports_usage` says so in a last
    chunk without choices, as the format has it. `prompts` remembers what it was sent. Without a
    reply left, it fails.
    """

    def __init__(self, *replies: str, reports_usage: bool = True) -> None:
        self.prompts: list[str] = []
        script, prompts = list(replies), self.prompts

        class Handler(_SilentHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                prompts.append("".join(message["content"] for message in asked["messages"]))
                if not script:
                    self.send_error(500)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for word in script.pop(0).split(" "):
                    self._send({"choices": [{"index": 0, "delta": {"content": f"{word} "}}]})
                if reports_usage and asked["stream_options"]["include_usage"]:
                    count = len(prompts[-1])
                    usage = {"prompt_tokens": count, "completion_tokens": 1, "total_tokens": 1}
                    self._send({"choices": [], "usage": usage})
                self.wfile.write(b"data: [DONE]\n\n")

            def _send(self, chunk: Mapping[str, object]) -> None:
                head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
                self.wfile.write(f"data: {json.dumps({**head, **chunk})}\n\n".encode())

        super().__init__(Handler, "/v1")


@dataclass(frozen=True)
class FakeTesseract:
    """A shell script in the place of the command `tesseract`."""

    path: Path

    def __call__(self, script: str) -> None:
        self.path.write_text(f"#!/bin/sh\n{script}\n")
        self.path.chmod(0o755)
