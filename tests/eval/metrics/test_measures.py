from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import balanced_accuracy_score, f1_score

from eval.cases import Case
from eval.metrics.measures import MEASURES, by_kind, compare, summarise
from eval.rows import Difference, Estimate, Row, Scores


def refusal(refused: bool, due: bool) -> Scores:
    return {"refused": float(refused), "should refuse": float(due)}


def check(says: bool, holds: bool) -> Scores:
    return {"says supported": float(says), "is supported": float(holds)}


def of(key: str, values: Sequence[float | None]) -> list[Scores]:
    return [{key: value} for value in values]


def figures(scores: Sequence[Scores]) -> dict[str, tuple[object, int]]:
    """By measure: its value and n."""
    return {name: (estimate.value, estimate.n) for name, estimate in summarise(scores).items()}


def found(differences: Sequence[Difference], measure: str) -> Difference:
    return next(difference for difference in differences if difference.measure == measure)


# 2 right of 3 refusals; 2 of 4 to refuse; 1 of 5 answerable refused.
REFUSALS = [
    *[refusal(True, True)] * 2,
    refusal(True, False),
    *[refusal(False, True)] * 2,
    *[refusal(False, False)] * 4,
]


def test_a_mean_and_its_interval_leave_out_the_cases_without_a_value() -> None:
    estimate = summarise(of("recall@5", [1.0, 0.0, 1.0, 0.5, None]))["recall@5"]
    assert (estimate.value, estimate.n) == (0.625, 4)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0.0 <= estimate.low < 0.625 < estimate.high <= 1.0


def test_refusals_are_scored_by_their_definitions() -> None:
    assert figures(REFUSALS) == {
        "refused": (pytest.approx(3 / 9), 9),
        "refusal precision": (pytest.approx(2 / 3), 3),
        "refusal recall": (pytest.approx(2 / 4), 4),
        "refusal F1": (pytest.approx(2 * 2 / (3 + 4)), 5),
        "false refusals": (pytest.approx(1 / 5), 5),
    }


def test_what_is_undefined_is_absent_and_never_zero() -> None:
    assert summarise([]) == {}
    assert summarise(of("recall@5", [None, None])) == {}
    nothing_refused = summarise([refusal(False, True), refusal(False, False)])
    assert "refusal precision" not in nothing_refused
    assert nothing_refused["refusal F1"].value == 0.0
    assert summarise([refusal(False, False)]).keys() == {"refused", "false refusals"}
    assert "balanced accuracy" not in summarise([check(True, True), check(False, True)])


def test_checks_are_scored_by_their_definitions() -> None:
    # 4 pairs hold, 1 of them called unsupported; 2 do not, 1 of them caught.
    checks = [*[check(True, True)] * 3, check(False, True), check(True, False), check(False, False)]
    assert figures(checks) == {
        "balanced accuracy": (pytest.approx((3 / 4 + 1 / 2) / 2), 6),
        "accuracy": (pytest.approx(4 / 6), 6),
        "recall of unsupported": (pytest.approx(1 / 2), 2),
        "false alarms": (pytest.approx(1 / 4), 4),
        "precision of supported": (pytest.approx(3 / 4), 4),
    }


def test_ratios_of_counts_agree_with_scikit_learn() -> None:
    random = Random(2014)
    pairs = [(random.random() < 0.6, random.random() < 0.7) for _ in range(100)]
    says, holds = zip(*pairs, strict=True)
    checks = summarise([check(*pair) for pair in pairs])
    assert checks["balanced accuracy"].value == pytest.approx(balanced_accuracy_score(holds, says))
    refusals = summarise([refusal(*pair) for pair in pairs])
    assert refusals["refusal F1"].value == pytest.approx(f1_score(holds, says))


@pytest.mark.parametrize("percentile", [50, 95])
@pytest.mark.parametrize("n", [1, 2, 3, 20, 60, 101])
def test_times_are_percentiles_by_nearest_rank(percentile: int, n: int) -> None:
    times = [float(value) for value in Random(n).sample(range(10_000), n)]
    estimate = summarise([*of("total ms", times), {"total ms": None}])[f"total p{percentile} ms"]
    assert estimate.value == np.percentile(times, percentile, method="inverted_cdf")
    assert estimate.n == n


def test_memory_is_its_peak_and_prompts_are_a_mean() -> None:
    rows: list[Scores] = [{"memory MB": 900.0, "prompt tokens": 300.0}, {"memory MB": 1200.0}]
    measures = summarise(rows)
    assert measures["peak memory MB"].value == 1200.0
    assert (measures["prompt tokens"].value, measures["prompt tokens"].n) == (300.0, 1)


def test_the_interval_is_that_of_scipys_percentile_bootstrap() -> None:
    values = np.random.default_rng(1).beta(2, 1, size=120)
    ours = summarise(of("F1", list(values)))["F1"]
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=5000, method="percentile", rng=np.random.default_rng(2)
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.005)
    assert ours.high == pytest.approx(theirs.high, abs=0.005)


