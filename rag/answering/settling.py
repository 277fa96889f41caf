"""From what was written and checked to what is shown: mended, judged as a whole, or refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.claims import draft_sentences
from rag.answering.confidence import confidence
from rag.answering.disagreement.by_claim import disputes_with
from rag.answering.disagreement.by_source import answers_by_source
from rag.answering.disagreement.sides import Dispute, contested
from rag.answering.evidence import best_of, sentences_of
from rag.answering.numbering import CitationNumbers
from rag.answering.prompt import CLOSE_READING, MENDING, close_reading_prompt, mending_prompt
from rag.answering.refusing.reasons import reason_after
from rag.answering.refusing.wording import refuse
from rag.answering.request import Outcome, Request
from rag.answering.verification.spans import Evidence
from rag.answering.verifier import Checked, Verifier, source_text
from rag.answering.writing import Writing
from rag.domain import Claim, Disagreement, EvidenceSentence, Refusal, RetrievedPassage, Verdict
from rag.models.chat import LanguageModel
from rag.text import detect_language
from rag.translation import translate

_SHOWN = (Verdict.SUPPORTED, Verdict.PARTLY)
_MOST_MENDED = 2
"""So many sentences are written again: an answer of which more is wrong is not saved by it."""
_LEFT_OUT = {
    "en": "A sentence was left out, because {}: “{}”",
    "zh": "有一句话因未得到证实而略去（{}）：“{}”",
}


@dataclass(frozen=True, slots=True)
class Settling:
    """Everything that the sentences of one answer are settled with."""

    llm: LanguageModel
    verifier: Verifier
    request: Request
    evidence: Sequence[EvidenceSentence]

    async def settle(self, writing: Writing) -> Outcome:
        """What is shown of what was written.

        Raises:
            LLMFailed: the model could not be reached.
        """
        start = time.perf_counter()
        checked = await self._mended(writing.checked) or await self._read_closely()
        shown = [one for one in checked if one.verdict in _SHOWN]
        evidences = [one.evidence for one in shown if one.evidence]
        refusal = self._refusal(checked, shown, evidences)
        sure = 0.0
        if not refusal:
            sure = await self._confidence(evidences)
            refusal = self._doubt(sure, shown)
        shown = [] if refusal else shown
        written = [_claim(one, CitationNumbers()) for one in shown]
        disputes = await asyncio.to_thread(self._disputes, written)
        if not shown and disputes:
            sides_evidence = [side.evidence for dispute in disputes for side in dispute.sides]
            sure = await self._confidence(sides_evidence)
            disputes = disputes if sure >= self.verifier.threshold else ()
        verify_ms = writing.verify_ms + (time.perf_counter() - start) * 1000
        if not shown and not disputes:
            return Outcome(refusal=refusal, confidence=sure, verify_ms=verify_ms)
        numbers = CitationNumbers()
        agreed = [
            _claim(one, numbers)
            for one, claim in zip(shown, written, strict=True)
            if not contested(claim, disputes)
        ]
        disagreements = tuple(_disagreement(dispute, numbers) for dispute in disputes)
        sides = [side for disagreement in disagreements for side in disagreement.sides]
        return Outcome(
            claims=(*[await self._in_readers_language(claim) for claim in agreed], *sides),
            confidence=sure,
            disagreements=disagreements,
            notices=tuple(self._left_out(one) for one in checked if shown and one not in shown),
            verify_ms=verify_ms,
        )

    def _disputes(self, claims: Sequence[Claim]) -> tuple[Dispute, ...]:
        """Where what was found differs: source by source, or from what is claimed."""
        retrieved = self.request.retrieved
        question, offered = self.request.prompt_question, sentences_of(retrieved)
        stories = {found.document.id: found.story for found in retrieved}
        by_source = answers_by_source(question, offered, stories)
        return (by_source,) if by_source else disputes_with(question, claims, offered, stories)

    async def _mended(self, written: Sequence[Checked]) -> list[Checked]:
        """The sentences, the first of those that are not held written once more."""
        faulty = [one for one in written if one.verdict is not Verdict.SUPPORTED and one.evidence]
        return [
            await self._written_again(one) if one in faulty[:_MOST_MENDED] else one
            for one in written
        ]

    async def _written_again(self, checked: Checked) -> Checked:
        """The sentence written from its evidence alone, if that is held; else as it was."""
        source = source_text([checked.evidence] if checked.evidence else [])
        sentences = await self._sentences(MENDING, mending_prompt(checked.text, source))
        if len(sentences) != 1 or sentences[0] == checked.text:
            return checked
        again = await self.verifier.check(sentences[0], (), self.evidence)
        return replace(again, before=checked) if again.verdict is Verdict.SUPPORTED else checked

    async def _read_closely(self) -> list[Checked]:
        """A second look where the model said that the sources are silent, and the judge does not.

        Small models say so too readily, above all of long prompts.
        """
        best = best_of(self.evidence)
        question = self.request.prompt_question
        if not await self.verifier.is_answered(question, best):
            return []
        sentences = await self._sentences(CLOSE_READING, close_reading_prompt(question, best))
        return [await self.verifier.check(text, best, self.evidence) for text in sentences[:1]]

    async def _sentences(self, system: str, user: str) -> list[str]:
        """What the model writes at once, without its markers."""
        drafts = draft_sentences(await self.llm.write(system, user))
        return [draft.text for draft in drafts if draft.text]

    def _refusal(
        self, checked: Sequence[Checked], shown: Sequence[Checked], evidences: Sequence[Evidence]
    ) -> Refusal | None:
        understood, nearest = self.request.understood, self.request.retrieved
        if not checked:
            return refuse("not_in_sources", understood, nearest)
        if not any(one.verdict is Verdict.SUPPORTED for one in shown):
            fault = checked[0].reasons[0]
            return refuse("not_supported", understood, self._nearest(checked), fault=fault)
        return reason_after(understood, evidences, self._nearest(shown))

    async def _confidence(self, evidences: Sequence[Evidence]) -> float:
        question = self.request.prompt_question
        answers = await self.verifier.answers(question, source_text(evidences))
        return confidence(question, evidences, answers)

    def _doubt(self, sure: float, shown: Sequence[Checked]) -> Refusal | None:
        threshold = self.verifier.threshold
        if sure >= threshold:
            return None
        nearest = self._nearest(shown)
        understood = self.request.understood
        return refuse("low_confidence", understood, nearest, confidence=sure, threshold=threshold)

    def _nearest(self, checked: Sequence[Checked]) -> list[RetrievedPassage]:
        """The passages found, those first on which the sentences rest."""
        cited = {p.id for one in checked if one.evidence for _, p, _ in one.evidence.spans}
        return sorted(self.request.retrieved, key=lambda found: found.passage.id not in cited)

    async def _in_readers_language(self, claim: Claim) -> Claim:
        language = self.request.answer_language
        if language is None or detect_language(claim.text) == language:
            return claim
        names = await self.request.names_across(claim.text)
        translated = await translate(claim.text, language, self.llm, names)
        if translated is None:
            return claim
        origin = f"translated from the checked “{claim.text}”"
        return replace(claim, text=translated, reasons=(*claim.reasons, origin))

    def _left_out(self, checked: Checked) -> str:
        language = detect_language(self.request.understood.asked)
        return _LEFT_OUT[language].format("; ".join(checked.reasons), checked.text)


def _claim(checked: Checked, numbers: CitationNumbers) -> Claim:
    citations = numbers.cite(checked.evidence) if checked.evidence else ()
    reasons = checked.reasons
    if checked.before:
        why = "; ".join(checked.before.reasons)
        reasons = (f"written again from its source, because {why}: “{checked.before.text}”",)
    return Claim(checked.text, citations, checked.verdict, reasons)


def _disagreement(dispute: Dispute, numbers: CitationNumbers) -> Disagreement:
    sides = (
        Claim(side.text, numbers.cite(side.evidence), Verdict.SUPPORTED, ())
        for side in dispute.sides
    )
    return Disagreement(dispute.relation, tuple(sides))
