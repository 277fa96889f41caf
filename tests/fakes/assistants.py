"""Assistants and what they stand on: they play the script of a question."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.domain import (
    AnswerEvent,
    Context,
    Document,
    Filters,
    Language,
    MeantPeriod,
    ModelNames,
    QuestionUnderstood,
    SearchResult,
    SourcesFound,
    UnderstoodQuestion,
)
from rag.library import (
    DocumentSummary,
    Facets,
    IndexProgress,
    IndexReport,
    ListedDocument,
    Listing,
    ListingQuery,
    Story,
    Vectors,
)
from rag.models.chat import LanguageModel
from tests.fakes.embedders import FakeEmbedder

_ALONE = Context()
_NO_FACETS = Facets((), (), (), (), None, None, 0)

Script = Sequence[AnswerEvent | BaseException | threading.Event]
"""What an assistant does: an error is raised, and an Event holds it up until a test sets it."""


class FakeLibrary:
    """Holds documents that nobody changes; their files were never read."""

    generation = 7
    path = Path("/nowhere")
    pages = path / "pages"
    uploads = path / "uploads"
    roots: Sequence[Path] = ()
    main_language: Language | None = "en"

    def __init__(self, documents: Sequence[Document], facets: Facets = _NO_FACETS) -> None:
        self._documents = {document.id: document for document in documents}
        self.facets = lambda: facets
        self.counts = FakeCounts(len(documents), 3 * len(documents))

    def document(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)

    def listing(self, query: ListingQuery, offset: int, limit: int) -> Listing:
        entries = [
            ListedDocument(DocumentSummary(d.id, d.title, d.publication, d.path, 3), 0)
            for d in self._documents.values()
        ]
        return Listing(len(entries), tuple(entries[offset : offset + limit]))

    def documents_in(self, path: Path) -> list[str]:
        return []

    def passage_ids(self, document_ids: Sequence[str]) -> list[str]:
        return [f"{i}#{n}" for i in document_ids for n in range(3)]

    def index(self, paths: Sequence[Path], progress: IndexProgress | None = None) -> IndexReport:
        raise AssertionError("nobody indexes a fake library")

    def edit(self, document_id: str, fields: Mapping[str, str | None]) -> Document:
        raise AssertionError("nobody edits a fake library")

    def remove(self, document_id: str) -> None:
        raise AssertionError("nobody removes from a fake library")

    def lexical_search(self, text: str, k: int) -> list[tuple[str, float]]:
        return []

    def dense_search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        return []

    def story_of(self, document_id: str) -> Story:
        """The documents with the very same text."""
        text = self._documents[document_id].text
        copies = (d.id for d in self._documents.values() if d.text == text)
        return Story(document_id, tuple(copies))


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
    llm: LanguageModel | None = None

    def __init__(
        self,
        documents: Sequence[Document],
        scripts: Mapping[str, Script],
        facets: Facets = _NO_FACETS,
    ) -> None:
        self.library = FakeLibrary(documents, facets)
        self.embedder = FakeEmbedder()
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
    own = understood.filters if context.understand_filters else Filters()
    filters = own if context.filters == Filters() else context.filters
    return replace(understood, filters=filters, period=chosen)
