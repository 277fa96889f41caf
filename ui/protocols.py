"""What the web application needs from the engine, and no more."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from rag.domain import AnswerEvent, Context, Document, Language, SearchResult, UnderstoodQuestion
from rag.library import IndexProgress, IndexReport, Listing, ListingQuery, Vectors
from rag.models.chat import LanguageModel


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
    def collections(self) -> Sequence[tuple[str, int]]: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def undated(self) -> int: ...


class Story(Protocol):
    """A text with its copies."""

    @property
    def document_ids(self) -> Sequence[str]: ...


class Library(Protocol):
    @property
    def counts(self) -> Counts: ...
    @property
    def generation(self) -> int: ...
    @property
    def main_language(self) -> Language | None: ...

    def facets(self) -> Facets: ...

    def document(self, document_id: str) -> Document | None: ...

    def story_of(self, document_id: str) -> Story: ...


class Archive(Library, Protocol):
    """A library that is listed and changed, as `rag.library.Library` is."""

    @property
    def roots(self) -> Sequence[Path]: ...
    @property
    def pages(self) -> Path: ...
    @property
    def uploads(self) -> Path: ...

    def listing(self, query: ListingQuery, offset: int, limit: int) -> Listing: ...

    def documents_in(self, path: Path) -> list[str]: ...

    def passage_ids(self, document_ids: Sequence[str]) -> list[str]: ...

    def index(self, paths: Sequence[Path], progress: IndexProgress) -> IndexReport: ...

    def edit(self, document_id: str, fields: Mapping[str, str | None]) -> Document: ...

    def remove(self, document_id: str) -> None: ...

    def lexical_search(self, text: str, k: int) -> list[tuple[str, float]]: ...

    def dense_search(self, vector: Vectors, k: int) -> list[tuple[str, float]]: ...


class Embedder(Protocol):
    def count_tokens(self, text: str) -> int: ...

    def embed_question(self, text: str) -> Vectors: ...


class Assistant(Protocol):
    @property
    def library(self) -> Archive: ...
    @property
    def embedder(self) -> Embedder: ...
    @property
    def llm(self) -> LanguageModel | None: ...

    async def search(
        self, question: str, k: int, context: Context
    ) -> tuple[UnderstoodQuestion, SearchResult]:
        """How the question was understood, and the k best passages. Raises what `stream` raises."""

    def stream(self, question: str, context: Context) -> AsyncGenerator[AnswerEvent, None]:
        """Answer a question; closing it, or cancelling what iterates it, stops the upstream call.

        Raises:
            CitedeskError: the question cannot be answered, e.g. the LLM broke off.
        """
