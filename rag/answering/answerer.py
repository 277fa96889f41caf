"""RetrievedPassages become an Answer: evidence, generation, claims, verification, refusal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from rag.answering.confidence import confidence
from rag.answering.evidence import best_of, choose_evidence
from rag.answering.numbering import CitationNumbers
from rag.answering.prompt import user_prompt
from rag.answering.refusing.reasons import reason_before
from rag.answering.refusing.wording import refuse
from rag.answering.request import Outcome, Request
from rag.answering.settling import Settling
from rag.answering.verification.spans import evidence_of
from rag.answering.verifier import Verifier
from rag.answering.writing import Writing
from rag.config import AnswerSettings
from rag.domain import Claim, EvidenceSentence, TextWritten, Verdict
from rag.library import Embedder
from rag.models.chat import LanguageModel

_VERBATIM_SENTENCES = 3
_MAX_CHARS_PER_TOKEN = 8
"""An endpoint that ignores max_tokens is cut off here."""


class Answerer:
    """Writes with the LLM and lets nothing through unchecked; without one it quotes."""

    def __init__(
        self,
        llm: LanguageModel | None,
        embedder: Embedder,
        verifier: Verifier,
        settings: AnswerSettings,
        max_answer_tokens: int,
    ) -> None:
        self._llm = llm
        self._embedder = embedder
        self._verifier = verifier
        self._settings = settings
        self._max_chars = max_answer_tokens * _MAX_CHARS_PER_TOKEN

    async def stream(self, request: Request) -> AsyncGenerator[TextWritten | Outcome, None]:
        """Yield what is being written, none of it checked as a whole yet; the Outcome comes last.

        Raises:
            LLMFailed: the model could not be reached or broke off.
        """
        if refusal := reason_before(request.understood, request.retrieved):
            yield Outcome(refusal=refusal)
            return
        evidence = await asyncio.to_thread(self._evidence, request)
        if not evidence:
            refusal = refuse("not_in_sources", request.understood, request.retrieved)
            yield Outcome(refusal=refusal)
            return
        if self._llm is None:
            yield _quoted(request, evidence)
            return
        writing = Writing(self._llm, self._verifier, evidence)
        prompt = user_prompt(request.prompt_question, evidence)
        async with aclosing(writing.stream(prompt, self._max_chars)) as texts:
            async for text in texts:
                yield TextWritten(text)
        settling = Settling(self._llm, self._verifier, request, evidence)
        yield await settling.settle(writing)

    async def is_answered_by(self, request: Request) -> bool:
        """Whether what was found seems to answer, without writing an answer. Raises LLMFailed."""
        evidence = await asyncio.to_thread(self._evidence, request)
        return await self._verifier.is_answered(request.prompt_question, best_of(evidence))

    def _evidence(self, request: Request) -> tuple[EvidenceSentence, ...]:
        meant = request.understood.period
        return choose_evidence(
            request.understood.searched,
            request.retrieved,
            self._embedder,
            self._settings,
            meant.period if meant else None,
        )


def _quoted(request: Request, evidence: Sequence[EvidenceSentence]) -> Outcome:
    """The best evidence sentences, word for word: the answer where no LLM is used."""
    numbers = CitationNumbers()
    spans = [evidence_of(sentence) for sentence in best_of(evidence, _VERBATIM_SENTENCES)]
    claims = tuple(
        Claim(" ".join(span.core.split()), numbers.cite(span), Verdict.SUPPORTED, ())
        for span in spans
    )
    return Outcome(claims, confidence=confidence(request.prompt_question, spans))
