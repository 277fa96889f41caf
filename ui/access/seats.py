"""How many questions are answered at once, whichever door they come through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ui.access.refusals import Busy

__all__ = ["Busy", "Seats"]

_RETRY_AFTER_S = 10


class Seats:
    """Places for questions that are being answered, and for those that wait for one."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._answering = asyncio.Semaphore(at_once)
        self._room = at_once + waiting
        self._taken = 0

    @asynccontextmanager
    async def seat(self) -> AsyncIterator[None]:
        """A place for one question, once one is free.

        Raises:
            Busy: too many are waiting already.
        """
        if self._taken >= self._room:
            raise Busy(
                f"Citedesk is busy: {self._taken} questions are being answered or wait.",
                hint="Ask again in a minute.",
                retry_after_s=_RETRY_AFTER_S,
            )
        self._taken += 1
        try:
            async with self._answering:
                yield
        finally:
            self._taken -= 1
