"""Handlers that are done at once: opening the page, stopping, copying, rating, downloading."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, get_args

import gradio as gr
from markupsafe import Markup

from rag.conversations import NoSuchConversation, Rating
from rag.domain import Context, Filters, Form
from rag.errors import CitedeskError
from rag.exporting.plain import to_plain_text
from ui.access.visitor import visitor_of
from ui.chat.actions import render_welcome
from ui.chat.conversation import Conversation
from ui.chat.filters import filters_from, heading, offered
from ui.chat.side import MOST_LISTED, render_side
from ui.chat.view import KEEP, View, view_of
from ui.desk import Desk
from ui.showing.downloads import file_of, render_downloads
from ui.showing.masthead import render_masthead
from ui.showing.times import DateRejected
from ui.words import Words


class Handlers:
    """They translate between Gradio, the desk and the page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def open(self, request: gr.Request, conversation: Conversation) -> tuple[Any, ...]:
        """A visit: the conversation, question or document that its address names.

        Returns the view, the masthead, the side, the downloads, the form of the answer, and what
        the filters offer: the conversation goes on as its last question was asked.
        """
        visitor = visitor_of(request)
        t, named = Words(visitor.language), request.query_params
        hint = ""
        if wanted := named.get("conversation"):
            try:
                kept = await asyncio.to_thread(
                    self._desk.conversations.exchanges, visitor.user, wanted
                )
                conversation.id = wanted
                conversation.restore(kept, t)
            except NoSuchConversation:
                hint = t("chat.no_conversation")
        library = self._desk.assistant.library
        listed = await asyncio.to_thread(
            self._desk.conversations.listed, visitor.user, "", MOST_LISTED
        )
        note = t(
            "chat.in_archive",
            documents=library.counts.documents,
            passages=library.counts.passages,
        )
        context = conversation.last.context if conversation.last else Context()
        filters = context.filters
        if document := named.get("document"):
            filters = Filters(collections=(document,))
        return (
            *self._in_words(view_of(conversation, t, hint=hint), t, named.get("q")),
            _bar(t) + render_masthead(visitor, "chat", note),
            render_side(listed, t, conversation.id),
            render_downloads(None, t),
            gr.update(label=t("chat.form"), choices=forms(t), value=context.form),
            *offered(library.facets(), t, filters),
        )

    def _in_words(self, view: View, t: Words, question: str | None) -> View:
        """A view that also says what its components are called; `question` is put into its box."""
        welcome = render_welcome(self._desk.settings.server.suggested_questions, t)
        box: dict[str, Any] = {} if question is None else {"value": question}
        return view._replace(
            messages=gr.update(value=view.messages, placeholder=welcome),
            question=gr.update(label=t("chat.question"), placeholder=t("chat.placeholder"), **box),
            ask_button=view.ask_button | {"value": t("chat.ask")},
            stop_button=view.stop_button | {"value": t("chat.stop")},
        )

    def stop(self, request: gr.Request, conversation: Conversation) -> View:
        """Show what was checked until now; Gradio cancels the answer."""
        if conversation.answering:
            conversation.answering.stop()
        return view_of(conversation, Words(visitor_of(request).language))

    def show_fault(self, request: gr.Request, conversation: Conversation) -> View:
        """Say that Citedesk itself failed, unless the answer was only stopped."""
        t = Words(visitor_of(request).language)
        if conversation.answering:
            conversation.answering.fail(CitedeskError(t("chat.fault"), hint=t("chat.fault_hint")))
        return view_of(conversation, t)

    async def do(
        self, request: gr.Request, conversation: Conversation, wanted: gr.EventData
    ) -> tuple[Any, ...]:
        """A form in a message that nothing is asked by: the view, and what the browser is to do."""
        t = Words(visitor_of(request).language)
        number = int(wanted.exchange) if wanted.exchange else None
        transcript = conversation.transcript(number)
        if hasattr(wanted, "format"):
            return *_unchanged(), {"file": file_of(transcript, wanted.format)}
        assert number is not None  # noqa: S101 - what follows is done with one answer
        if wanted.does == "copy":
            view = _unchanged()._replace(status=Markup.escape(t("chat.copied")))
            return *view, {"text": to_plain_text(transcript)}
        exchange = conversation.exchanges[number]
        if wanted.does == "sources":
            return *_unchanged()._replace(sources=exchange.sources), KEEP
        comment = getattr(wanted, "comment", None)
        exchange.rating = Rating(wanted.good == "1", comment or "")
        await asyncio.to_thread(
            self._desk.conversations.rate,
            visitor_of(request).user,
            conversation.id,
            number,
            exchange.rating.good,
            exchange.rating.comment,
        )
        view = view_of(conversation, t, hint=t("chat.rated"), sources_of=exchange)
        return *view, KEEP if comment else {"commented": wanted.exchange}


def forms(word: Callable[[str], Any]) -> list[tuple[Any, Form]]:
    """The forms that an answer can have, as they are called."""
    return [(word(f"chat.{form}"), form) for form in get_args(Form)]


def _unchanged() -> View:
    return View(*([KEEP] * len(View._fields)))


def _bar(t: Words) -> Markup:
    """For those who hear the page or walk it by keys."""
    return Markup('<a class="skip" href="#question">{}</a><h1 class="unseen">{}</h1>').format(
        t("chat.skip"), t("chat.heading")
    )


def show_filters(request: gr.Request, *filter_fields: Any) -> tuple[Any, Markup]:
    """The heading of the filters and the status line, after a field has changed."""
    t = Words(visitor_of(request).language)
    try:
        return gr.update(label=heading(filters_from(filter_fields, t), t)), Markup()
    except DateRejected as error:
        return KEEP, Markup.escape(str(error))
