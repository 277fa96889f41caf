"""Retrieve, then answer: the one object that the UI, the CLI and the evaluation use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from rag.answering.answerer import Answerer, Request
from rag.answering.confidence import confidence
from rag.answering.refusals import refuse
from rag.answering.translation import linked_names, translate
from rag.config import AnswerSettings
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    ClaimChecked,
    Language,
    ModelNames,
    Refusal,
    RetrievedPassage,
    SourcesFound,
    Timings,
)
from rag.errors import QuestionRejected
from rag.library import Embedder, Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from rag.text import detect_language

VERBATIM_NOTICE = (
    "No language model was used: these are the sentences of the archive that come closest, "
    "word for word."
)

_LINKING_PASSAGES = 20
"""Passages in which a question's names are looked for in the other script."""


class Assistant:
    """Answers questions over one library. Its coroutines belong to one event loop."""

    def __init__(
        self,
        *,
        library: Library,
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
        self._answerer = answerer
        self._settings = settings
        self._close = close

    def search(self, question: str, k: int) -> tuple[RetrievedPassage, ...]:
        """The k best passages. Raises QuestionRejected: the question is empty or too long."""
        return self.retriever.search([self._accepted(question)], k)

    async def answer(self, question: str) -> Answer:
        """The finished answer. Raises what `stream` raises."""
        async with aclosing(self.stream(question)) as events:
            async for event in events:
                if isinstance(event, AnswerFinished):
                    return event.answer
        raise AssertionError("a stream ends with AnswerFinished or raises")

    async def stream(self, question: str) -> AsyncGenerator[AnswerEvent, None]:
        """What was found, the text as it is written, each checked claim, then the Answer.

        Closing the generator stops the language model.

        Raises:
            QuestionRejected: the question is empty or too long.
            LLMFailed: the language model could not be reached or broke off.
        """
        question = self._accepted(question)
        clock = _Clock()
        prompt_question, answer_language = await self._in_the_archives_language(question)
        retrieved = await asyncio.to_thread(
            self.retriever.search, [prompt_question, question], self._settings.passages
        )
        clock.retrieved()
        yield SourcesFound(retrieved)
        claims: list[Claim] = []
        refusal: Refusal | None = None
        if not retrieved:
            refusal = refuse(
                "empty_library", "The library holds no documents yet. Run: citedesk index", ()
            )
        else:
            request = Request(
                question, prompt_question, retrieved, answer_language, self._names_across
            )
            async with aclosing(self._answerer.stream(request)) as events:
                async for event in events:
                    clock.written()
                    if isinstance(event, Refusal):
                        refusal = event
                        continue
                    if isinstance(event, ClaimChecked):
                        claims.append(event.claim)
                    yield event
        yield AnswerFinished(
            Answer(
                question=question,
                claims=() if refusal else tuple(claims),
                retrieved=retrieved,
                refusal=refusal,
                timings=clock.timings(),
                model=self.model,
                confidence=0.0 if refusal else confidence([question, prompt_question], claims),
                notice=VERBATIM_NOTICE if self.llm is None and not refusal else None,
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

    async def _in_the_archives_language(self, question: str) -> tuple[str, Language | None]:
        """The question to search and prompt with, and the language to translate claims back to.

        An English embedder finds next to nothing for a Chinese question over English documents
        (hit@1 .04 on XQuAD), so the question is translated where the archive speaks the other.
        """
        asked_in = detect_language(question)
        archive = self.library.main_language
        if self.llm is None or archive is None or asked_in == archive:
            return question, None
        translated = await translate(question, archive, self.llm, self._names_across(question))
        return (translated, asked_in) if translated else (question, None)

    def _names_across(self, text: str) -> dict[str, str]:
        """The names of a text as the archive itself gives them in the other script."""
        found = self.library.lexical_search(text, _LINKING_PASSAGES)
        passages = self.library.passages([key for key, _ in found]).values()
        return linked_names(
            text, (f"{document.title}\n{passage.text}" for passage, document in passages)
        )


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
