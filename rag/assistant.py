"""Retrieve, then answer: the one object that the UI, the CLI and the evaluation use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from rag.answering.answerer import Answerer, Request
from rag.answering.confidence import confidence
from rag.answering.refusals import refuse
from rag.config import AnswerSettings
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    ClaimChecked,
    Context,
    Filters,
    ModelNames,
    QuestionUnderstood,
    Refusal,
    SearchResult,
    SourcesFound,
    Timings,
    UnderstoodQuestion,
)
from rag.errors import QuestionRejected
from rag.library import Embedder, Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from rag.retrieving.understanding.reader import QuestionReader

VERBATIM_NOTICE = (
    "No language model was used: these are the sentences of the archive that come closest, "
    "word for word."
)

_NO_CONTEXT = Context()


class Assistant:
    """Answers questions over one library. Its coroutines belong to one event loop."""

    def __init__(
        self,
        *,
        library: Library,
        reader: QuestionReader,
        retriever: HybridRetriever,
        answerer: Answerer,
        llm: LanguageModel | None,
        embedder: Embedder,
        settings: AnswerSettings,
        model: ModelNames,
        close: Callable[[], None],
    ) -> None:
        self.library = library
        self.model = model
        self.retriever = retriever
        self.llm = llm
        self.embedder = embedder
        self._reader = reader
        self._answerer = answerer
        self._settings = settings
        self._close = close

    async def understand(self, question: str, context: Context = _NO_CONTEXT) -> UnderstoodQuestion:
        """The question as it will be searched. Raises what `stream` raises."""
        return await self._reader.read(self._accepted(question), context)

    async def search(
        self, question: str, k: int, context: Context = _NO_CONTEXT
    ) -> tuple[UnderstoodQuestion, SearchResult]:
        """How the question was understood, and the k best passages. Raises what `stream` raises."""
        understood = await self.understand(question, context)
        return understood, await asyncio.to_thread(self.retriever.search, understood, k)

    async def answer(self, question: str, context: Context = _NO_CONTEXT) -> Answer:
        """The finished answer. Raises what `stream` raises."""
        async with aclosing(self.stream(question, context)) as events:
            async for event in events:
                if isinstance(event, AnswerFinished):
                    return event.answer
        raise AssertionError("a stream ends with AnswerFinished or raises")

    async def stream(
        self, question: str, context: Context = _NO_CONTEXT
    ) -> AsyncGenerator[AnswerEvent, None]:
        """How the question was read, what was found, the text as it is written, each checked claim,
        then the Answer.

        Closing the generator stops the language model.

        Raises:
            QuestionRejected: the question is empty or too long.
            LLMFailed: the language model could not be reached or broke off.
        """
        clock = _Clock()
        understood, found = await self.search(question, self._settings.passages, context)
        clock.retrieved()
        yield QuestionUnderstood(understood)
        yield SourcesFound(found.passages)
        claims: list[Claim] = []
        refusal: Refusal | None = None
        if not found.passages:
            refusal = self._nothing_to_read(understood)
        else:
            request = Request(understood, found.passages, self._reader.names_across)
            async with aclosing(self._answerer.stream(request)) as events:
                async for event in events:
                    clock.written()
                    if isinstance(event, Refusal):
                        refusal = event
                        continue
                    if isinstance(event, ClaimChecked):
                        claims.append(event.claim)
                    yield event
        verbatim = self.llm is None and not refusal
        yield AnswerFinished(
            Answer(
                understood=understood,
                claims=() if refusal else tuple(claims),
                retrieved=found.passages,
                refusal=refusal,
                timings=clock.timings(),
                model=self.model,
                confidence=0.0 if refusal else confidence(understood.searched, claims),
                notices=(*found.notes, *([VERBATIM_NOTICE] if verbatim else [])),
            )
        )

    def close(self) -> None:
        """Stop the local language model and close the library."""
        self._close()

    def _accepted(self, question: str) -> str:
        question = question.replace("\0", " ").strip()
        if not question:
            raise QuestionRejected("The question is empty.", hint="Type a question.")
        limit = self._settings.max_question_chars
        if len(question) > limit:
            raise QuestionRejected(
                f"The question has {len(question):,} characters; at most {limit:,} are allowed.",
                hint="Ask about one thing at a time.",
            )
        return question

    def _nothing_to_read(self, understood: UnderstoodQuestion) -> Refusal:
        if self.library.counts.documents == 0:
            message = "The library holds no documents yet. Run: citedesk index"
            return refuse("empty_library", message, ())
        if understood.filters != Filters():
            message = "No document of the archive lies within the filters that are set."
            return refuse("nothing_admitted", message, ())
        return refuse("not_covered", "Nothing in the archive comes close to this question.", ())


class _Clock:
    """Milliseconds since a question arrived."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._retrieve_ms = 0.0
        self._first_token_ms: float | None = None

    def _elapsed_ms(self) -> float:
        return (time.perf_counter() - self._start) * 1000

    def retrieved(self) -> None:
        self._retrieve_ms = self._elapsed_ms()

    def written(self) -> None:
        if self._first_token_ms is None:
            self._first_token_ms = self._elapsed_ms()

    def timings(self) -> Timings:
        return Timings(self._retrieve_ms, self._first_token_ms, self._elapsed_ms())
