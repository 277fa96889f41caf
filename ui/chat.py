"""The handlers of the chat page: they translate between Gradio, the assistant and the page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any, NamedTuple

import gradio as gr
from markupsafe import Markup

from rag.errors import CitedeskError
from ui.conversation import Conversation
from ui.pace import with_pulse
from ui.protocols import Assistant

_PULSE_S = 1.0
_KEEP: Any = gr.skip()


class View(NamedTuple):
    """One update of the page: a value for each of its components, in the order of the outputs."""

    messages: list[dict[str, str]]
    status: str
    sources: str
    question: Any
    ask_button: Any
    stop_button: Any


class Chat:
    """What happens when somebody asks, stops, or begins anew."""

    def __init__(self, assistant: Assistant, suggestions: Sequence[str]) -> None:
        self._assistant = assistant
        self._suggestions = suggestions

    async def ask(self, question: str, conversation: Conversation) -> AsyncIterator[View]:
        """Stream the answer to a question into the conversation."""
        if not question.strip():
            yield _view(conversation, hint="Type a question first.")
            return
        conversation.begin(question)
        yield _view(conversation, question="")
        try:
            async with aclosing(with_pulse(self._assistant.stream(question), _PULSE_S)) as events:
                async for event in events:
                    if event is not None:
                        conversation.apply(event)
                    yield _view(conversation)
        except CitedeskError as error:
            conversation.fail(error)
            yield _view(conversation, question=question)
        except (asyncio.CancelledError, GeneratorExit):
            conversation.stop()  # by the button, or because the browser has left
            raise

    async def ask_suggestion(
        self, conversation: Conversation, chosen: gr.SelectData
    ) -> AsyncIterator[View]:
        async for view in self.ask(self._suggestions[chosen.index], conversation):
            yield view

    def stop(self, conversation: Conversation) -> View:
        """Show what was checked until now; Gradio cancels `ask`."""
        conversation.stop()
        return _view(conversation)

    def show_fault(self, conversation: Conversation) -> View:
        """Say that Citedesk itself failed, unless the answer was only stopped."""
        if conversation.activity:
            conversation.fail(
                CitedeskError(
                    "Citedesk failed while it answered.",
                    hint="This is a bug: the terminal where Citedesk runs shows its cause.",
                )
            )
        return _view(conversation)

    def begin_anew(self) -> tuple[Conversation, *tuple[Any, ...]]:
        conversation = Conversation()
        return conversation, *_view(conversation)


def _view(conversation: Conversation, *, question: Any = _KEEP, hint: str = "") -> View:
    busy = bool(conversation.activity)
    seconds = time.monotonic() - conversation.started_s
    status = (
        # The seconds are for the eye: a screen reader announces only a new activity.
        Markup('{}\u2026 <span aria-hidden="true">{:.0f} s</span>').format(
            conversation.activity, seconds
        )
        if busy
        else Markup.escape(hint)
    )
    return View(
        messages=conversation.messages,
        status=status,
        sources=conversation.sources,
        question=question,
        ask_button=gr.update(visible=not busy),
        stop_button=gr.update(visible=busy),
    )
