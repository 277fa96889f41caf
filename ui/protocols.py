"""What the web application needs from the engine, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from rag.domain import AnswerEvent, Document


class Counts(Protocol):
    @property
    def documents(self) -> int: ...
    @property
    def passages(self) -> int: ...


class Library(Protocol):
    @property
    def counts(self) -> Counts: ...

    def document(self, document_id: str) -> Document | None: ...


class Assistant(Protocol):
    @property
    def library(self) -> Library: ...

    def stream(self, question: str) -> AsyncIterator[AnswerEvent]:
        """Answer a question; cancelling the task that iterates cancels the upstream call.

        Raises:
            CitedeskError: the question cannot be answered, e.g. the LLM broke off.
        """
