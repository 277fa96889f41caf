"""Rankings are fused by their scores."""

from __future__ import annotations

import pytest

from rag.retrieving.fusion import best_of, fuse, min_max, mix


def test_min_max_spreads_scores_from_0_to_1() -> None:
    assert min_max({"a": 3.0, "b": 1.0, "c": 2.0}) == {"a": 1.0, "b": 0.0, "c": 0.5}


def test_equal_scores_all_count_fully() -> None:
    assert min_max({"a": 2.0}) == {"a": 1.0}
    assert min_max({}) == {}


def test_a_passage_that_both_lists_hold_beats_the_top_of_one() -> None:
    fused = fuse({"a": 0.9, "b": 0.8, "x": 0.1}, {"b": 12.0, "c": 11.0, "y": 1.0}, 0.5)
    assert max(fused, key=fused.__getitem__) == "b"
    assert fused["a"] == pytest.approx(0.5)


def test_the_weight_decides_between_the_lists() -> None:
    dense, lexical = {"a": 1.0, "b": 0.0}, {"b": 1.0, "a": 0.0}
    assert fuse(dense, lexical, 1.0) == {"a": 1.0, "b": 0.0}
    assert fuse(dense, lexical, 0.0) == {"a": 0.0, "b": 1.0}


def test_the_best_score_of_any_translation_counts() -> None:
    assert best_of([{"a": 0.2, "b": 0.9}, {"a": 0.7}]) == {"a": 0.7, "b": 0.9}


def test_other_scores_are_mixed_in_by_their_weight() -> None:
    assert mix({"a": 1.0, "b": 0.5}, {"a": -3.0, "b": 5.0}, 0.5) == {"a": 0.5, "b": 0.75}
    assert mix({"a": 1.0, "b": 0.5}, {}, 0.5) == {"a": 1.0, "b": 0.5}
