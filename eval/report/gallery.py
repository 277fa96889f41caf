"""Which plots a run has, and what each one says in words for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.report import figures, plots
from eval.rows import Estimate, Row, Run

_BAR_MEASURES = ("right", "contains gold", "nDCG@10", "recall@5", "accuracy")
"""The bars show the first of these that the run defines."""
_POINTS_IN_WORDS = 6


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing as SVG; `words` gives its figures."""

    title: str
    note: str
    svg: str
    words: str


def plots_of(run: Run, rows: Sequence[Row]) -> tuple[Plot, ...]:
    """The plots for which the run has data."""
    return (*_bars(run), *_curves(run), *_times(run, rows))


def _bars(run: Run) -> Iterator[Plot]:
    totals = [table.get("all", {}) for table in run.tables.values()]
    defined = [m for m in _BAR_MEASURES if any(m in total and total[m].n for total in totals)]
    if not defined:
        return
    measure = defined[0]
    by_system = {
        system: {
            kind: figures.estimate_of(table, kind, measure) for kind in figures.kinds_of(run.tables)
        }
        for system, table in run.tables.items()
    }
    words = "; ".join(
        f"{kind}, {system}: {_in_words(estimate)}"
        for system, estimates in by_system.items()
        for kind, estimate in estimates.items()
    )
    yield Plot(
        f"{measure.capitalize() if measure.islower() else measure} by kind of case",
        "Bars with their 95% intervals.",
        plots.kind_bars(by_system, measure),
        words,
    )


def _in_words(estimate: Estimate) -> str:
    if estimate.value is None:
        return "not defined"
    value, interval = figures.number(estimate.value), figures.interval(estimate)
    return f"{value}, interval {interval}, n {estimate.n}"


_CURVES: Mapping[str, tuple[str, str, Callable[[Mapping[str, plots.Points]], str]]] = {
    "recall@k": (
        "Recall by depth",
        "Share of the needed documents among the first k.",
        plots.recall_at_depth,
    ),
    "risk-coverage": (
        "Risk and coverage",
        "The most confident answers come first: lower is better, further right answers more.",
        plots.risk_against_coverage,
    ),
    "reliability": (
        "Reliability of the confidence",
        "On the dashed diagonal, confidence is the chance of being right.",
        plots.reliability_diagram,
    ),
}


def _curves(run: Run) -> Iterator[Plot]:
    for name, (title, note, draw) in _CURVES.items():
        by_system = {s: points for s, c in run.curves.items() if (points := c.get(name))}
        if by_system:
            words = "; ".join(
                f"{system}: {_points_in_words(points)}" for system, points in by_system.items()
            )
            yield Plot(title, note, draw(by_system), words)


def _points_in_words(points: plots.Points) -> str:
    step = max(1, len(points) // _POINTS_IN_WORDS)
    chosen = dict.fromkeys([*points[::step], points[-1]])
    return ", ".join(f"{y:.2f} at {x:.3g}" for x, y in chosen)


def _times(run: Run, rows: Sequence[Row]) -> Iterator[Plot]:
    stages = {
        "whole answer": _seconds(run, rows, "total ms"),
        "first token": _seconds(run, rows, "first token ms"),
        "retrieval": _seconds(run, rows, "retrieve ms"),
    }
    if stages["whole answer"]:
        # Beside seconds of an answer, milliseconds of retrieval are a line at the edge.
        del stages["retrieval"]
    stages = {stage: times for stage, times in stages.items() if times}
    if stages:
        words = "; ".join(
            f"{stage}, {system}: {_times_in_words(times)}"
            for stage, by_system in stages.items()
            for system, times in by_system.items()
        )
        note = "Share of the questions that were done within a time."
        yield Plot("Time taken", note, plots.time_distribution(stages), words)


def _seconds(run: Run, rows: Sequence[Row], score: str) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    for system in run.facts.systems:
        of_system = (row.scores.get(score) for row in rows if row.system == system)
        if seconds := [ms / 1000 for ms in of_system if ms is not None]:
            times[system] = seconds
    return times


def _times_in_words(seconds: Sequence[float]) -> str:
    half, most = np.percentile(seconds, (50, 95))
    return f"half within {half:.2f} s, 95% within {most:.2f} s"
