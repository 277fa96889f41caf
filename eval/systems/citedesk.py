"""Citedesk itself, asked as its chat asks it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Protocol

from eval.cases import Case
from eval.systems import AskFailed, Found, Reply, Searched
from eval.systems.stopwatch import Stopwatch
from eval.systems.usage import count_prompt_tokens
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Context,
    Filters,
    RetrievedPassage,
    SearchResult,
    SourcesFound,
    Turn,
    UnderstoodQuestion,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable


class Retriever(Protocol):
    """What searches; `rag.retrieving.hybrid.HybridRetriever` is one."""

    def search(self, question: UnderstoodQuestion, k: int) -> SearchResult: ...


class Assistant(Protocol):
    """What is asked; `rag.assistant.Assistant` is one."""

    @property
    def retriever(self) -> Retriever: ...

    async def understand(self, question: str, context: Context) -> UnderstoodQuestion: ...

    def stream(self, question: str, context: Context) -> AsyncGenerator[AnswerEvent, None]: ...


class Citedesk:
    """An assistant under test; it stays the caller's to close."""

    def __init__(self, assistant: Assistant, name: str = "citedesk") -> None:
        self.name = name
        self._assistant = assistant

    async def search(self, case: Case, k: int) -> Searched:
        """As `Assistant.search` does, but its two steps are timed apart."""
        watch = Stopwatch()
        understood = await self._assistant.understand(case.question, _context_of(case))
        understand_ms = watch.elapsed_ms()
        result = await asyncio.to_thread(self._assistant.retriever.search, understood, k)
        return Searched(_found(result.passages), understand_ms, watch.elapsed_ms() - understand_ms)

    async def ask(self, case: Case) -> Reply:
        found: list[Found] = []
        with count_prompt_tokens() as prompts:
            try:
                answer = await self._answer(case, found)
            except Exception as failure:
                raise AskFailed(failure, tuple(found)) from failure
        return Reply(
            text=answer.text,
            claims=answer.claims,
            refused=answer.refusal is not None,
            checked=True,
            found=tuple(found),
            confidence=answer.confidence,
            retrieve_ms=answer.timings.retrieve_ms,
            first_token_ms=answer.timings.first_token_ms,
            total_ms=answer.timings.total_ms,
            prompt_tokens=prompts.tokens,
            verify_ms=answer.timings.verify_ms,
            contested=frozenset(answer.claims) - frozenset(answer.agreed),
            refusal_reason=answer.refusal.reason if answer.refusal else None,
        )

    async def _answer(self, case: Case, found: list[Found]) -> Answer:
        """Ask as the chat does; `found` is filled even if the answer then fails."""
        async with aclosing(self._assistant.stream(case.question, _context_of(case))) as events:
            async for event in events:
                if isinstance(event, SourcesFound):
                    found += _found(event.retrieved)
                elif isinstance(event, AnswerFinished):
                    return event.answer
        raise RuntimeError("the stream ended without an answer")


def _context_of(case: Case) -> Context:
    """What comes with the question of a case, as the chat would send it."""
    return Context(
        history=tuple(Turn(turn.question, turn.answer) for turn in case.history),
        filters=Filters(since=case.since, until=case.until),
        as_of=case.as_of,
    )


def _found(passages: Iterable[RetrievedPassage]) -> tuple[Found, ...]:
    return tuple(Found(passage.document.id, passage.score) for passage in passages)
