"""What answers are made with, whatever their form, and what every form asks of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from rag.answering.answerer import Answerer
from rag.answering.refusing.wording import named, refuse
from rag.answering.request import Outcome, Request
from rag.config import AnswerSettings
from rag.domain import (
    Claim,
    Filters,
    ModelNames,
    Refusal,
    RetrievedPassage,
    SearchResult,
    TextWritten,
    UnderstoodQuestion,
)
from rag.errors import LLMFailed
from rag.library import Embedder, Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from rag.retrieving.understanding.reader import QuestionReader
from rag.text import detect_language
from rag.translation import translate


@dataclass(frozen=True, slots=True)
class Means:
    """The parts that an answer is made with. Its coroutines belong to one event loop."""

    library: Library
    reader: QuestionReader
    retriever: HybridRetriever
    answerer: Answerer
    llm: LanguageModel | None
    embedder: Embedder
    settings: AnswerSettings
    model: ModelNames

    async def search(self, understood: UnderstoodQuestion, k: int) -> SearchResult:
        return await asyncio.to_thread(self.retriever.search, understood, k)

    async def written(
        self, understood: UnderstoodQuestion, found: Sequence[RetrievedPassage]
    ) -> AsyncGenerator[TextWritten | Outcome, None]:
        """What is written from what was found, none of it checked yet; the Outcome comes last.

        Raises:
            LLMFailed: the model could not be reached or broke off.
        """
        if not found:
            yield Outcome(refusal=await self.reason_of_nothing(understood))
            return
        asked = await self.in_language_of(found, understood)
        request = Request(asked, tuple(found), self.reader.names_across)
        async with aclosing(self.answerer.stream(request)) as events:
            async for event in events:
                yield event

    async def in_language_of(
        self, found: Sequence[RetrievedPassage], understood: UnderstoodQuestion
    ) -> UnderstoodQuestion:
        """The question with its translation, where a multilingual embedder found without one.

        Claims are written and checked in the language of their sources.
        """
        languages = Counter(detect_language(item.passage.text) for item in found)
        if self.llm is None or understood.translation or not found:
            return understood
        if languages[detect_language(understood.question)]:
            return understood
        ((language, _),) = languages.most_common(1)
        names = await self.reader.names_across(understood.question)
        translated = await translate(understood.question, language, self.llm, names)
        return replace(understood, translation=translated)

    async def reason_of_nothing(self, understood: UnderstoodQuestion) -> Refusal:
        """Why nothing at all was found."""
        if self.library.counts.documents == 0:
            return refuse("empty_library", understood)
        if not await asyncio.to_thread(self.library.admitted, understood.filters):
            return refuse("nothing_admitted", understood)
        return refuse("not_in_sources", understood)

    async def unless_excluded(self, refusal: Refusal, understood: UnderstoodQuestion) -> Refusal:
        """The refusal; where the filters leave out what would answer, one that says so."""
        filters = understood.filters
        if filters == Filters():
            return refusal
        everywhere = replace(understood, filters=Filters())
        found = (await self.search(everywhere, self.settings.passages)).passages
        asked = await self.in_language_of(found, everywhere)
        beyond = tuple(
            item for item in found if not filters.admit(item.document.id, item.document.publication)
        )
        request = Request(asked, beyond, self.reader.names_across)
        if not beyond or not await self.answerer.is_answered_by(request):
            return refusal
        return refuse("excluded", asked, beyond, source=named(beyond[0].document))

    async def translated_quotes(
        self, understood: UnderstoodQuestion, claims: Sequence[Claim]
    ) -> tuple[dict[int, str], list[str]]:
        """The quotes that are not in the question's language, in it, by number of citation.

        And what went wrong, if anything: an answer that is checked is not lost for want of them.
        """
        language = detect_language(understood.asked)
        quotes = {c.number: c.quote for claim in claims for c in claim.citations}
        translated: dict[int, str] = {}
        for number, quote in quotes.items():
            if self.llm is None or detect_language(quote) == language:
                continue
            names = await self.reader.names_across(quote)
            try:
                text = await translate(quote, language, self.llm, names)
            except LLMFailed as error:
                return translated, [f"The quotes could not be translated: {error.message}"]
            if text:
                translated[number] = text
        return translated, []
