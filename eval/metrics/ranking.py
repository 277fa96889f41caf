"""Was it found? Measures of one ranking of documents, as trec_eval computes them.

A ranking has each document once (see `rank_documents`), best first. Every measure is 0 to 1, and
None where nothing is relevant: there is nothing to find.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log2

from eval.cases import Groups


def rank_documents(passages: Iterable[str]) -> tuple[str, ...]:
    """The documents of passages given by rank: each one once, where its first passage stands."""
    return tuple(dict.fromkeys(passages))


def recall_at(ranked: Sequence[str], groups: Groups, k: int) -> float | None:
    """Share of the groups of which a document is among the first k.

    With one document a group it is the recall of TREC; with alternatives in a group, subtopic
    recall (Zhai, Cohen & Lafferty 2003). None: there is no group.
    """
    first = set(ranked[:k])
    return sum(not first.isdisjoint(g) for g in groups) / len(groups) if groups else None


def hit_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float | None:
    """1.0 if a gold document is among the first k, else 0.0; its mean is success@k of trec_eval.

    None: there is no gold document.
    """
    return float(not set(gold).isdisjoint(ranked[:k])) if gold else None


def reciprocal_rank_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float | None:
    """1 / rank of the first gold document, 0.0 if none is among the first k.

    Its mean is MRR@k (Voorhees 1999). None: there is no gold document.
    """
    if not gold:
        return None
    ranks = (rank for rank, document in enumerate(ranked[:k], start=1) if document in gold)
    return 1 / next(ranks, float("inf"))


def ndcg_at(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float | None:
    """Discounted cumulative gain of the first k over that of the best ranking there could be.

    The gain of a document is its grade, discounted by log2(rank + 1): Järvelin & Kekäläinen 2002
    as trec_eval has it (linear, not 2^grade - 1). None: no document has a grade above 0.
    """
    ideal = _discounted(sorted(grades.values(), reverse=True)[:k])
    return _discounted(grades.get(d, 0) for d in ranked[:k]) / ideal if ideal else None


def average_precision(ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Mean, over all gold documents, of the precision at their ranks; 0 for those not found.

    Its mean is MAP (Buckley & Voorhees 2000). None: there is no gold document.
    """
    if not gold:
        return None
    ranks = [rank for rank, document in enumerate(ranked, start=1) if document in gold]
    return sum(found / rank for found, rank in enumerate(ranks, start=1)) / len(gold)


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
