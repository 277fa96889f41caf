"""Citedesk with a part left out, which shows what the part is worth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from eval.cases import Case
from eval.systems import NoLanguageModel, Reply, Searched
from eval.systems.citedesk import Citedesk
from eval.systems.stopwatch import Stopwatch
from eval.systems.unchecked import read, unchecked_reply
from eval.systems.usage import count_prompt_tokens
from rag.retrieving.hybrid import HybridRetriever

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.config import RetrievalSettings
    from rag.models.chat import LanguageModel

_NOT_REFINED: Mapping[str, object] = MappingProxyType({"late_weight": 0.0, "relevance": 1.0})
"""Settings under which the fused scores are the last word."""

CLOSED_BOOK = (
    "Answer the question in one or two short sentences, in its own language; if you do not know "
    "the answer, say so."
)


def dense_only(assistant: Assistant, settings: RetrievalSettings) -> Citedesk:
    """Citedesk over what the dense index finds, without the lexical one."""
    return _with("dense", {"dense_weight": 1.0, **_NOT_REFINED}, assistant, settings)


def lexical_only(assistant: Assistant, settings: RetrievalSettings) -> Citedesk:
    """Citedesk over what the lexical index finds, without the dense one.

    The embedder still helps to choose the evidence among the passages that were found.
    """
    return _with("lexical", {"dense_weight": 0.0, **_NOT_REFINED}, assistant, settings)


def fused_only(assistant: Assistant, settings: RetrievalSettings) -> Citedesk:
    """Citedesk over both indexes, in the order that their scores give: nothing ranks again."""
    return _with("fused", _NOT_REFINED, assistant, settings)


def _with(
    name: str, changes: Mapping[str, object], assistant: Assistant, settings: RetrievalSettings
) -> Citedesk:
    # Checked: a setting that is renamed must not quietly stay as it was.
    changed = type(settings).model_validate({**settings.model_dump(), **changes})
    retriever = HybridRetriever(assistant.library, assistant.embedder, changed)
    return Citedesk(assistant.with_retriever(retriever), name)


class ClosedBook:
    """The language model alone: it is asked the question and shown no documents."""

    name = "closed-book"

    def __init__(self, llm: LanguageModel | None) -> None:
        self._llm = llm

    async def search(self, case: Case, k: int) -> Searched:  # noqa: ARG002  # System's
        return Searched((), understand_ms=None, search_ms=None)

    async def ask(self, case: Case) -> Reply:
        if self._llm is None:
            raise NoLanguageModel(self.name)
        watch = Stopwatch()
        with count_prompt_tokens() as prompts:
            written = await read(self._llm.stream(CLOSED_BOOK, case.question), watch)
        return unchecked_reply(written, found=(), retrieve_ms=None, prompt_tokens=prompts.tokens)
