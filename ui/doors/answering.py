"""Answers for programs: one seat each, and none for whoever has left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import TypeVar

from starlette.requests import Request

from rag.domain import Answer, AnswerEvent, AnswerFinished, Context
from ui.desk import Desk

Result = TypeVar("Result")


async def answering(
    desk: Desk, user: str, question: str, context: Context
) -> AsyncGenerator[AnswerEvent, None]:
    """The events of an answer, once a seat is free; closing it stops the language model.

    Raises:
        Busy: too many wait already.
        TooOften: this user has asked too many in a minute.
        CitedeskError: what the assistant raises.
    """
    async with (
        desk.seats.seat(user),
        aclosing(desk.assistant.stream(question, context)) as events,
    ):
        async for event in events:
            yield event


async def answer_to(desk: Desk, user: str, question: str, context: Context) -> Answer:
    """The finished answer. Raises what `answering` raises."""
    async with aclosing(answering(desk, user, question, context)) as events:
        async for event in events:
            if isinstance(event, AnswerFinished):
                return event.answer
    raise AssertionError("a stream ends with AnswerFinished or raises")


async def while_connected(request: Request, work: Coroutine[None, None, Result]) -> Result | None:
    """What `work` returns; None, and the work is cancelled, if whoever asked has left.

    The body of the request must have been read. Raises what `work` raises.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
