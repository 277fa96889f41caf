"""Two rankings become one: pure functions on {passage id: score}, higher is better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def min_max(scores: Mapping[str, float]) -> dict[str, float]:
    """Scale scores to 0..1; all equal: all 1 (Lee 1997, "Analyses of multiple evidence")."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def fuse(
    dense: Mapping[str, float], lexical: Mapping[str, float], dense_weight: float
) -> dict[str, float]:
    """Weighted sum of min-max normalised scores; what a list lacks counts 0 there.

    The convex combination of Bruch et al. 2023, "An Analysis of Fusion Functions for Hybrid
    Retrieval", which they found to beat reciprocal rank fusion.
    """
    near, worded = min_max(dense), min_max(lexical)
    return {
        key: dense_weight * near.get(key, 0.0) + (1 - dense_weight) * worded.get(key, 0.0)
        for key in near.keys() | worded.keys()
    }


def mix(
    scores: Mapping[str, float], others: Mapping[str, float], weight: float
) -> dict[str, float]:
    """Scores, 0 to 1, and others of any scale, which have `weight`; unchanged without others."""
    if not others:
        return dict(scores)
    scaled = min_max(others)
    return {
        key: (1 - weight) * score + weight * scaled.get(key, 0.0) for key, score in scores.items()
    }


def best_of(rankings: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Each passage's best score in any ranking: for one question in several languages."""
    best: dict[str, float] = {}
    for ranking in rankings:
        for key, score in ranking.items():
            best[key] = max(score, best.get(key, score))
    return best
