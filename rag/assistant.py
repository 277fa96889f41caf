"""Retrieve, then answer: the one object that the UI, the CLI and the evaluation use."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from rag.answering.answerer import Answerer
from rag.answering.mentions import mention_claims, mention_notices, no_mention
from rag.answering.refusing.wording import named, refuse
from rag.answering.request import Outcome, Request
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
    RetrievedPassage,
    SearchResult,
    SourcesFound,
    Timings,
    UnderstoodQuestion,
)
from rag.errors import LLMFailed, QuestionRejected
from rag.library import Embedder, Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from rag.retrieving.scanning import scan
from rag.retrieving.understanding.reader import QuestionReader
from rag.text import detect_language
from rag.translation import translate

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
        understood = await self.understand(question, context)
        yield QuestionUnderstood(understood)
        answering = self._answered if understood.subject is None else self._listed
        async with aclosing(answering(understood, clock)) as events:
            async for event in events:
                yield event

    async def _answered(
        self, understood: UnderstoodQuestion, clock: _Clock
    ) -> AsyncGenerator[AnswerEvent, None]:
        """The answer that the language model writes from the best passages."""
        found = await asyncio.to_thread(self.retriever.search, understood, self._settings.passages)
        clock.retrieved()
        yield SourcesFound(found.passages, found.notes)
        if not found.passages:
            nothing = await asyncio.to_thread(self._reason_of_nothing, understood)
            outcome = await self._unless_excluded(Outcome(refusal=nothing), understood)
        else:
            asked = await self._in_language_of(found.passages, understood)
            request = Request(asked, found.passages, self._reader.names_across)
            async with aclosing(self._answerer.stream(request)) as events:
                async for event in events:
                    clock.written()
                    if isinstance(event, Outcome):
                        outcome = await self._unless_excluded(event, asked)
                    else:
                        yield event
        for claim in outcome.claims:
            yield ClaimChecked(claim)
        verbatim = [VERBATIM_NOTICE] if self.llm is None and outcome.claims else []
        translations, failures = await self._translated_quotes(understood, outcome.claims)
        yield AnswerFinished(
            Answer(
                understood=understood,
                claims=outcome.claims,
                retrieved=found.passages,
                refusal=outcome.refusal,
                quote_translations=translations,
                timings=clock.timings(outcome.verify_ms),
                model=self.model,
                confidence=outcome.confidence,
                disagreements=outcome.disagreements,
                notices=(*found.notes, *verbatim, *outcome.notices, *failures),
            )
        )

    async def _listed(
        self, understood: UnderstoodQuestion, clock: _Clock
    ) -> AsyncGenerator[AnswerEvent, None]:
        """The documents that mention a subject, all of them: nothing is left to a model."""
        subject = understood.subject or ""
        spellings = await self._reader.spellings(subject)
        found = await asyncio.to_thread(scan, self.library, spellings, understood.filters)
        clock.retrieved()
        yield SourcesFound(found.retrieved)
        claims = mention_claims(found, understood)
        refusal = None if claims else no_mention(found, understood)
        if self.library.counts.documents == 0:
            refusal = await asyncio.to_thread(self._reason_of_nothing, understood)
        for claim in claims:
            clock.written()
            yield ClaimChecked(claim)
        yield AnswerFinished(
            Answer(
                understood=understood,
                claims=claims,
                retrieved=found.retrieved,
                refusal=refusal,
                timings=clock.timings(),
                model=self.model,
                confidence=1.0 if claims else 0.0,
                notices=mention_notices(found, understood),
            )
        )

    async def _unless_excluded(self, outcome: Outcome, understood: UnderstoodQuestion) -> Outcome:
        """The outcome; where the filters leave out what would answer, a refusal that says so."""
        filters = understood.filters
        if outcome.refusal is None or filters == Filters():
            return outcome
        everywhere = replace(understood, filters=Filters())
        found = await asyncio.to_thread(self.retriever.search, everywhere, self._settings.passages)
        beyond = tuple(
            item
            for item in found.passages
            if not filters.admit(item.document.id, item.document.publication)
        )
        request = Request(everywhere, beyond, self._reader.names_across)
        if not beyond or not await self._answerer.is_answered_by(request):
            return outcome
        source = named(beyond[0].document)
        return replace(outcome, refusal=refuse("excluded", understood, beyond, source=source))

    async def _in_language_of(
        self, found: Sequence[RetrievedPassage], understood: UnderstoodQuestion
    ) -> UnderstoodQuestion:
        """The question with its translation, where a multilingual embedder found without one.

        Claims are written and checked in the language of their sources.
        """
        languages = Counter(detect_language(item.passage.text) for item in found)
        if self.llm is None or understood.translation:
            return understood
        if languages[detect_language(understood.question)]:
            return understood
        ((language, _),) = languages.most_common(1)
        names = await self._reader.names_across(understood.question)
        translated = await translate(understood.question, language, self.llm, names)
        return replace(understood, translation=translated)

    async def _translated_quotes(
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
            names = await self._reader.names_across(quote)
            try:
                text = await translate(quote, language, self.llm, names)
            except LLMFailed as error:
                return translated, [f"The quotes could not be translated: {error.message}"]
            if text:
                translated[number] = text
        return translated, []

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

    def _reason_of_nothing(self, understood: UnderstoodQuestion) -> Refusal:
        if self.library.counts.documents == 0:
            return refuse("empty_library", understood)
        if not self.library.admitted(understood.filters):
            return refuse("nothing_admitted", understood)
        return refuse("not_in_sources", understood)


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

    def timings(self, verify_ms: float = 0.0) -> Timings:
        return Timings(self._retrieve_ms, self._first_token_ms, self._elapsed_ms(), verify_ms)
