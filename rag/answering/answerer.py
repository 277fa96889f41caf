"""RetrievedPassages become an Answer: evidence, generation, claims, verification, refusal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from rag.answering.claims import DraftSentence, SentenceStream
from rag.answering.evidence import choose_evidence
from rag.answering.prompt import NOT_IN_SOURCES, SYSTEM, refuses, user_prompt
from rag.answering.refusals import absent_subjects, in_words, refuse
from rag.answering.verification.attribution import best_evidence
from rag.answering.verification.faults import verdict_of
from rag.answering.verification.spans import Evidence, evidence_of
from rag.config import AnswerSettings
from rag.domain import (
    Citation,
    Claim,
    ClaimChecked,
    EvidenceSentence,
    Language,
    Refusal,
    RetrievedPassage,
    TextWritten,
    UnderstoodQuestion,
    Verdict,
)
from rag.library import Embedder
from rag.models.chat import LanguageModel
from rag.text import detect_language
from rag.translation import translate

_VERBATIM_SENTENCES = 3
_MAX_CHARS_PER_TOKEN = 8
"""An endpoint that ignores max_tokens is cut off here."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question ready to be answered.

    `names_across` gives the names of a text as the archive has them in the other script.
    """

    understood: UnderstoodQuestion
    retrieved: tuple[RetrievedPassage, ...]
    names_across: Callable[[str], Awaitable[Mapping[str, str]]]

    @property
    def prompt_question(self) -> str:
        """The question in the language of the archive."""
        return self.understood.translation or self.understood.question

    @property
    def answer_language(self) -> Language | None:
        """Set where claims must be translated back for the reader."""
        understood = self.understood
        return detect_language(understood.question) if understood.translation else None


class CitationNumbers:
    """Numbers spans from 1 in the order in which an answer first uses them."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def cite(self, evidence: Evidence) -> tuple[Citation, ...]:
        cited = []
        for document, passage, span in evidence.spans:
            key = (document.id, span.start, span.end)
            number = len(self._citations) + 1
            cited.append(
                self._citations.setdefault(
                    key, Citation(number, document, passage.id, span.start, span.end)
                )
            )
        return tuple(dict.fromkeys(cited))


