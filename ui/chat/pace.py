"""A stream of events with a pulse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final, TypeVar

Event = TypeVar("Event")

_END: Final = object()


async def with_pulse(
    events: AsyncIterator[Event], every_s: float
) -> AsyncGenerator[Event | None, None]:
    """The events as they come, and None whenever `every_s` seconds pass without one.

    Gradio learns only when a handler yields that its browser has left. Closing this iterator
    cancels the one task that iterates `events`, even while that waits for the LLM.
    """
    queue: asyncio.Queue[Event | object] = asyncio.Queue()

    async def pump() -> None:
        try:
            async for event in events:
                queue.put_nowait(event)
        finally:
            queue.put_nowait(_END)

    pumping = asyncio.create_task(pump())
    try:
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), every_s)
            except TimeoutError:
                yield None
                continue
            if event is _END:
                break
            yield event  # type: ignore[misc]  # what is not the end is an event
        await pumping
    finally:
        pumping.cancel()
        await asyncio.gather(pumping, return_exceptions=True)
