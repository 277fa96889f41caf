"""What language models were sent, counted for any system alike: LlamaIndex tells of every call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llama_index.core.base.llms.types import ChatResponse, CompletionResponse
from llama_index.core.instrumentation.event_handlers import BaseEventHandler
from llama_index.core.instrumentation.events import BaseEvent
from llama_index.core.instrumentation.events.llm import (
    LLMChatEndEvent,
    LLMChatInProgressEvent,
    LLMChatStartEvent,
    LLMCompletionEndEvent,
    LLMCompletionInProgressEvent,
    LLMCompletionStartEvent,
)
from llama_index_instrumentation import get_dispatcher
from pydantic import PrivateAttr

_STARTS = LLMChatStartEvent | LLMCompletionStartEvent
_RESPONSES = (
    LLMChatInProgressEvent | LLMChatEndEvent | LLMCompletionInProgressEvent | LLMCompletionEndEvent
)


class PromptTokens(BaseEventHandler):
    """Listens to the calls of language models, and adds up what their endpoints report."""

    _by_call: dict[str | None, int | None] = PrivateAttr(default_factory=dict)

    @property
    def tokens(self) -> int | None:
        """Tokens of all prompts, 0 where no model was called.

        None where a call went uncounted: its endpoint reports no usage, or the call was broken
        off, for the usage comes last.
        """
        total = 0
        for tokens in self._by_call.values():
            if tokens is None:
                return None
            total += tokens
        return total

    def handle(self, event: BaseEvent, **_: Any) -> None:
        if isinstance(event, _STARTS):
            self._by_call[event.span_id] = None
        elif isinstance(event, _RESPONSES) and (tokens := _reported(event.response)) is not None:
            self._by_call[event.span_id] = tokens


@contextmanager
def count_prompt_tokens() -> Iterator[PromptTokens]:
    """Count the tokens of every prompt that is sent through LlamaIndex in the meantime."""
    counter = PromptTokens()
    handlers = get_dispatcher("root").event_handlers
    handlers.append(counter)
    try:
        yield counter
    finally:
        handlers.remove(counter)


def _reported(response: ChatResponse | CompletionResponse | None) -> int | None:
    usage = getattr(response.raw, "usage", None) if response else None
    tokens: int | None = usage.prompt_tokens if usage else None
    return tokens
