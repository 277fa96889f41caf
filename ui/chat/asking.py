"""Handlers whose answer streams: asking, asking again, asking otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.conversations import NoSuchConversation
from rag.domain import AnswerEvent, Context, Form
from rag.errors import CitedeskError
from ui.access.visitor import Visitor, visitor_of
from ui.chat.conversation import Conversation
from ui.chat.exchange import Exchange
from ui.chat.filters import filters_from
from ui.chat.pace import with_pulse
from ui.chat.side import MOST_LISTED, conversation_path, render_side
from ui.chat.view import KEEP, View, view_of
from ui.desk import Desk
from ui.showing.times import ANY_TIME, DateRejected, period_between
from ui.words import Words

_PULSE_S = 1.0

Update = tuple[Any, ...]
"""A View, then the list of conversations and what the browser itself is to do."""


class Asking:
    """What happens when somebody asks. Each handler yields updates until the answer is there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(
        self,
        request: gr.Request,
        question: str,
        conversation: Conversation,
        form: Form,
        *filter_fields: Any,
    ) -> AsyncIterator[Update]:
        """What is in the question box."""
        t = Words(visitor_of(request).language)
        if not question.strip():
            yield _shown(view_of(conversation, t, hint=t("chat.empty")))
            return
        try:
            filters = filters_from(filter_fields, t)
            await self._catch_up(conversation, visitor_of(request))
        except CitedeskError as error:
            yield _shown(view_of(conversation, t, hint=str(error)))
            return
        context = Context(conversation.history, filters, form)
        async with aclosing(self._answer(request, question, context, conversation)) as updates:
            async for update in updates:
                yield update

    async def ask_otherwise(
        self,
        request: gr.Request,
        conversation: Conversation,
        wanted: gr.EventData,
        form: Form,
        *filter_fields: Any,
    ) -> AsyncIterator[Update]:
        """A form: a suggested question, or one asked again, changed, or understood otherwise."""
        match getattr(wanted, "asks", "corrected"):
            case "question":
                updates = self.ask(request, wanted.question, conversation, form, *filter_fields)
            case "corrected":
                updates = self._ask_corrected(request, conversation, wanted)
            case _:
                updates = self._ask_instead(request, conversation, wanted)
        async for update in updates:
            yield update

    async def _catch_up(self, conversation: Conversation, visitor: Visitor) -> None:
        """What another tab has asked in this conversation meanwhile comes first.

        Raises:
            ConversationsError: what is kept cannot be read.
        """
        if not conversation.id or conversation.answering:
            return
        try:
            kept = await asyncio.to_thread(
                self._desk.conversations.exchanges, visitor.user, conversation.id
            )
        except NoSuchConversation:  # deleted there: what is asked here begins another
            conversation.id = ""
            conversation.exchanges.clear()
        else:
            if len(kept) > len(conversation.exchanges):
                conversation.restore(kept, Words(visitor.language))

    async def _ask_corrected(
        self, request: gr.Request, conversation: Conversation, wanted: gr.EventData
    ) -> AsyncIterator[Update]:
        """The same question, understood as its reader means it; its first answer stays above."""
        t = Words(visitor_of(request).language)
        exchange = conversation.exchanges[int(wanted.exchange)]
        try:
            context = _corrected(exchange.context, wanted, t)
        except DateRejected as error:
            yield _shown(view_of(conversation, t, hint=str(error)))
            return
        answering = self._answer(request, exchange.question, context, conversation)
        async with aclosing(answering) as updates:
            async for update in updates:
                yield update

    async def _ask_instead(
        self, request: gr.Request, conversation: Conversation, wanted: gr.EventData
    ) -> AsyncIterator[Update]:
        """A question asked once more, or edited, in place of itself and of all that followed."""
        visitor = visitor_of(request)
        t = Words(visitor.language)
        exchange = conversation.exchanges[int(wanted.exchange)]
        question = getattr(wanted, "question", exchange.question)
        hint = t("chat.one_at_a_time") if conversation.answering else ""
        hint = hint or ("" if question.strip() else t("chat.empty"))
        try:
            if not hint:
                await self._drop_from(exchange.number, conversation, visitor)
        except CitedeskError as error:
            hint = str(error)
        if hint:
            yield _shown(view_of(conversation, t, hint=hint))
            return
        answering = self._answer(request, question, exchange.context, conversation)
        async with aclosing(answering) as updates:
            async for update in updates:
                yield update

    async def _drop_from(self, number: int, conversation: Conversation, visitor: Visitor) -> None:
        """The conversation goes on from before this exchange."""
        if conversation.id:
            kept = self._desk.conversations
            await asyncio.to_thread(kept.truncate, visitor.user, conversation.id, number)
        del conversation.exchanges[number:]

    async def _answer(
        self, request: gr.Request, question: str, context: Context, conversation: Conversation
    ) -> AsyncGenerator[Update, None]:
        visitor = visitor_of(request)
        t = Words(visitor.language)
        if conversation.answering:
            yield _shown(view_of(conversation, t, hint=t("chat.one_at_a_time")))
            return
        exchange = conversation.begin(question, context, t)
        try:
            side, reply = await self._keep_question(exchange, conversation, visitor)
            yield _shown(view_of(conversation, t, question=""), side, reply)
            async with aclosing(with_pulse(self._seated(exchange, visitor), _PULSE_S)) as events:
                async for event in events:
                    if not exchange.is_open:
                        return  # stopped: Gradio cancels only what was asked last
                    if event is not None:
                        exchange.apply(event)
                    if exchange.is_open:
                        yield _shown(view_of(conversation, t))
            await self._keep(exchange, conversation, visitor)
            yield _shown(view_of(conversation, t))
        except CitedeskError as error:
            if exchange.finished is None:
                exchange.fail(error)
            hint = str(error) if exchange.finished else ""
            yield _shown(view_of(conversation, t, question=question, hint=hint))
            await self._keep_failure(exchange, conversation, visitor)
        except (asyncio.CancelledError, GeneratorExit):
            exchange.stop()  # by the button, or because the browser has left
            raise

    async def _seated(
        self, exchange: Exchange, visitor: Visitor
    ) -> AsyncGenerator[AnswerEvent, None]:
        """The events of the answer, once there is a seat for it."""
        stream = self._desk.assistant.stream
        async with (
            self._desk.seats.seat(visitor.user),
            aclosing(stream(exchange.question, exchange.context)) as events,
        ):
            async for event in events:
                yield event

    async def _keep_question(
        self, exchange: Exchange, conversation: Conversation, visitor: Visitor
    ) -> tuple[Any, Any]:
        """Keep it before it is answered; what the side and the address show from now on."""
        kept = self._desk.conversations
        is_new = not conversation.id
        if is_new:
            conversation.id = await asyncio.to_thread(kept.begin, visitor.user)
        await self._keep(exchange, conversation, visitor)
        listed = await asyncio.to_thread(kept.listed, visitor.user, "", MOST_LISTED)
        side = render_side(listed, Words(visitor.language), conversation.id)
        return side, {"address": conversation_path(conversation.id)} if is_new else KEEP

    async def _keep(self, exchange: Exchange, conversation: Conversation, visitor: Visitor) -> None:
        await asyncio.to_thread(
            self._desk.conversations.save, visitor.user, conversation.id, exchange.kept()
        )

    async def _keep_failure(
        self, exchange: Exchange, conversation: Conversation, visitor: Visitor
    ) -> None:
        """Keep it, unless it is keeping that failed: that has been told."""
        try:
            if conversation.id:
                await self._keep(exchange, conversation, visitor)
        except CitedeskError:
            return


def _shown(view: View, side: Any = KEEP, reply: Any = KEEP) -> Update:
    return (*view, side, reply)


def _corrected(context: Context, correction: gr.EventData, t: Words) -> Context:
    """Without the question's own filters, or about another time; without days: any time.

    Raises:
        DateRejected: what was typed is not a date, or the days end before they begin.
    """
    if correction.corrects == "filters":
        return replace(context, understand_filters=False)
    period = period_between(correction.first, correction.last, t)
    chosen = None if period == ANY_TIME else period
    return replace(context, period=chosen, understand_period=chosen is not None)
