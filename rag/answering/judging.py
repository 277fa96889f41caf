"""What words and numbers cannot tell is asked: does a source say this, and does it answer that?"""

from __future__ import annotations

import asyncio
from typing import Protocol

from rag.models.chat import LanguageModel

# One set of words for both, and the source first: the second question finds it read.
_SYSTEM = (
    "You judge whether a source says exactly what a statement says, or answers exactly a question."
    " Answer only yes or no."
)


class Entailment(Protocol):
    """A model of natural language inference (see rag.models.entailment)."""

    def entails(self, premise: str, hypothesis: str) -> float: ...


class Judge:
    """Asks the language model yes or no, with the source and the sentence alone.

    Both answers are 0 to 1 and uncalibrated: a small model says yes too readily, so what counts
    is where between its usual yes and no an answer lies (see rag.answering.confidence).
    """

    def __init__(self, llm: LanguageModel, entailment: Entailment | None = None) -> None:
        """`entailment` says in the language model's place whether a source holds a sentence."""
        self._llm = llm
        self._entailment = entailment

    async def holds(self, claim: str, source: str) -> float:
        """How far the source says what the claim says. Raises LLMFailed."""
        if self._entailment:
            return await asyncio.to_thread(self._entailment.entails, source, claim)
        return await self._llm.affirms(_SYSTEM, f"Source: {source}\n\nStatement: {claim}")

    async def answers(self, question: str, source: str) -> float:
        """How far the source answers exactly this question. Raises LLMFailed."""
        return await self._llm.affirms(_SYSTEM, f"Source: {source}\n\nQuestion: {question}")
