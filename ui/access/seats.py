"""How many questions are answered at once, whichever door they come through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from rag.config import LimitSettings
from ui.access.rates import Rate
from ui.access.refusals import Busy

__all__ = ["Busy", "Seats"]

_RETRY_AFTER_S = 10


class Seats:
    """Places for questions that are being answered, and for those that wait for one."""

    def __init__(self, at_once: int, waiting: int, *, per_minute: int = 60) -> None:
        """`per_minute`: the questions of one visitor."""
        self._answering = asyncio.Semaphore(at_once)
        self._room = at_once + waiting
        self._taken = 0
        self._rate = Rate(per_minute)

    @classmethod
    def of(cls, limits: LimitSettings) -> Self:
        return cls(
            limits.questions_at_once,
            limits.questions_waiting,
            per_minute=limits.questions_per_minute,
        )

    @asynccontextmanager
    async def seat(self, user: str) -> AsyncIterator[None]:
        """A place for one question of a user, once one is free.

        Raises:
            Busy: too many are waiting already.
            TooOften: this user has asked too many in a minute.
        """
        if self._taken >= self._room:
            raise Busy(
                f"Citedesk is busy: {self._taken} questions are being answered or wait.",
                hint="Ask again in a minute.",
                retry_after_s=_RETRY_AFTER_S,
            )
        self._rate.check(user, "You have asked as many questions in a minute as one visitor may.")
        self._taken += 1
        try:
            async with self._answering:
                yield
        finally:
            self._taken -= 1
