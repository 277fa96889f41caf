"""The handlers of the chat page: they translate between Gradio, the assistant and the page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, NamedTuple

import gradio as gr
from markupsafe import Markup

from rag.domain import Context
from rag.errors import CitedeskError
from ui.access.visitor import visitor_of
from ui.chat.conversation import Conversation, Exchange
from ui.chat.filters import filters_from, heading
from ui.chat.pace import with_pulse
from ui.protocols import Assistant
from ui.showing import sources_panel
from ui.showing.downloads import file_of
from ui.showing.times import ANY_TIME, DateRejected, period_between
from ui.words import Words

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
    """What happens when somebody asks, corrects, stops, or begins anew."""

    def __init__(self, assistant: Assistant, suggestions: Sequence[str]) -> None:
        self._assistant = assistant
        self._suggestions = suggestions

    async def ask(
        self, question: str, conversation: Conversation, *filter_fields: Any
    ) -> AsyncIterator[View]:
        """Stream the answer to a question into the conversation."""
        if not question.strip():
            yield _view(conversation, hint="Type a question first.")
            return
        try:
            filters = filters_from(filter_fields, Words("en"))
        except DateRejected as error:
            yield _view(conversation, hint=str(error))
            return
        context = Context(conversation.history, filters)
        async for view in self._answer(question, context, conversation):
            yield view

    async def ask_suggestion(
        self, conversation: Conversation, chosen: gr.SelectData, *filter_fields: Any
    ) -> AsyncIterator[View]:
        suggestion = self._suggestions[chosen.index]
        async for view in self.ask(suggestion, conversation, *filter_fields):
            yield view

    async def ask_again(
        self, conversation: Conversation, correction: gr.EventData
    ) -> AsyncIterator[View]:
        """Ask a question again as its reader means it."""
        exchange = conversation.exchanges[int(correction.exchange)]
        try:
            context = _corrected(exchange.context, correction)
        except DateRejected as error:
            yield _view(conversation, hint=str(error))
            return
        async for view in self._answer(exchange.question, context, conversation):
            yield view

    async def _answer(
        self, question: str, context: Context, conversation: Conversation
    ) -> AsyncIterator[View]:
        if conversation.answering:
            yield _view(conversation, hint="Stop the answer that is being written first.")
            return
        exchange = conversation.begin(question, context)
        yield _view(conversation, question="")
        events = with_pulse(self._assistant.stream(question, context), _PULSE_S)
        try:
            async with aclosing(events):
                async for event in events:
                    if not exchange.activity:
                        return  # stopped: Gradio cancels only what was asked last
                    if event is not None:
                        exchange.apply(event)
                    yield _view(conversation)
        except CitedeskError as error:
            exchange.fail(error)
            yield _view(conversation, question=question)
        except (asyncio.CancelledError, GeneratorExit):
            exchange.stop()  # by the button, or because the browser has left
            raise

    def stop(self, conversation: Conversation) -> View:
        """Show what was checked until now; Gradio cancels the answer."""
        if conversation.answering:
            conversation.answering.stop()
        return _view(conversation)

    def show_fault(self, conversation: Conversation) -> View:
        """Say that Citedesk itself failed, unless the answer was only stopped."""
        if conversation.answering:
            conversation.answering.fail(
                CitedeskError(
                    "Citedesk failed while it answered.",
                    hint="This is a bug: the terminal where Citedesk runs shows its cause.",
                )
            )
        return _view(conversation)

    def download(self, conversation: Conversation, wanted: gr.EventData) -> dict[str, str]:
        """The file of an answer or of the whole conversation."""
        number = int(wanted.exchange) if wanted.exchange else None
        return file_of(conversation.transcript(number), wanted.format)

    def begin_anew(self, conversation: Conversation) -> tuple[Conversation, *tuple[Any, ...]]:
        self.stop(conversation)
        new = Conversation()
        return new, *_view(new)


def _corrected(context: Context, correction: gr.EventData) -> Context:
    """Without the question's own filters, or about another time; without days: any time.

    Raises:
        DateRejected: what was typed is not a date, or the days end before they begin.
    """
    if correction.corrects == "filters":
        return replace(context, understand_filters=False)
    period = period_between(correction.first, correction.last, Words("en"))
    chosen = None if period == ANY_TIME else period
    return replace(context, period=chosen, understand_period=chosen is not None)


def _view(conversation: Conversation, *, question: Any = _KEEP, hint: str = "") -> View:
    last, answering = conversation.last, conversation.answering
    return View(
        messages=conversation.messages,
        status=_activity(answering) if answering and not hint else Markup.escape(hint),
        sources=last.sources if last else sources_panel.render_empty(Words("en")),
        question=question,
        ask_button=gr.update(visible=not answering),
        stop_button=gr.update(visible=bool(answering)),
    )


def _activity(exchange: Exchange) -> Markup:
    # The seconds are for the eye: a screen reader announces only a new activity.
    return Markup('{}\u2026 <span aria-hidden="true">{:.0f} s</span>').format(
        exchange.activity, time.monotonic() - exchange.started_s
    )


def show_filters(request: gr.Request, *filter_fields: Any) -> tuple[Any, str]:
    """The heading of the filters and the status line, after a field has changed."""
    t = Words(visitor_of(request).language)
    try:
        return gr.update(label=heading(filters_from(filter_fields, t), t)), ""
    except DateRejected as error:
        return _KEEP, Markup.escape(str(error))
