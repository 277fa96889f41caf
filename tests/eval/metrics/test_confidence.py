from random import Random

import pytest
from sklearn.calibration import calibration_curve

from eval.metrics.confidence import (
    area_under_risk_coverage,
    expected_calibration_error,
    reliability,
    reliability_bins,
    risk_coverage,
)


def test_risk_grows_with_coverage_where_the_confidence_knows() -> None:
    points = risk_coverage([0.2, 0.9, 0.8, 0.4], [False, True, True, False])
    assert points == [(0.25, 0.0), (0.5, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]


def test_equal_confidences_share_a_point_in_whatever_order_they_come() -> None:
    for correct in ([True, False, True], [False, True, True]):
        assert risk_coverage([0.5, 0.5, 0.9], correct) == [
            (pytest.approx(1 / 3), 0.0),
            (1.0, pytest.approx(1 / 3)),
        ]


def test_the_area_is_the_mean_risk_over_the_cases_each_at_its_threshold() -> None:
    distinct = area_under_risk_coverage([0.2, 0.9, 0.8, 0.4], [False, True, True, False])
    assert distinct == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    tied = area_under_risk_coverage([0.5, 0.5, 0.9], [True, False, True])
    assert tied == pytest.approx((0 + 1 / 3 + 1 / 3) / 3)
    assert area_under_risk_coverage([0.3, 0.7], [False, False]) == 1.0


def test_a_bin_has_the_mean_confidence_the_share_right_and_its_number() -> None:
    confidences = [0.0, 0.5, 0.4, 0.51, 1.0]
    correct = [False, True, False, True, True]
    low, high = reliability_bins(confidences, correct, bins=2)
    assert (low.confidence, low.right, low.n) == pytest.approx((0.3, 1 / 3, 3))
    assert (high.confidence, high.right, high.n) == pytest.approx((0.755, 1.0, 2))
    gap = 3 / 5 * abs(1 / 3 - 0.3) + 2 / 5 * abs(1 - 0.755)
    assert expected_calibration_error(confidences, correct, bins=2) == pytest.approx(gap)


def test_the_reliability_diagram_is_that_of_scikit_learn_edges_included() -> None:
    random = Random(2014)
    confidences = [round(random.random(), 1 + number % 3) for number in range(500)]
    correct = [random.random() < confidence**2 for confidence in confidences]
    share_right, mean_confidence = calibration_curve(correct, confidences, n_bins=10)
    ours = reliability(confidences, correct)
    assert [confidence for confidence, _ in ours] == pytest.approx(list(mean_confidence))
    assert [right for _, right in ours] == pytest.approx(list(share_right))


def test_without_cases_there_is_no_curve_and_no_figure() -> None:
    assert risk_coverage([], []) == []
    assert reliability([], []) == []
    assert area_under_risk_coverage([], []) is None
    assert expected_calibration_error([], []) is None
