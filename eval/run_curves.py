"""The curves of a run's report, from its rows."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.confidence import reliability, risk_coverage
from eval.rows import Row
from eval.scoring import RECALL_DEPTHS

Points = list[tuple[float, float]]


def curves_of(rows: Sequence[Row]) -> dict[str, Points]:
    """Name of the curve: its points; a curve without points is left out."""
    curves = {
        "recall@k": _recall(rows),
        "risk-coverage": _risk_coverage(rows),
        "reliability": _reliability(rows),
    }
    return {name: points for name, points in curves.items() if points}


def _recall(rows: Sequence[Row]) -> Points:
    """Mean recall against depth, as deep as the run looked."""
    points = []
    for k in RECALL_DEPTHS:
        values = [v for row in rows if (v := row.scores.get(f"recall@{k}")) is not None]
        if values:
            points.append((float(k), sum(values) / len(values)))
    return points if len(points) > 1 else []


def _risk_coverage(rows: Sequence[Row]) -> Points:
    """(share of all questions answered, share of those answered wrongly), refusals never counted.

    The share is of all questions, so that a system that refuses more ends further left.
    """
    confidences, right = _answered(rows)
    share = len(right) / len(rows)
    return [(coverage * share, risk) for coverage, risk in risk_coverage(confidences, right)]


def _reliability(rows: Sequence[Row]) -> Points:
    return reliability(*_answered(rows))


def _answered(rows: Sequence[Row]) -> tuple[list[float], list[bool]]:
    """Confidence, and whether it is right, of each answer that was given and can be judged."""
    confidences, right = [], []
    for row in rows:
        confidence, outcome = row.scores.get("confidence"), row.scores.get("right")
        if confidence is not None and outcome is not None and not row.scores.get("refused"):
            confidences.append(confidence)
            right.append(bool(outcome))
    return confidences, right
