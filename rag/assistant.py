"""Retrieve, then answer: the one object that the UI, the CLI and the evaluation use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import date

from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Context,
    ModelNames,
    QuestionUnderstood,
    RetrievedPassage,
    SearchResult,
    UnderstoodQuestion,
)
from rag.errors import QuestionRejected
from rag.forms.by_outlet import answer_by_outlet
from rag.forms.clock import Clock
from rag.forms.follow_ups import follow_ups
from rag.forms.listing import answer_with_list
from rag.forms.means import Means
from rag.forms.prose import answer_in_prose
from rag.forms.timeline import answer_with_timeline
from rag.library import Embedder, Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from rag.text.legible import legible

_NO_CONTEXT = Context()


class Assistant:
    """Answers questions over one library. Its coroutines belong to one event loop."""

    def __init__(self, means: Means, close: Callable[[], None]) -> None:
        self._means = means
        self._close = close

    @property
    def library(self) -> Library:
        return self._means.library

    @property
    def retriever(self) -> HybridRetriever:
        return self._means.retriever

    @property
    def llm(self) -> LanguageModel | None:
        return self._means.llm

    @property
    def embedder(self) -> Embedder:
        return self._means.embedder

    @property
    def model(self) -> ModelNames:
        return self._means.model

    def with_retriever(self, retriever: HybridRetriever) -> Assistant:
        """The same assistant, with what another retriever finds; it is closed with this one."""
        return Assistant(replace(self._means, retriever=retriever), close=lambda: None)

    async def understand(self, question: str, context: Context = _NO_CONTEXT) -> UnderstoodQuestion:
        """The question as it will be searched. Raises what `stream` raises."""
        return await self._means.reader.read(self._accepted(question), context)

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
        """How the question was read, what was found, the text as it is written, each checked claim
        or, where it is answered in parts, each part, then the Answer.

        Closing the generator stops the language model.

        Raises:
            QuestionRejected: the question is empty or too long.
            LLMFailed: the language model could not be reached or broke off.
        """
        clock = Clock()
        understood = await self.understand(question, context)
        yield QuestionUnderstood(understood)
        async with aclosing(self._answered(understood, context, clock)) as events:
            async for event in events:
                if isinstance(event, AnswerFinished):
                    suggested = await self._follow_ups(event.answer, context)
                    timings = replace(event.answer.timings, total_ms=clock.elapsed_ms())
                    yield AnswerFinished(
                        replace(event.answer, follow_ups=suggested, timings=timings)
                    )
                else:
                    yield event

    def _answered(
        self, understood: UnderstoodQuestion, context: Context, clock: Clock
    ) -> AsyncGenerator[AnswerEvent, None]:
        """In the form that is wanted; what asks for a list has no other."""
        if understood.subject is not None:
            return answer_with_list(self._means, understood, clock)
        match context.form:
            case "by_outlet":
                return answer_by_outlet(self._means, understood, clock)
            case "timeline":
                today = context.as_of or date.today()
                return answer_with_timeline(self._means, understood, clock, today)
            case "prose":
                return answer_in_prose(self._means, understood, clock)

    async def _follow_ups(self, answer: Answer, context: Context) -> tuple[str, ...]:
        def search(question: UnderstoodQuestion) -> Sequence[RetrievedPassage]:
            return self.retriever.search(question, self._means.settings.passages).passages

        asked_before = [turn.question for turn in context.history]
        return await asyncio.to_thread(follow_ups, answer, asked_before, search)

    def close(self) -> None:
        """Stop the local language model and close the library."""
        self._close()

    def _accepted(self, question: str) -> str:
        question = legible(question.replace("\0", " ")).strip()
        if not question:
            raise QuestionRejected("The question is empty.", hint="Type a question.")
        limit = self._means.settings.max_question_chars
        if len(question) > limit:
            raise QuestionRejected(
                f"The question has {len(question):,} characters; at most {limit:,} are allowed.",
                hint="Ask about one thing at a time.",
            )
        return question
