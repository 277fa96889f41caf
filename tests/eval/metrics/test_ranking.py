from collections.abc import Mapping, Sequence
from math import log2
from random import Random

import ir_measures
import pytest
from ir_measures import AP, RR, R, Success, nDCG

from eval.metrics.ranking import (
    average_precision,
    hit_at,
    ndcg_at,
    rank_documents,
    recall_at,
    reciprocal_rank_at,
)


def test_a_document_ranks_where_its_first_passage_does() -> None:
    assert rank_documents(["b", "a", "b", "c", "a"]) == ("b", "a", "c")


def test_recall_counts_each_group_once_and_any_alternative_meets_it() -> None:
    ranked = ["a", "b", "c", "d"]
    assert recall_at(ranked, (("a",), ("d",)), 3) == 0.5
    assert recall_at(ranked, (("d", "c"),), 3) == 1.0
    assert recall_at(ranked, (("a", "b"), ("x",)), 3) == 0.5
    assert recall_at([], (("a",),), 3) == 0.0


def test_gold_at_rank_k_is_within_k_and_at_the_next_rank_it_is_not() -> None:
    ranked = ["a", "b", "c"]
    assert (hit_at(ranked, {"b"}, 2), hit_at(ranked, {"c"}, 2)) == (1.0, 0.0)
    assert reciprocal_rank_at(ranked, {"c", "b"}, 2) == 0.5
    assert reciprocal_rank_at(ranked, {"c"}, 2) == 0.0


def test_the_gain_is_the_grade_and_the_ideal_is_cut_at_k_too() -> None:
    ranked = ["a", "b", "c"]
    grades = {"a": 1, "c": 3, "x": 2}
    assert ndcg_at(ranked, grades, 3) == pytest.approx((1 + 3 / 2) / (3 + 2 / log2(3) + 1 / 2))
    assert ndcg_at(ranked, grades, 1) == pytest.approx(1 / 3)


def test_average_precision_counts_a_document_that_was_not_found_as_0() -> None:
    assert average_precision(["a", "b", "c"], {"a", "c", "x"}) == pytest.approx((1 + 2 / 3) / 3)


def test_where_nothing_is_relevant_nothing_is_defined() -> None:
    assert recall_at(["a"], (), 5) is None
    assert hit_at(["a"], (), 5) is None
    assert reciprocal_rank_at(["a"], (), 5) is None
    assert ndcg_at(["a"], {}, 5) is None
    assert average_precision(["a"], ()) is None


def random_rankings() -> dict[str, tuple[list[str], dict[str, int]]]:
    """By question: a ranking of some of 30 documents, and grades 1 to 3 of up to 8 of them."""
    random = Random(2014)
    documents = [f"d{number}" for number in range(30)]
    return {
        f"q{number}": (
            random.sample(documents, random.randint(1, 30)),
            {doc: random.randint(1, 3) for doc in random.sample(documents, random.randint(1, 8))},
        )
        for number in range(200)
    }


RANKINGS = random_rankings()


def ours(ranked: Sequence[str], grades: Mapping[str, int]) -> dict[str, float | None]:
    each_alone = tuple((document,) for document in grades)
    return {
        **{f"R@{k}": recall_at(ranked, each_alone, k) for k in (1, 5, 10, 20)},
        **{f"Success@{k}": hit_at(ranked, grades, k) for k in (1, 5, 10)},
        "RR@10": reciprocal_rank_at(ranked, grades, 10),
        **{f"nDCG@{k}": ndcg_at(ranked, grades, k) for k in (1, 5, 10)},
        "AP": average_precision(ranked, list(grades)),
    }


def test_every_measure_agrees_with_ir_measures_on_random_graded_rankings() -> None:
    # Scores that fall by rank leave trec_eval no ties, which it would break by document id.
    run = {
        question: {document: -float(rank) for rank, document in enumerate(ranked)}
        for question, (ranked, _) in RANKINGS.items()
    }
    qrels = {question: grades for question, (_, grades) in RANKINGS.items()}
    measures = [
        *(R @ k for k in (1, 5, 10, 20)),
        *(Success @ k for k in (1, 5, 10)),
        RR @ 10,
        *(nDCG @ k for k in (1, 5, 10)),
        AP,
    ]
    theirs = {
        (metric.query_id, str(metric.measure)): metric.value
        for metric in ir_measures.iter_calc(measures, qrels, run)
    }
    expected = {
        (question, measure): value
        for question, ranking in RANKINGS.items()
        for measure, value in ours(*ranking).items()
    }
    assert len(expected) == 200 * 12
    assert theirs == pytest.approx(expected)
