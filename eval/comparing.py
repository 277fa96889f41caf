"""Two runs side by side, and whether one is significantly worse than the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.metrics.measures import MEASURES
from eval.rows import Difference
from eval.run_folder import RunFolder, paired_differences
from rag.errors import CitedeskError

SIGNIFICANCE = 0.05


class NothingInCommon(CitedeskError):
    """Two runs share no system with cases of the same id."""


class BadMargin(CitedeskError):
    """A margin names no measure, or is no number."""


def compare_runs(before: RunFolder, after: RunFolder) -> dict[str, list[Difference]]:
    """By system that both runs have: every measure over the cases that both have.

    Raises:
        NothingInCommon: there is no such system, or it shares no case.
    """
    differences = {
        system: paired_differences(before.rows_of(system), after.rows_of(system))
        for system in before.run.facts.systems
        if system in after.run.facts.systems
    }
    if not any(differences.values()):
        raise NothingInCommon(
            f"The runs {before.path} and {after.path} have no case of a system in common."
        )
    return differences


def read_margins(options: Sequence[str]) -> dict[str, float]:
    """`["nDCG@10=0.02"]` as {"nDCG@10": 0.02}; names match in any case. Raises BadMargin."""
    names = {name.casefold(): name for name in MEASURES}
    margins = {}
    for option in options:
        name, _, margin = option.rpartition("=")
        try:
            margins[names[name.strip().casefold()]] = abs(float(margin))
        except KeyError:
            raise BadMargin(
                f"There is no measure {name or option!r}.",
                hint=f"Measures are: {', '.join(MEASURES)}.",
            ) from None
        except ValueError:
            raise BadMargin(f"{margin!r} is no number.", hint="Write, e.g., nDCG@10=0.02") from None
    return margins


def drops(
    differences: Mapping[str, Sequence[Difference]], margins: Mapping[str, float]
) -> list[str]:
    """The drops that matter, each as a phrase: larger than their margin, and significant.

    Significant: p below .05 in the paired test. For a measure where lower is better, a rise is
    the drop.
    """
    found = []
    for system, measured in differences.items():
        for difference in measured:
            margin = margins.get(difference.measure)
            change = difference.b - difference.a
            worse = change if MEASURES[difference.measure].better == "lower" else -change
            if margin is not None and worse > margin and difference.p < SIGNIFICANCE:
                found.append(
                    f"{system}: {difference.measure} {difference.a:.3f} -> {difference.b:.3f} "
                    f"(p = {difference.p:.3f})"
                )
    return found
