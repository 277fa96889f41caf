from __future__ import annotations

import asyncio

import pytest

from ui.access.rates import Rate
from ui.access.refusals import Busy, TooOften
from ui.access.seats import Seats


async def test_who_finds_no_place_to_wait_is_told_so_and_a_place_that_is_left_is_free() -> None:
    seats = Seats(at_once=1, waiting=1)
    first_may_go, order = asyncio.Event(), list[str]()

    async def first() -> None:
        async with seats.seat("Ada"):
            order.append("first")
            await first_may_go.wait()

    async def second() -> None:
        async with seats.seat("Ada"):
            order.append("second")

    tasks = [asyncio.create_task(first()), asyncio.create_task(second())]
    await asyncio.sleep(0)
    with pytest.raises(Busy, match="2 questions") as busy:
        async with seats.seat("Ada"):
            pass
    assert busy.value.retry_after_s
    assert order == ["first"]
    first_may_go.set()
    await asyncio.gather(*tasks)
    async with seats.seat("Ada"):
        assert order == ["first", "second"]


async def test_who_stops_waiting_gives_the_place_back() -> None:
    seats = Seats(at_once=1, waiting=1)

    async def ask() -> None:
        async with seats.seat("Ada"):
            pass

    async with seats.seat("Ada"):
        waiting = asyncio.create_task(ask())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        again = asyncio.create_task(ask())
        await asyncio.sleep(0)
        assert not again.done()
    await again


async def test_one_user_who_asks_too_often_takes_no_place_of_another() -> None:
    seats = Seats(at_once=2, waiting=0, per_minute=1)
    async with seats.seat("Ada"):
        with pytest.raises(TooOften, match="minute") as refused:
            async with seats.seat("Ada"):
                pass
        assert refused.value.retry_after_s in {59, 60}
        async with seats.seat("Bo"):
            pass


def test_what_was_taken_comes_back_with_time_and_no_more_than_fits() -> None:
    now = [0.0]
    rate = Rate(2, clock=lambda: now[0])
    assert [rate.take("Ada"), rate.take("Ada")] == [0, 0]
    assert rate.take("Ada") == 30
    assert rate.take("Bo") == 0
    now[0] = 20.0
    assert rate.take("Ada") == pytest.approx(10)
    now[0] = 30.0
    assert rate.take("Ada") == 0
    now[0] = 6000.0
    assert [rate.take("Ada") > 0 for _ in range(3)] == [False, False, True]


def test_so_many_visitors_are_remembered_and_no_more() -> None:
    rate = Rate(1, clock=lambda: 0.0)
    rate.take("first")
    for number in range(10_000):
        rate.take(str(number))
    assert rate.take("9999") > 0
    assert rate.take("first") == 0
