"""A ranking is thinned so that it says more: not ten passages of one document or of one story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.library import Vectors

Numbers = NDArray[np.intp]

_SAME_PASSAGE = 0.95
"""Cosine from which a passage of a copy says what the other copy says: lightly edited text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be shown; `score` is its relevance, 0 to 1, and what a time adds to it."""

    passage_id: str
    document_id: str
    story: str
    score: float


@dataclass(frozen=True, slots=True)
class Variety:
    """How much variety is wanted: most passages of a document, of a story, and the weight of
    relevance against novelty (1: relevance alone)."""

    per_document: int
    per_story: int
    relevance: float

    def __post_init__(self) -> None:
        if self.per_document < 1 or self.per_story < 1 or not 0 <= self.relevance <= 1:
            raise ValueError(f"{self}: the caps are at least 1, the relevance is 0 to 1")


def diversify(
    ranked: Sequence[Candidate], vectors: Vectors, k: int, variety: Variety
) -> list[Candidate]:
    """The k candidates that are relevant and unlike each other, in the order of their choice.

    `ranked` comes best first, `vectors` has its unit vectors: float32 (len(ranked), dimensions).
    The first always stays first. A story is told by its best-ranked document; of its copies only
    what that one does not hold comes in. Among the rest, each choice is the one of the greatest
    maximal marginal relevance (Carbonell & Goldstein 1998): `relevance` x its score, less
    (1 - `relevance`) x its greatest cosine with what is chosen, at least 0.
    """
    documents = _numbered(found.document_id for found in ranked)
    stories = _numbered(found.story for found in ranked)
    cosines = vectors @ vectors.T
    open_ = ~_repetitions(documents, stories, cosines)
    relevance = variety.relevance * np.array([found.score for found in ranked])
    nearest = np.zeros(len(ranked))
    chosen: list[int] = []
    while len(chosen) < k and open_.any():
        marginal = relevance - (1 - variety.relevance) * nearest
        # argmax takes the first of equals: the better-ranked one.
        best = int(np.where(open_, marginal, -np.inf).argmax()) if chosen else 0
        chosen.append(best)
        open_[best] = False
        for groups, cap in ((documents, variety.per_document), (stories, variety.per_story)):
            if np.count_nonzero(groups[chosen] == groups[best]) == cap:
                open_ &= groups != groups[best]
        nearest = np.maximum(nearest, cosines[best])
    return [ranked[place] for place in chosen]


def _repetitions(documents: Numbers, stories: Numbers, cosines: Vectors) -> NDArray[np.bool_]:
    """Which passages say again what another copy of their text says: the story's best-ranked
    document, at any rank, or any other copy at a better rank."""
    # In matrices, rows are candidates and columns what may have said the same.
    _, first_of_story = np.unique(stories, return_index=True)
    best = documents == documents[first_of_story][stories]
    goes_first = np.tri(len(documents), k=-1, dtype=np.bool_) | best
    copies = (stories[:, None] == stories) & (documents[:, None] != documents)
    same = copies & goes_first & (cosines >= _SAME_PASSAGE)
    repeated: NDArray[np.bool_] = same.any(axis=1) & ~best
    return repeated


def _numbered(names: Iterable[str]) -> Numbers:
    """A number for each name, from 0, the same for the same name."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)
