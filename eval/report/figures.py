"""Which measures come first, and how figures are written: undefined is "n/a", never 0."""

from __future__ import annotations

from collections.abc import Mapping

from eval.metrics.measures import MEASURES
from eval.rows import Difference, Estimate, Run, Table

MAIN_MEASURES = (
    "recall@5",
    "nDCG@10",
    "hit@1",
    "MRR@10",
    "contains gold",
    "F1",
    "exact match",
    "wrong answer shown",
    "wrong answer shown as agreed",
    "quotes exact",
    "right document",
    "citation recall",
    "citation precision",
    "claims supported",
    "claims partly supported",
    "claims contradicted",
    "claims unsupported",
    "refusal precision",
    "refusal recall",
    "refusal F1",
    "false refusals",
    "balanced accuracy",
    "recall of unsupported",
    "right reason",
    "false alarms",
    "first token p50 ms",
    "total p50 ms",
    "extra time p50",
)
SIGNIFICANT_P = 0.05

_NOT_DEFINED = "n/a"
_NOTHING = Estimate(value=None, low=None, high=None, n=0)


def main_measures(run: Run) -> tuple[str, ...]:
    """The main measures that are defined for any system of the run, in their order."""
    totals = [table.get("all", {}) for table in run.tables.values()]
    return tuple(
        name for name in MAIN_MEASURES if any(total.get(name, _NOTHING).n for total in totals)
    )


def all_measures(run: Run) -> tuple[str, ...]:
    """Every measure of the run, main measures first, the undefined ones too."""
    named = dict.fromkeys(name for table in run.tables.values() for name in table.get("all", {}))
    first = [name for name in MAIN_MEASURES if name in named]
    return tuple(dict.fromkeys([*first, *named]))


def kinds_of(tables: Mapping[str, Table]) -> tuple[str, ...]:
    """The kinds of case in order of appearance, "all" last."""
    kinds = dict.fromkeys(kind for table in tables.values() for kind in table if kind != "all")
    return (*kinds, "all")


def estimate_of(table: Table, kind: str, measure: str) -> Estimate:
    return table.get(kind, {}).get(measure, _NOTHING)


def difference_of(run: Run, system: str, measure: str) -> Difference | None:
    """A system beside the first one; None: the measure is not defined for both."""
    differences = run.differences.get(system, [])
    return next((d for d in differences if d.measure == measure), None)


def number(value: float | None) -> str:
    """Shares to three decimals; times, tokens and megabytes to three figures or to the unit."""
    if value is None:
        return _NOT_DEFINED
    if abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"


def interval(estimate: Estimate | Difference) -> str:
    """The 95% interval; "n/a" where there is none."""
    if estimate.low is None or estimate.high is None:
        return _NOT_DEFINED
    if isinstance(estimate, Difference):
        return f"{signed(estimate.low)} to {signed(estimate.high)}"
    return f"{number(estimate.low)}–{number(estimate.high)}"


def signed(value: float) -> str:
    sign = "−" if value < 0 else "+"
    return f"{sign}{number(abs(value))}"


def ratio(difference: Difference | None) -> str:
    """b / a as "×1.25"; "n/a" where a is 0 or the two cannot be compared."""
    if difference is None or difference.a == 0:
        return _NOT_DEFINED
    return f"×{difference.b / difference.a:.2f}"


def p_value(difference: Difference | None) -> str:
    if difference is None:
        return _NOT_DEFINED
    return "<0.001" if difference.p < 0.001 else f"{difference.p:.3f}"


def change(difference: Difference) -> str:
    """A significant change in a word, "" where chance would do as much."""
    if difference.p >= SIGNIFICANT_P or difference.a == difference.b:
        return ""
    direction = "higher" if difference.b > difference.a else "lower"
    better = MEASURES[difference.measure].better
    if better is None:
        return direction
    return "better" if direction == better else "worse"


def is_share(measure: str) -> bool:
    """Whether a measure goes from 0 to 1."""
    return measure in MEASURES and not MEASURES[measure].unit


def duration(seconds: float | None) -> str:
    if seconds is None:
        return _NOT_DEFINED
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
