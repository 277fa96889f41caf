"""What the rows of a run amount to: every measure with its interval, and two systems compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from eval.metrics.resampling import (
    Array,
    Statistic,
    all_once,
    interval,
    paired_p,
    resamples,
    swaps,
)
from eval.rows import Difference, Estimate, Row, Scores, Table
from rag.domain import Verdict

Columns = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over many rows.

    `columns` is what a row puts in (None: its scores do not say), `value` makes the figure of all
    rows and their weights. A row of zeros counts for nothing, neither in the value nor in n.
    """

    name: str
    columns: Callable[[Scores], Columns | None]
    value: Statistic
    better: Literal["higher", "lower"] | None
    unit: Literal["", "ms", "MB", "tokens"] = ""


def summarise(scores: Sequence[Scores]) -> dict[str, Estimate]:
    """Every measure that is defined for at least one row, with its bootstrap 95% interval.

    All cases are drawn again, also those for which a measure is undefined: how many count for
    it is chance as well.
    """
    estimates: dict[str, Estimate] = {}
    drawn = resamples(len(scores)) if scores else None
    for measure in MEASURES.values():
        rows = _table([measure.columns(row) for row in scores])
        if drawn is None or rows is None or (value := _value(measure, rows)) is None:
            continue
        low, high = interval(measure.value(rows, drawn))
        estimates[measure.name] = Estimate(value=value, low=low, high=high, n=_contributing(rows))
    return estimates


def by_kind(rows: Sequence[Row]) -> Table:
    """The measures of each kind of case, in order of appearance, and last of "all".

    A single kind is all there is: then there is only "all".
    """
    groups: dict[str, list[Scores]] = {}
    for row in rows:
        groups.setdefault(row.case.kind, []).append(row.scores)
    table = {kind: summarise(scores) for kind, scores in groups.items()} if len(groups) > 1 else {}
    return {**table, "all": summarise([row.scores for row in rows])}


def compare(a: Sequence[Scores], b: Sequence[Scores]) -> list[Difference]:
    """Every measure that both have, over rows paired by position: `b` beside `a`.

    A pair counts where the measure is defined for both of its rows. That is always so for a ratio
    of counts such as refusal precision: a case that only one system refused counts for that
    system alone, and the test swaps the pair whole. Leaving it out would compare two systems on
    the refusals that they share, where they cannot differ.
    """
    differences: list[Difference] = []
    if not a:
        return differences
    drawn, swapped = resamples(len(a)), swaps(len(a))
    for measure in MEASURES.values():
        of_a, of_b = _paired_tables(measure, a, b)
        if of_a is None or of_b is None:
            continue
        value_a, value_b = _value(measure, of_a), _value(measure, of_b)
        if value_a is None or value_b is None:
            continue
        low, high = interval(measure.value(of_b, drawn) - measure.value(of_a, drawn))
        differences.append(
            Difference(
                measure=measure.name,
                a=value_a,
                b=value_b,
                low=low,
                high=high,
                p=paired_p(measure.value, of_a, of_b, swapped),
                n=_contributing(np.hstack([of_a, of_b])),
            )
        )
    return differences


def _paired_tables(
    measure: Measure, a: Sequence[Scores], b: Sequence[Scores]
) -> tuple[Array | None, Array | None]:
    pairs = [(measure.columns(x), measure.columns(y)) for x, y in zip(a, b, strict=True)]
    both = [(x, y) if x is not None and y is not None else (None, None) for x, y in pairs]
    return _table([x for x, _ in both]), _table([y for _, y in both])


def _table(rows: Sequence[Columns | None]) -> Array | None:
    """(rows, columns), zeros for a row that is None; None if all are."""
    width = next((len(row) for row in rows if row is not None), None)
    if width is None:
        return None
    return np.array([(0.0,) * width if row is None else row for row in rows])


def _value(measure: Measure, rows: Array) -> float | None:
    value = float(measure.value(rows, all_once(len(rows)))[0])
    return None if np.isnan(value) else value


def _contributing(rows: Array) -> int:
    return int(rows.any(axis=1).sum())


def _ratio(rows: Array, weights: Array) -> Array:
    """Sum of the first column over the sum of the second: means are such, and F1 is."""
    sums = weights @ rows
    return _divided(sums[:, 0], sums[:, 1])


def _mean_of_two_ratios(rows: Array, weights: Array) -> Array:
    sums = weights @ rows
    return (_divided(sums[:, 0], sums[:, 1]) + _divided(sums[:, 2], sums[:, 3])) / 2


def _divided(numerator: Array, denominator: Array) -> Array:
    undefined = np.full_like(numerator, np.nan)
    return np.divide(numerator, denominator, out=undefined, where=denominator > 0)


