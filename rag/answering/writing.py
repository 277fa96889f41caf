"""What the language model writes for a request, each sentence checked as soon as it is complete."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from rag.answering.claims import DraftSentence, SentenceStream
from rag.answering.prompt import NOT_IN_SOURCES, SYSTEM, refuses
from rag.answering.quarantine import gives_away
from rag.answering.verifier import Checked, Verifier
from rag.domain import EvidenceSentence
from rag.models.chat import LanguageModel


class Writing:
    """The sentences of one answer, in the order in which they were written."""

    def __init__(
        self, llm: LanguageModel, verifier: Verifier, evidence: Sequence[EvidenceSentence]
    ) -> None:
        self.checked: list[Checked] = []
        self.verify_ms = 0.0
        self._llm = llm
        self._verifier = verifier
        self._evidence = evidence
        self._seen: set[str] = set()

    async def stream(self, user: str, max_chars: int) -> AsyncGenerator[str, None]:
        """Yield all the text so far, not yet to be trusted; `checked` fills meanwhile.

        Raises:
            LLMFailed: the model could not be reached or broke off.
        """
        sentences = SentenceStream()
        async with aclosing(self._llm.stream(SYSTEM, user)) as pieces:
            async for piece in pieces:
                for draft in sentences.add(piece):
                    if draft.text and draft.text in self._seen:
                        return  # A small model that repeats itself does not stop by itself.
                    await self._check(draft)
                if text := self._so_far(sentences.pending):
                    yield text
                if len(sentences.text) > max_chars:
                    break
        for draft in sentences.finish():
            if not draft.text or draft.text not in self._seen:
                await self._check(draft)

    async def _check(self, draft: DraftSentence) -> None:
        self._seen.add(draft.text)
        if refuses(draft.text) or gives_away(draft.text, SYSTEM):
            return
        cited = [sentence for sentence in self._evidence if sentence.number in draft.cited]
        # An answer that is only "[2]" points at the sentence that answers.
        if text := draft.text or " ".join(sentence.text for sentence in cited):
            start = time.perf_counter()
            self.checked.append(await self._verifier.check(text, cited, self._evidence))
            self.verify_ms += (time.perf_counter() - start) * 1000

    def _so_far(self, pending: str) -> str:
        is_silence = NOT_IN_SOURCES.startswith(pending.upper()[: len(NOT_IN_SOURCES)])
        is_shown = not is_silence and not gives_away(pending, SYSTEM)
        texts = [checked.text for checked in self.checked]
        return " ".join([*texts, pending] if pending and is_shown else texts)
