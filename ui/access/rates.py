"""How often one visitor may do a thing: a token bucket for each."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from ui.access.refusals import TooOften

_MOST_VISITORS = 10_000


class Rate:
    """So many a minute for each visitor, all of them at once if they like.

    The visitor who came longest ago is forgotten beyond 10,000: memory is bounded, and a bucket
    that nobody has taken from for a minute is full anyway.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = per_minute
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, visitor: str) -> float:
        """0.0: this time it may be done; else the seconds until it may be, and nothing is taken."""
        now = self._clock()
        level, then = self._levels.pop(visitor, (float(self._capacity), now))
        level = min(self._capacity, level + (now - then) * self._capacity / 60)
        allowed = level >= 1
        self._levels[visitor] = (level - allowed, now)
        if len(self._levels) > _MOST_VISITORS:
            self._levels.popitem(last=False)
        return 0.0 if allowed else (1 - level) * 60 / self._capacity

    def check(self, visitor: str, message: str) -> None:
        """Take, or raise TooOften with this message and when to come again."""
        if wait_s := math.ceil(self.take(visitor)):
            raise TooOften(message, hint=f"Try again in {wait_s} s.", retry_after_s=wait_s)