def test_nineteen_of_twenty_intervals_cover_the_truth() -> None:
    random = np.random.default_rng(3)
    covered = 0
    for _ in range(200):
        estimate = summarise(of("right", list((random.random(100) < 0.7).astype(float))))["right"]
        assert estimate.low is not None
        assert estimate.high is not None
        covered += estimate.low <= 0.7 <= estimate.high
    assert 180 <= covered <= 198


def test_figures_are_the_same_each_time() -> None:
    a = of("right", [float(i % 3 == 0) for i in range(30)])
    b = of("right", [float(i % 2 == 0) for i in range(30)])
    assert summarise(a) == summarise(a)
    assert compare(a, b) == compare(a, b)


def row(kind: str, scores: Scores) -> Row:
    case = Case(id="a", kind=kind, question="Who?", answers=("Ma",))
    return Row(system="citedesk", case=case, scores=scores)


def test_kinds_come_as_they_appear_and_all_comes_last() -> None:
    rows = [row("date", {"right": 1.0}), row("fact", {"right": 0.0}), row("date", {"right": 1.0})]
    table = by_kind(rows)
    assert {kind: measures["right"].value for kind, measures in table.items()} == {
        "date": 1.0,
        "fact": 0.0,
        "all": pytest.approx(2 / 3),
    }
    assert list(table) == ["date", "fact", "all"]


def test_a_single_kind_is_all_there_is() -> None:
    assert by_kind([row("date", {"right": 1.0})]) == {
        "all": {"right": Estimate(value=1.0, low=1.0, high=1.0, n=1)}
    }


def test_a_real_drop_is_found_and_a_shuffle_is_none() -> None:
    a = [float(i % 10 < 8) for i in range(100)]
    worse = [float(i % 10 < 6) for i in range(100)]
    drop = found(compare(of("right", a), of("right", worse)), "right")
    assert (drop.a, drop.b) == pytest.approx((0.8, 0.6))
    assert drop.n == 100
    assert drop.low < -0.2 < drop.high < 0
    assert drop.p == pytest.approx(1 / 2001)

    shuffled = Random(4).sample(a, len(a))
    same = found(compare(of("right", a), of("right", shuffled)), "right")
    assert same.low < 0 < same.high
    assert same.p == 1.0


def test_the_same_run_twice_differs_in_nothing() -> None:
    for difference in compare(REFUSALS, REFUSALS):
        assert (difference.low, difference.high, difference.p) == (0.0, 0.0, 1.0)


def test_p_is_that_of_scipys_paired_permutation_test() -> None:
    random = np.random.default_rng(5)
    a = random.random(40)
    b = np.clip(a + random.normal(-0.05, 0.2, size=40), 0, 1)
    ours = found(compare(of("F1", list(a)), of("F1", list(b))), "F1")
    theirs = stats.permutation_test(
        (a, b),
        lambda x, y, axis: np.mean(y - x, axis=axis),
        permutation_type="samples",
        n_resamples=20_000,
        vectorized=True,
        rng=np.random.default_rng(6),
    )
    assert 0.01 < theirs.pvalue < 0.6
    assert ours.p == pytest.approx(theirs.pvalue, abs=0.03)


def test_means_are_compared_over_the_cases_that_both_have() -> None:
    a = of("F1", [1.0, 0.5, 0.0, None])
    b = of("F1", [1.0, None, 1.0, 1.0])
    difference = found(compare(a, b), "F1")
    assert (difference.a, difference.b, difference.n) == (0.5, 1.0, 2)


def test_refusals_that_only_one_system_made_count_for_it_alone() -> None:
    a = [refusal(True, True)] * 6 + [refusal(False, False)] * 6
    b = [refusal(True, True)] * 6 + [refusal(True, False)] * 6
    difference = found(compare(a, b), "refusal precision")
    assert (difference.a, difference.b, difference.n) == (1.0, 0.5, 12)
    assert difference.high < 0
    # As far apart only if all six swap or none does: 2 of 64.
    assert difference.p == pytest.approx(2 / 64, abs=0.015)


def test_a_measure_that_one_system_lacks_is_not_compared() -> None:
    a: list[Scores] = [{"right": 1.0, "first token ms": None}]
    b: list[Scores] = [{"right": 1.0, "first token ms": 5.0}]
    assert [difference.measure for difference in compare(a, b)] == ["right"]
    assert compare([], []) == []


def test_rows_that_are_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        compare(of("right", [1.0, 0.0]), of("right", [1.0]))


def test_each_measure_says_which_way_is_better_and_its_unit() -> None:
    assert MEASURES["nDCG@10"].better == "higher"
    assert {name for name, measure in MEASURES.items() if measure.better is None} == {"refused"}
    assert MEASURES["false alarms"].better == "lower"
    assert {measure.unit for measure in MEASURES.values()} == {"", "ms", "MB", "tokens"}
