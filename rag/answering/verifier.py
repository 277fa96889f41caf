"""From a sentence as written to a sentence that was held against its sources."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.judging import Judge
from rag.answering.verification.attribution import best_evidence
from rag.answering.verification.faults import Fault, verdict_of
from rag.answering.verification.meaning import Meaning
from rag.answering.verification.spans import Evidence
from rag.domain import EvidenceSentence, Verdict

_DOUBTED = 0.2
"""Below this the judge says no. It says yes to three quarters of what is not there at all, and
so low almost never to what is: its yes proves nothing, its no does."""
_SURE = 0.85
"""From here on the judge's yes is worth a second look at what somebody else called no answer."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence beside the evidence that comes closest to it."""

    text: str
    evidence: Evidence | None
    faults: tuple[Fault, ...]
    before: Checked | None = None
    """The sentence that was written first and not held, where this one was written in its place."""

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.faults)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(fault.phrase for fault in self.faults)


class Verifier:
    """Checks by looking first; what passes is put to a judge, if there is one."""

    def __init__(self, meaning: Meaning | None, judge: Judge | None, threshold: float) -> None:
        """`threshold`: the least confidence of an answer that is shown, 0 to 1."""
        self.threshold = threshold
        self._meaning = meaning
        self._judge = judge

    async def check(
        self,
        text: str,
        cited: Sequence[EvidenceSentence],
        offered: Sequence[EvidenceSentence],
    ) -> Checked:
        """The sentence with its evidence and faults. Raises LLMFailed."""
        # Words are embedded here: the event loop goes on meanwhile, for everybody else.
        evidence, faults = await asyncio.to_thread(
            best_evidence, text, cited, offered, self._meaning
        )
        if not faults and evidence and self._judge:
            held = await self._judge.holds(text, source_text([evidence]))
            if held < _DOUBTED:
                phrase = "the language model finds something else in the cited sentence"
                faults = (Fault("meaning", phrase),)
        return Checked(text, evidence, faults)

    async def answers(self, question: str, source: str) -> float | None:
        """How far a source answers exactly the question, 0 to 1; None: there is no judge.

        Raises:
            LLMFailed: the judge is a language model that could not be reached.
        """
        return await self._judge.answers(question, source) if self._judge else None

    async def is_answered(self, question: str, sentences: Sequence[EvidenceSentence]) -> bool:
        """Whether the judge is sure that these sentences answer; without one, nobody is.

        Raises:
            LLMFailed: the judge is a language model that could not be reached.
        """
        answers = await self.answers(question, " ".join(one.text for one in sentences))
        return answers is not None and answers >= _SURE


def source_text(evidences: Sequence[Evidence]) -> str:
    """The spans as the judge reads them, on one line, each once."""
    quotes = [span.of(document.text) for e in evidences for document, _, span in e.spans]
    return " ".join(" ".join(quote.split()) for quote in dict.fromkeys(quotes))
