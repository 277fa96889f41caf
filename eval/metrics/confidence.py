"""Does the confidence know? Curves of how sure a system was against how often it was right.

`confidences` are 0 to 1, and `correct` says for each whether the answer was right; what the
confidence of a refusal is, the caller decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: its mean, the share that is right, and how many."""

    confidence: float
    right: float
    n: int


def risk_coverage(
    confidences: Sequence[float], correct: Sequence[bool]
) -> list[tuple[float, float]]:
    """(coverage, risk) for each threshold on the confidence, from the highest one down.

    Coverage is the share of cases that are answered at the threshold, risk the share of those
    that are wrong (El-Yaniv & Wiener 2010). Equal confidences share a point: no threshold parts
    them. The last point is coverage 1. [] without cases.
    """
    ranked = sorted(zip(confidences, correct, strict=True), reverse=True)
    sizes: list[int] = []
    errors: list[int] = []
    for _, tied in groupby(ranked, key=lambda case: case[0]):
        outcomes = [right for _, right in tied]
        sizes.append(len(outcomes))
        errors.append(outcomes.count(False))
    points = zip(accumulate(sizes), accumulate(errors), strict=True)
    return [(answered / len(ranked), wrong / answered) for answered, wrong in points]


def area_under_risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> float | None:
    """Mean risk over all coverages, AURC (Geifman, Uziel & El-Yaniv 2019); lower is better.

    Each case weighs the same, at the risk of its own threshold. None: there are no cases.
    """
    points = risk_coverage(confidences, correct)
    if not points:
        return None
    return sum((to - start) * risk for (start, _), (to, risk) in pairwise([(0.0, 0.0), *points]))


def reliability(
    confidences: Sequence[float], correct: Sequence[bool], bins: int = 10
) -> list[tuple[float, float]]:
    """The reliability diagram: (mean confidence, share right) of each of `reliability_bins`."""
    return [(b.confidence, b.right) for b in reliability_bins(confidences, correct, bins)]


def reliability_bins(
    confidences: Sequence[float], correct: Sequence[bool], bins: int = 10
) -> list[Bin]:
    """Equal bins over 0 to 1, lowest first, empty ones left out.

    A bin holds its upper edge, the first holds 0 as well (Niculescu-Mizil & Caruana 2005; Guo et
    al. 2017).
    """
    edges = [edge / bins for edge in range(1, bins)]
    binned: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in zip(confidences, correct, strict=True):
        binned.setdefault(bisect_left(edges, confidence), []).append((confidence, right))
    return [
        Bin(
            confidence=sum(confidence for confidence, _ in cases) / len(cases),
            right=sum(right for _, right in cases) / len(cases),
            n=len(cases),
        )
        for _, cases in sorted(binned.items())
    ]


def expected_calibration_error(
    confidences: Sequence[float], correct: Sequence[bool], bins: int = 10
) -> float | None:
    """Mean gap between confidence and share right over the bins, weighted by their cases.

    ECE (Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017). None: there are no cases.
    """
    if not confidences:
        return None
    diagram = reliability_bins(confidences, correct, bins)
    return sum(b.n * abs(b.right - b.confidence) for b in diagram) / len(confidences)
