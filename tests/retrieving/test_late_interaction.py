"""Late interaction, against its definition computed word by word."""

from __future__ import annotations

import numpy as np
import pytest

from rag.models.word_vectors import Vectors, WordVectors, signs
from rag.retrieving.late_interaction import late_interaction

RANDOM = np.random.default_rng(2014)


def unit(rows: int, dimensions: int = 24) -> Vectors:
    vectors = RANDOM.normal(size=(rows, dimensions)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def test_it_is_the_weighted_mean_of_each_words_best_match() -> None:
    question = WordVectors(unit(3), ("wuzhen", "summit", "say"))
    rarities = {"wuzhen": 5.0, "summit": 2.0, "say": 0.5}
    passages = {name: unit(rows) for name, rows in (("a", 4), ("b", 1), ("c", 9))}
    scores = late_interaction(
        question, rarities, {name: signs(vectors) for name, vectors in passages.items()}
    )
    for name, vectors in passages.items():
        rounded = np.where(vectors > 0, 1, -1) / np.sqrt(24)
        best = [max(float(word @ row) for row in rounded) for word in question.vectors]
        expected = (5 * best[0] + 2 * best[1] + 0.5 * best[2]) / 7.5
        assert scores[name] == pytest.approx(expected, abs=1e-5)


def test_a_passage_that_has_the_questions_words_comes_before_one_that_has_not() -> None:
    words = unit(2)
    question = WordVectors(words, ("a", "b"))
    scores = late_interaction(
        question, {"a": 1.0, "b": 1.0}, {"same": signs(words), "other": signs(-words)}
    )
    assert scores["same"] > 0.5 > scores["other"]


def test_without_words_on_one_side_nothing_is_said() -> None:
    nothing = WordVectors(np.empty((0, 24), dtype=np.float32), ())
    assert late_interaction(nothing, {}, {"a": signs(unit(2))}) == {}
    question = WordVectors(unit(1), ("a",))
    assert late_interaction(question, {"a": 1.0}, {"empty": signs(unit(0))}) == {}
