"""The nearest passages among those that filters admit: all compared, or most of Chroma's kept.

Chroma's own metadata filter takes 66 ms over 100,000 vectors. Where few passages are admitted, the
question is compared with every one of them, exactly; where many are, Chroma is asked, without a
filter, for so many more that enough are left. Which is cheaper is known beforehand.
"""

from __future__ import annotations

import math

from rag.domain import Filters
from rag.library.embedder import Vectors
from rag.library.indexes.columns import Columns
from rag.library.indexes.dense import DenseIndex
from rag.library.indexes.served import ServedIndex

_MARGIN = 2
# What costs as much, measured at 100,000 vectors of 384 dimensions: a search in Chroma (5 ms) and
# comparing 40,000 rows, each answer of it and 100 rows; rows here and there cost three in a run.
_ROWS_A_SEARCH = 40_000
_ROWS_AN_ANSWER = 100
_ROWS_APART = 3


def nearest_passages(
    dense: DenseIndex | ServedIndex, columns: Columns, vector: Vectors, k: int, filters: Filters
) -> list[tuple[str, float]]:
    """The k nearest passages of the documents admitted, best first: (passage id, cosine)."""
    selected = columns.select(filters)
    number = len(selected)
    cost: float = number if selected.mask is None else number * _ROWS_APART
    asked = math.ceil(_MARGIN * k * len(columns) / max(number, 1))
    if filters == Filters():
        asked, cost = k, math.inf
    while cost > _ROWS_A_SEARCH + _ROWS_AN_ANSWER * asked:
        found = dense.search(vector, asked)
        rows, places = columns.rows_of_vectors([vector_id for vector_id, _ in found])
        kept = selected.admits(rows)
        if kept.sum() >= min(k, number):
            ids = columns.passage_ids(rows[kept][:k])
            return list(zip(ids, (found[place][1] for place in places[kept][:k]), strict=True))
        if asked >= len(columns):
            break
        asked *= 4
    rows, cosines = columns.nearest(vector, k, selected)
    return list(zip(columns.passage_ids(rows), cosines.tolist(), strict=True))
