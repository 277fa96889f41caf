"""Citedesk with a part left out, which shows what the part is worth."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from eval.cases import Case
from eval.systems import Found, NoLanguageModel, Reply
from eval.systems.citedesk import Citedesk
from eval.systems.unchecked import Stopwatch, read, unchecked_reply
from eval.systems.usage import count_prompt_tokens
from rag.retrieving.hybrid import HybridRetriever

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.config import RetrievalSettings
    from rag.models.chat import LanguageModel

CLOSED_BOOK = (
    "Answer the question in one or two short sentences, in its own language; if you do not know "
    "the answer, say so."
)


def dense_only(assistant: Assistant, settings: RetrievalSettings) -> Citedesk:
    """Citedesk over what the dense index finds, without the lexical one."""
    return _with_dense_weight(1.0, "dense", assistant, settings)


def lexical_only(assistant: Assistant, settings: RetrievalSettings) -> Citedesk:
    """Citedesk over what the lexical index finds, without the dense one.

    The embedder still helps to choose the evidence among the passages that were found.
    """
    return _with_dense_weight(0.0, "lexical", assistant, settings)


def _with_dense_weight(
    weight: float, name: str, assistant: Assistant, settings: RetrievalSettings
) -> Citedesk:
    twin = copy(assistant)
    twin.retriever = HybridRetriever(
        assistant.library,
        assistant.embedder,
        settings.model_copy(update={"dense_weight": weight}),
    )
    return Citedesk(twin, name)


class ClosedBook:
    """The language model alone: it is asked the question and shown no documents."""

    name = "closed-book"

    def __init__(self, llm: LanguageModel | None) -> None:
        self._llm = llm

    def search(self, case: Case, k: int) -> tuple[Found, ...]:  # noqa: ARG002  # System's
        return ()

    async def ask(self, case: Case) -> Reply:
        if self._llm is None:
            raise NoLanguageModel(self.name)
        watch = Stopwatch()
        with count_prompt_tokens() as prompts:
            written = await read(self._llm.stream(CLOSED_BOOK, case.question), watch)
        return unchecked_reply(written, found=(), retrieve_ms=None, prompt_tokens=prompts.tokens)
