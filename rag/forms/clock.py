"""How long an answer takes."""

from __future__ import annotations

import time

from rag.domain import Timings


class Clock:
    """Milliseconds since a question arrived."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._retrieve_ms = 0.0
        self._first_token_ms: float | None = None

    def retrieved(self) -> None:
        self._retrieve_ms = self.elapsed_ms()

    def written(self) -> None:
        if self._first_token_ms is None:
            self._first_token_ms = self.elapsed_ms()

    def timings(self, verify_ms: float = 0.0) -> Timings:
        return Timings(self._retrieve_ms, self._first_token_ms, self.elapsed_ms(), verify_ms)

    def elapsed_ms(self) -> float:
        return (time.perf_counter() - self._start) * 1000
