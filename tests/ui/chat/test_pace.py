from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from ui.chat.pace import with_pulse


async def test_events_pass_in_order_and_the_stream_ends() -> None:
    async def events() -> AsyncIterator[int]:
        for number in range(5):
            yield number

    assert [event async for event in with_pulse(events(), 60)] == [0, 1, 2, 3, 4]


async def test_a_silent_stream_still_beats() -> None:
    answered = asyncio.Event()

    async def events() -> AsyncIterator[str]:
        await answered.wait()
        yield "late"

    received = []
    async for event in with_pulse(events(), 0.001):
        received.append(event)
        if len(received) == 3:
            answered.set()
    assert received[:3] == [None, None, None]
    assert received[-1] == "late"


async def test_an_error_of_the_stream_is_raised_after_its_events() -> None:
    async def events() -> AsyncIterator[int]:
        yield 1
        raise ValueError("broke off")

    pulsing = with_pulse(events(), 60)
    assert await anext(pulsing) == 1
    with pytest.raises(ValueError, match="broke off"):
        await anext(pulsing)


async def test_closing_cancels_a_stream_that_is_waiting() -> None:
    ended = asyncio.Event()

    async def events() -> AsyncIterator[int]:
        try:
            yield 1
            await asyncio.sleep(3600)
        finally:
            ended.set()

    async with aclosing(with_pulse(events(), 60)) as pulsing:
        assert await anext(pulsing) == 1
    assert ended.is_set()
