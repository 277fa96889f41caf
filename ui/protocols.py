"""What the web application needs from the engine, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Protocol

from rag.domain import AnswerEvent, Context, Document


class Counts(Protocol):
    @property
    def documents(self) -> int: ...
    @property
    def passages(self) -> int: ...


class Facets(Protocol):
    """What the documents can be chosen by: (value, documents), most first."""

    @property
    def outlets(self) -> Sequence[tuple[str, int]]: ...
    @property
    def authors(self) -> Sequence[tuple[str, int]]: ...
    @property
    def languages(self) -> Sequence[tuple[str, int]]: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def undated(self) -> int: ...


class Library(Protocol):
    @property
    def counts(self) -> Counts: ...

    def facets(self) -> Facets: ...

    def document(self, document_id: str) -> Document | None: ...


class Assistant(Protocol):
    @property
    def library(self) -> Library: ...

    def stream(self, question: str, context: Context) -> AsyncIterator[AnswerEvent]:
        """Answer a question; cancelling the task that iterates cancels the upstream call.

        Raises:
            CitedeskError: the question cannot be answered, e.g. the LLM broke off.
        """