def _percentile(percentile: int, rows: Array, weights: Array) -> Array:
    """The least value that so many percent of the rows do not exceed (nearest rank)."""
    present = np.flatnonzero(rows[:, 1])
    order = present[np.argsort(rows[present, 0])]
    reached = weights[:, order].cumsum(axis=1)
    total = reached[:, -1]
    chosen = (reached >= (total * percentile / 100)[:, None]).argmax(axis=1)
    return np.where(total > 0, rows[order, 0][chosen], np.nan)


def _once(key: str) -> Callable[[Scores], Columns | None]:
    """A score, and 1 for the row that has it."""

    def columns(scores: Scores) -> Columns | None:
        score = scores.get(key)
        return None if score is None else (score, 1.0)

    return columns


def _counted(
    said: str, true: str, count: Callable[[bool, bool], tuple[int, ...]]
) -> Callable[[Scores], Columns | None]:
    """What `count` makes of a verdict (0 or 1) and of what it should have been."""

    def columns(scores: Scores) -> Columns | None:
        verdict, truth = scores.get(said), scores.get(true)
        if verdict is None or truth is None:
            return None
        return tuple(map(float, count(bool(verdict), bool(truth))))

    return columns


_refusals = partial(_counted, "refused", "should refuse")
_checks = partial(_counted, "says supported", "is supported")

_HIGHER_IS_BETTER = (
    *(f"recall@{k}" for k in (1, 5, 10, 20, 100)),
    *(f"hit@{k}" for k in (1, 5, 10)),
    *("MRR@10", "nDCG@10", "MAP"),
    *("right", "contains gold", "exact match", "F1"),
    *("quotes exact", "right document", "right span"),
    *("citation recall", "citation precision"),
    *("citation recall (judge)", "citation precision (judge)"),
    "claims supported",
)

_ALL = (
    *(Measure(name, _once(name), _ratio, "higher") for name in _HIGHER_IS_BETTER),
    Measure("wrong answer shown", _once("wrong answer shown"), _ratio, "lower"),
    # Not as one side of a disagreement, with the other beside it.
    Measure("wrong answer shown as agreed", _once("wrong answer shown as agreed"), _ratio, "lower"),
    *(
        Measure(f"claims {verdict}", _once(f"claims {verdict}"), _ratio, "lower")
        for verdict in Verdict
        if verdict is not Verdict.SUPPORTED
    ),
    Measure("refused", _once("refused"), _ratio, None),
    # Of the refusals, those that were due.
    Measure(
        "refusal precision",
        _refusals(lambda refused, due: (refused and due, refused)),
        _ratio,
        "higher",
    ),
    # Of the refusals that were due, those made.
    Measure(
        "refusal recall", _refusals(lambda refused, due: (refused and due, due)), _ratio, "higher"
    ),
    # 2 TP / (2 TP + FP + FN): the harmonic mean of the two (van Rijsbergen 1979).
    Measure(
        "refusal F1",
        _refusals(lambda refused, due: (2 * (refused and due), refused + due)),
        _ratio,
        "higher",
    ),
    # Of the questions that have an answer, those refused.
    Measure(
        "false refusals",
        _refusals(lambda refused, due: (refused and not due, not due)),
        _ratio,
        "lower",
    ),
    # Mean of the two classes' recalls (Brodersen et al. 2010): .5 for whoever always says the same.
    Measure(
        "balanced accuracy",
        _checks(lambda says, holds: (says and holds, holds, not (says or holds), not holds)),
        _mean_of_two_ratios,
        "higher",
    ),
    Measure("accuracy", _checks(lambda says, holds: (says == holds, 1)), _ratio, "higher"),
    # Of the pairs that do not hold, those caught.
    Measure(
        "recall of unsupported",
        _checks(lambda says, holds: (not (says or holds), not holds)),
        _ratio,
        "higher",
    ),
    # Of the faults that were put into pairs and caught, those of which the verifier says the kind.
    Measure("right reason", _once("right reason"), _ratio, "higher"),
    # Of the pairs that hold, those called unsupported.
    Measure(
        "false alarms", _checks(lambda says, holds: (holds and not says, holds)), _ratio, "lower"
    ),
    # Of the pairs called supported, those that hold.
    Measure(
        "precision of supported",
        _checks(lambda says, holds: (says and holds, says)),
        _ratio,
        "higher",
    ),
    *(
        Measure(
            f"{stage} p{percentile} ms",
            _once(f"{stage} ms"),
            partial(_percentile, percentile),
            "lower",
            "ms",
        )
        for stage in ("understand", "search", "retrieve", "first token", "verify", "total")
        for percentile in (50, 95)
    ),
    # Checking, beside everything else of the answer: .3 is three tenths longer than without.
    Measure("extra time p50", _once("extra time"), partial(_percentile, 50), "lower"),
    Measure("prompt tokens", _once("prompt tokens"), _ratio, "lower", "tokens"),
    # No resample exceeds the peak: its interval reaches down only.
    Measure("peak memory MB", _once("memory MB"), partial(_percentile, 100), "lower", "MB"),
)

MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
