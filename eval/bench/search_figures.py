"""The figures of the search bench: cost against size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.bench.measuring import megabytes

RECALL_DEPTH = 50
"""As many passages as each index proposes for a question, unless set otherwise."""


@dataclass(frozen=True, slots=True)
class Milliseconds:
    p50: float
    p95: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Milliseconds:
        p50, p95 = np.percentile(times, (50, 95))
        return cls(float(p50), float(p95))

    def __str__(self) -> str:
        return f"{self.p50:,.1f} ms (p95 {self.p95:,.1f})"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the questions took, each about a period of its own."""

    citedesk: Mapping[str, Milliseconds]
    """The whole question, the embedding included, and its parts."""
    others: Mapping[str, Milliseconds]
    """Beside its dense search: who is given the vector, and looks for the nearest."""
    recall: Mapping[str, float | None]
    """Of the nearest passages, those found; by system. None: no period holds a passage."""


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """Seconds are wall time; sizes are bytes; memory is that of all our processes together."""

    passages: int
    documents: int
    truth_s: float
    """To write the synthetic documents, passages and vectors."""
    indexes_s: float
    """To make the search indexes of them."""
    open_s: float
    """To open the library once it is made."""
    library_bytes: int
    library_memory_bytes: int
    """What opening the library and asking it some questions added."""
    memory_bytes: int
    """Then, with the embedder; without the bench's own copy of the vectors."""
    asked: Mapping[float, Asked]
    """By the share of all days that the periods have."""


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """A column for each size."""

    seed: int
    questions: int
    sizes: tuple[SizeFigures, ...]

    def rows(self) -> Sequence[tuple[str, ...]]:
        columns = (_rows(size) for size in self.sizes)
        return [(row[0][0], *(value for _, value in row)) for row in zip(*columns, strict=True)]


def _rows(size: SizeFigures) -> Iterator[tuple[str, str]]:
    yield "passages", f"{size.passages:,}"
    for share, asked in size.asked.items():
        yield from _rows_of_questions(share, asked)
    yield "memory of the library", megabytes(size.library_memory_bytes)
    yield "memory in all", megabytes(size.memory_bytes)
    yield "library on the disk", megabytes(size.library_bytes)
    yield "making the search indexes", f"{size.indexes_s:,.1f} s"
    yield "opening the library", f"{size.open_s:,.2f} s"


def _rows_of_questions(share: float, asked: Asked) -> Iterator[tuple[str, str]]:
    (whole, whole_times), *parts = asked.citedesk.items()
    yield whole if share == 1 else f"{whole}, {share:.0%} of the days", str(whole_times)
    for part, times in parts:
        yield f"  {part}", str(times)
    for name, times in asked.others.items():
        yield f"  dense by {name}", str(times)
    for name, recall in asked.recall.items():
        yield f"  recall@{RECALL_DEPTH}, {name}", "n/a" if recall is None else f"{recall:.3f}"