class Answerer:
    """Writes with the LLM and lets nothing through unchecked; without one it quotes."""

    def __init__(
        self,
        llm: LanguageModel | None,
        embedder: Embedder,
        settings: AnswerSettings,
        max_answer_tokens: int,
    ) -> None:
        self._llm = llm
        self._embedder = embedder
        self._settings = settings
        self._max_chars = max_answer_tokens * _MAX_CHARS_PER_TOKEN

    async def stream(
        self, request: Request
    ) -> AsyncGenerator[TextWritten | ClaimChecked | Refusal, None]:
        """Yield the pending text and each checked claim; a Refusal, if any, comes last.

        A refusal after claims replaces them: none of them answered the question.

        Raises:
            LLMFailed: the model could not be reached or broke off.
        """
        documents = {found.document.id: found.document for found in request.retrieved}.values()
        absent = absent_subjects(request.understood.question, documents)
        if absent:
            yield refuse(
                "not_covered",
                f"Nothing that was found in the archive mentions {in_words(absent)}.",
                request.retrieved,
            )
            return
        evidence = await asyncio.to_thread(
            choose_evidence,
            request.understood.searched,
            request.retrieved,
            self._embedder,
            self._settings,
            request.understood.period.period if request.understood.period else None,
        )
        if not evidence:
            message = "What was found in the archive holds no sentence that could be cited."
            yield refuse("not_in_sources", message, request.retrieved)
            return
        if self._llm is None:
            for claim in quote(evidence):
                yield ClaimChecked(claim)
            return
        claims = []
        async with aclosing(self._write(self._llm, request, evidence)) as events:
            async for event in events:
                if isinstance(event, ClaimChecked):
                    claims.append(event.claim)
                yield event
        refusal = _refusal_for(request, claims)
        if refusal and request.understood.translation:
            searched_as = f" It was searched as “{request.understood.translation}”."
            refusal = replace(refusal, message=refusal.message + searched_as)
        if refusal:
            yield refusal

    async def _write(
        self, llm: LanguageModel, request: Request, evidence: Sequence[EvidenceSentence]
    ) -> AsyncGenerator[TextWritten | ClaimChecked, None]:
        """Stream the LLM's sentences, each checked as soon as it is complete."""
        sentences = SentenceStream()
        numbers = CitationNumbers()
        seen: set[str] = set()
        prompt = user_prompt(request.prompt_question, evidence)
        async with aclosing(llm.stream(SYSTEM, prompt)) as pieces:
            async for piece in pieces:
                for draft in sentences.add(piece):
                    if draft.text and draft.text in seen:
                        return  # A small model that repeats itself does not stop by itself.
                    seen.add(draft.text)
                    if claim := await self._checked(draft, evidence, numbers, request):
                        yield ClaimChecked(claim)
                if _is_shown(sentences.pending):
                    yield TextWritten(sentences.pending)
                if len(sentences.text) > self._max_chars:
                    break
        for draft in sentences.finish():
            if draft.text in seen and draft.text:
                continue
            if claim := await self._checked(draft, evidence, numbers, request):
                yield ClaimChecked(claim)

    async def _checked(
        self,
        draft: DraftSentence,
        evidence: Sequence[EvidenceSentence],
        numbers: CitationNumbers,
        request: Request,
    ) -> Claim | None:
        """The draft as a checked claim; None if it says that the sources are silent."""
        if refuses(draft.text):
            return None
        cited = [sentence for sentence in evidence if sentence.number in draft.cited]
        # An answer that is only "[2]" points at the sentence that answers.
        text = draft.text or " ".join(sentence.text for sentence in cited)
        if not text:
            return None
        found, faults = best_evidence(text, cited, evidence)
        if faults or found is None:
            return Claim(text, (), verdict_of(faults), tuple(fault.phrase for fault in faults))
        claim = Claim(text, numbers.cite(found), Verdict.SUPPORTED, ())
        return await self._in_readers_language(claim, request)

    async def _in_readers_language(self, claim: Claim, request: Request) -> Claim:
        language = request.answer_language
        if language is None or self._llm is None or detect_language(claim.text) == language:
            return claim
        names = await request.names_across(claim.text)
        translated = await translate(claim.text, language, self._llm, names)
        if translated is None:
            return claim
        return replace(
            claim, text=translated, reasons=(f"translated from the checked “{claim.text}”",)
        )


def quote(evidence: Sequence[EvidenceSentence]) -> list[Claim]:
    """The best evidence sentences, word for word: the answer where no LLM is used."""
    numbers = CitationNumbers()
    best = sorted(evidence, key=lambda sentence: -sentence.score)[:_VERBATIM_SENTENCES]
    return [
        Claim(
            " ".join(sentence.text.split()),
            numbers.cite(evidence_of(sentence)),
            Verdict.SUPPORTED,
            (),
        )
        for sentence in best
    ]


def _is_shown(pending: str) -> bool:
    return bool(pending) and not NOT_IN_SOURCES.startswith(pending.upper()[: len(NOT_IN_SOURCES)])


def _refusal_for(request: Request, claims: Sequence[Claim]) -> Refusal | None:
    """Whether what was written answers the question at all."""
    if not claims:
        return refuse(
            "not_in_sources",
            "The archive does not answer this question, as far as Citedesk can find.",
            request.retrieved,
        )
    supported = [claim for claim in claims if claim.verdict is Verdict.SUPPORTED]
    if not supported:
        return refuse(
            "not_supported",
            "An answer was written, but no sentence of it could be confirmed in the sources "
            f"({claims[0].reasons[0]}).",
            request.retrieved,
        )
    cited = {c.document.id: c.document for claim in supported for c in claim.citations}
    absent = absent_subjects(request.understood.question, cited.values())
    if absent:
        return refuse(
            "not_in_sources",
            f"The sources that come closest say nothing about {in_words(absent)}.",
            request.retrieved,
        )
    return None
