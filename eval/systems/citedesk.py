"""Citedesk itself, asked as its chat asks it."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Protocol

from eval.cases import Case
from eval.systems import AskFailed, Found, Reply
from eval.systems.usage import count_prompt_tokens
from rag.domain import Answer, AnswerEvent, AnswerFinished, RetrievedPassage, SourcesFound
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable


class Assistant(Protocol):
    """What is asked; `rag.assistant.Assistant` is one."""

    def search(self, question: str, k: int) -> tuple[RetrievedPassage, ...]: ...

    def stream(self, question: str) -> AsyncGenerator[AnswerEvent, None]: ...


class CaseNotSupported(CitedeskError):
    """A case asks for something that Citedesk cannot do yet; it was not asked."""


class Citedesk:
    """An assistant under test; it stays the caller's to close."""

    def __init__(self, assistant: Assistant, name: str = "citedesk") -> None:
        self.name = name
        self._assistant = assistant

    def search(self, case: Case, k: int) -> tuple[Found, ...]:
        _check_supported(case)
        return _found(self._assistant.search(case.question, k))

    async def ask(self, case: Case) -> Reply:
        _check_supported(case)
        found: list[Found] = []
        with count_prompt_tokens() as prompts:
            try:
                answer = await self._answer(case.question, found)
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
        )

    async def _answer(self, question: str, found: list[Found]) -> Answer:
        """Ask as the chat does; `found` is filled even if the answer then fails."""
        async with aclosing(self._assistant.stream(question)) as events:
            async for event in events:
                if isinstance(event, SourcesFound):
                    found += _found(event.retrieved)
                elif isinstance(event, AnswerFinished):
                    return event.answer
        raise RuntimeError("the stream ended without an answer")


def _found(passages: Iterable[RetrievedPassage]) -> tuple[Found, ...]:
    return tuple(Found(passage.document.id, passage.score) for passage in passages)


def _check_supported(case: Case) -> None:
    asked_for = {"history": case.history, "since": case.since, "until": case.until}
    fields = [name for name, value in asked_for.items() if value]
    if fields:
        raise CaseNotSupported(
            f"Case {case.id!r} has {' and '.join(fields)}, which Citedesk cannot take into "
            "account yet."
        )
