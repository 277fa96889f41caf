"""A part of the cases: drawn by lot, in equal numbers of each kind."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from eval.cases import Case, Pair

Item = TypeVar("Item", Case, Pair)


def sample(items: Sequence[Item], limit: int | None, seed: int) -> tuple[Item, ...]:
    """`limit` items in their order, as many of each kind as of any other while they last.

    The kinds take turns, and each gives its items in the order of their lots. A lot is a hash of
    seed and id: the same on any machine and whatever else is drawn from, and a larger sample
    holds the smaller. None: all items.
    """
    if limit is None:
        return tuple(items)
    turns: Counter[str] = Counter()
    drawn: list[tuple[int, str]] = []
    for item in sorted(items, key=lambda item: _lot(item.id, seed)):
        turns[item.kind] += 1
        drawn.append((turns[item.kind], item.id))
    drawn.sort(key=lambda turn_and_id: turn_and_id[0])  # stable: by lot within a turn
    chosen = {item_id for _, item_id in drawn[:limit]}
    return tuple(item for item in items if item.id in chosen)


def _lot(item_id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{item_id}".encode()).digest()
