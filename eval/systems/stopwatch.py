"""A stopwatch."""

from __future__ import annotations

import time


class Stopwatch:
    """Wall-clock milliseconds since it was made, which is when the question came."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    def elapsed_ms(self) -> float:
        return (time.perf_counter() - self._start) * 1000
