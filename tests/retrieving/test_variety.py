"""Variety: caps, copies and maximal marginal relevance, on rankings made up from seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from rag.library import Vectors
from rag.retrieving.variety import Candidate, Variety, diversify

RELEVANCE_ALONE = Variety(per_document=10, per_story=10, relevance=1.0)
X, Y, Z = np.eye(3, dtype=np.float32)

Ranking = tuple[list[Candidate], Vectors]


def ranking(*rows: tuple[str, str, Vectors]) -> Ranking:
    """Candidates with falling scores: (document, story, vector)."""
    candidates = [
        Candidate(f"{document_id}#{place}", document_id, story, 0.9 - place / 10)
        for place, (document_id, story, _) in enumerate(rows)
    ]
    vectors = np.array([vector for *_, vector in rows], dtype=np.float32)
    return candidates, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def random_ranking(seed: int, size: int = 100) -> Ranking:
    """Some documents, some of them copies of others, with repeated passages."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(size, 16)).astype(np.float32)
    vectors[random.integers(size, size=size // 4)] = vectors[0]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = sorted(random.random(size).round(2), reverse=True)
    documents = random.integers(40, size=size)
    return [
        Candidate(f"p{place}", f"d{number}", f"s{number // 2}", float(score))
        for place, (number, score) in enumerate(zip(documents, scores, strict=True))
    ], vectors


def ids(candidates: Sequence[Candidate]) -> list[str]:
    return [found.passage_id for found in candidates]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("relevance", [0.0, 0.3, 0.7, 1.0])
def test_the_caps_hold_the_top_stays_and_nothing_comes_twice(seed: int, relevance: float) -> None:
    candidates, vectors = random_ranking(seed)
    chosen = diversify(candidates, vectors, 10, Variety(2, 3, relevance))
    assert chosen[0] == candidates[0]
    assert len(set(ids(chosen))) == len(chosen) == 10
    assert max(Counter(found.document_id for found in chosen).values()) <= 2
    assert max(Counter(found.story for found in chosen).values()) <= 3


@pytest.mark.parametrize("seed", range(20))
def test_without_copies_and_caps_relevance_alone_leaves_the_ranking_as_it_is(seed: int) -> None:
    candidates, vectors = random_ranking(seed)
    alone = [Candidate(c.passage_id, c.passage_id, c.passage_id, c.score) for c in candidates]
    assert diversify(alone, vectors, 100, RELEVANCE_ALONE) == alone


@pytest.mark.parametrize("seed", range(20))
def test_a_smaller_k_is_the_beginning_of_a_greater_one(seed: int) -> None:
    candidates, vectors = random_ranking(seed)
    variety = Variety(2, 3, 0.5)
    five, ten = (diversify(candidates, vectors, k, variety) for k in (5, 10))
    assert five == ten[:5]


@pytest.mark.parametrize("seed", range(20))
def test_each_choice_has_the_greatest_marginal_relevance(seed: int) -> None:
    candidates, vectors = random_ranking(seed, size=12)
    alone = [Candidate(c.passage_id, c.passage_id, c.passage_id, c.score) for c in candidates]
    place = {found.passage_id: number for number, found in enumerate(alone)}
    chosen = diversify(alone, vectors, 12, Variety(1, 1, 0.6))
    for step in range(1, 12):
        before = vectors[[place[found.passage_id] for found in chosen[:step]]]

        def marginal(found: Candidate, before: Vectors = before) -> float:
            likest = max(0.0, float((before @ vectors[place[found.passage_id]]).max()))
            return 0.6 * found.score - 0.4 * likest

        left = chosen[step:]
        assert marginal(left[0]) == pytest.approx(max(marginal(found) for found in left))


def test_a_copy_of_a_text_does_not_come_again() -> None:
    candidates, vectors = ranking(("a", "story", X), ("b", "story", X), ("c", "c", Y))
    assert ids(diversify(candidates, vectors, 3, RELEVANCE_ALONE)) == ["a#0", "c#2"]


def test_what_only_another_copy_holds_comes_in_once() -> None:
    candidates, vectors = ranking(
        ("a", "story", X), ("b", "story", Y), ("c", "story", Y), ("b", "story", X)
    )
    assert ids(diversify(candidates, vectors, 4, RELEVANCE_ALONE)) == ["a#0", "b#1"]


def test_the_best_document_of_a_story_tells_it_also_where_a_copy_ranks_before_it() -> None:
    candidates, vectors = ranking(("a", "story", X), ("b", "story", Y), ("a", "story", Y))
    assert ids(diversify(candidates, vectors, 3, RELEVANCE_ALONE)) == ["a#0", "a#2"]


def test_alike_passages_of_unrelated_documents_stay() -> None:
    candidates, vectors = ranking(("a", "a", X), ("b", "b", X))
    assert ids(diversify(candidates, vectors, 2, RELEVANCE_ALONE)) == ["a#0", "b#1"]


def test_novelty_lifts_what_is_new_over_what_was_said() -> None:
    candidates, vectors = ranking(("a", "a", X), ("b", "b", X + 0.1 * Y), ("c", "c", Z))
    half = Variety(per_document=10, per_story=10, relevance=0.5)
    assert ids(diversify(candidates, vectors, 3, half)) == ["a#0", "c#2", "b#1"]


def test_nothing_found_stays_nothing() -> None:
    none = np.empty((0, 3), dtype=np.float32)
    assert diversify([], none, 10, RELEVANCE_ALONE) == []


def test_impossible_wishes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Variety(per_document=0, per_story=1, relevance=1.0)
    with pytest.raises(ValueError, match="0 to 1"):
        Variety(per_document=1, per_story=1, relevance=1.2)
