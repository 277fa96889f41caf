"""Text from a grammar and a seed: the same bytes on every machine, whatever its Python."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple, TypeVar

Grammar = Mapping[str, Sequence[str]]
"""Symbol: its alternatives, the most frequent first.

In a text {symbol} stands for one of that symbol's alternatives, {2..90} for a number from 2 to 90.
"""
T = TypeVar("T")

_SLOT = re.compile(r"\{([^{}]+)\}")
# Zipf's law as Mandelbrot mended it: the first of many words is frequent, but not every third one.
_RANK_OFFSET = 3.0


class Draws:
    """Random choices that need only `Random.random`.

    That is the one method whose numbers Python promises never to change for a seed.
    """

    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random  # noqa: S311 - texts, not secrets

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def ranked(self, choices: Sequence[T]) -> T:
        """One of the choices; the first is the most frequent, as with words."""
        weights = _cumulative_weights(len(choices))
        return choices[bisect(weights, self._random() * weights[-1])]


@cache
def _cumulative_weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + _RANK_OFFSET) for rank in range(count)))


class Writer:
    """Writes by a grammar. A symbol of `cast` always means one of the few things named there."""

    def __init__(self, grammar: Grammar, draws: Draws) -> None:
        self._grammar = grammar
        self._draws = draws
        self.cast: dict[str, tuple[str, ...]] = {}

    def write(self, symbol: str) -> str:
        if named := self.cast.get(symbol):
            return self._draws.ranked(named)
        parts = _parts(self._draws.ranked(self._grammar[symbol]))
        return "".join(part if isinstance(part, str) else self._filled(part) for part in parts)

    def _filled(self, slot: _Slot) -> str:
        if isinstance(slot, _Range):
            return str(self._draws.between(slot.low, slot.high))
        return self.write(slot.symbol)


class _Symbol(NamedTuple):
    symbol: str


class _Range(NamedTuple):
    low: int
    high: int


_Slot = _Symbol | _Range


@cache
def _parts(template: str) -> tuple[str | _Slot, ...]:
    """The words of a template, and between them its slots."""
    words_and_slots = _SLOT.split(template)
    parts: list[str | _Slot] = list(words_and_slots)
    for position, slot in enumerate(words_and_slots):
        if position % 2:
            low, is_range, high = slot.partition("..")
            parts[position] = _Range(int(low), int(high)) if is_range else _Symbol(slot)
    return tuple(parts)
