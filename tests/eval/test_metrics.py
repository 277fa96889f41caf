from dataclasses import replace

import pytest

from eval.metrics import (
    Scores,
    contains_gold,
    exact_share,
    gold_document_share,
    recall_at,
    reciprocal_rank_at,
    summarise,
    supported_share,
)
from tests.eval.samples import ALIBABA, WUZHEN, citation, claim, document

SCORES = Scores(
    recall_at_5=1.0,
    reciprocal_rank=0.5,
    contains_gold=1.0,
    citations_exact=1.0,
    citations_right_document=1.0,
    claims_supported=1.0,
    refused=False,
    refusal_is_right=False,
    retrieve_ms=10.0,
    first_token_ms=500.0,
    total_ms=1000.0,
)


def test_recall_counts_each_needed_document_once_and_any_alternative() -> None:
    retrieved = ["a", "a", "b", "c", "d", "e"]
    assert recall_at(retrieved, (("a",), ("e",)), 5) == 0.5
    assert recall_at(retrieved, (("e", "d"),), 5) == 1.0
    assert recall_at([], (("a",),), 5) == 0.0


def test_reciprocal_rank_is_that_of_the_first_gold_passage_within_k() -> None:
    retrieved = ["a", "a", "b", "c"]
    assert reciprocal_rank_at(retrieved, (("c",), ("b",)), 10) == pytest.approx(1 / 3)
    assert reciprocal_rank_at(retrieved, (("c",),), 3) == 0.0


@pytest.mark.parametrize(
    ("answer", "gold", "contained"),
    [
        ("It met in Wuzhen.", (("wuzhen",),), True),
        ("Some 1,000 guests came.", (("1000 guests",),), True),
        ("In 2015 it met.", (("5",),), False),
        ("He quoted “Xi’s” words.", (("Xi's",),), True),
        ("An anti-trust case.", (("anti trust",),), True),
        ("首届大会于２０１４年在乌镇举行。", (("2014年 在乌镇",),), True),
        ("大会在乌市举行。", (("乌镇",),), False),
        ("Xi and Ma spoke.", (("Xi", "Li"), ("Ma",)), True),
        ("Xi spoke.", (("Xi", "Li"), ("Ma",)), False),
        ("", (("Xi",),), False),
    ],
)
def test_an_answer_contains_gold_by_whole_words_and_chinese_by_character(
    answer: str, gold: tuple[tuple[str, ...], ...], contained: bool
) -> None:
    assert contains_gold(answer, gold) == float(contained)


def test_a_citation_is_exact_only_if_the_library_still_says_so() -> None:
    cited = [citation(WUZHEN, "a town in Zhejiang"), citation(ALIBABA, "Jack Ma")]
    stored = {doc.id: doc for doc in (WUZHEN, ALIBABA)}
    assert exact_share(cited, stored) == 1.0
    shifted = document("alibaba.md", " " + ALIBABA.text)
    assert exact_share(cited, {**stored, "alibaba.md": shifted}) == 0.5
    assert exact_share(cited, {"wuzhen.md": WUZHEN}) == 0.5


def test_citation_precision_counts_citations_into_gold_documents() -> None:
    cited = [citation(WUZHEN, "Wuzhen"), citation(WUZHEN, "2014"), citation(ALIBABA, "Jack Ma")]
    assert gold_document_share(cited, (("wuzhen.md",),)) == pytest.approx(2 / 3)


def test_supported_share_counts_claims() -> None:
    assert supported_share([claim("Yes.", citation(WUZHEN, "Wuzhen")), claim("No.")]) == 0.5


def test_what_is_undefined_is_none_and_never_zero() -> None:
    assert recall_at(["a"], (), 5) is None
    assert reciprocal_rank_at(["a"], (), 10) is None
    assert contains_gold("text", ()) is None
    assert exact_share([], {}) is None
    assert gold_document_share([], (("a",),)) is None
    assert gold_document_share([citation(WUZHEN, "Wuzhen")], ()) is None
    assert supported_share([]) is None
    nothing = summarise([])
    assert {(e.value, e.low, e.high, e.n) for e in nothing.values()} == {(None, None, None, 0)}


def test_refusals_are_scored_by_their_definitions() -> None:
    right = replace(SCORES, refused=True, refusal_is_right=True)
    missed = replace(SCORES, refused=False, refusal_is_right=True)
    wrong = replace(SCORES, refused=True, refusal_is_right=False)
    # 2 right of 3 refusals; 2 of 4 to refuse; 1 of 5 answerable refused.
    metrics = summarise([right, right, wrong, missed, missed, SCORES, SCORES, SCORES, SCORES])
    assert metrics["refusal precision"].value == pytest.approx(2 / 3)
    assert metrics["refusal recall"].value == pytest.approx(2 / 4)
    assert metrics["refusal F1"].value == pytest.approx(2 * 2 / (3 + 4))
    assert metrics["false refusals"].value == pytest.approx(1 / 5)
    assert [
        metrics[name].n
        for name in ("refusal precision", "refusal recall", "refusal F1", "false refusals")
    ] == [3, 4, 5, 5]


def test_without_a_refusal_precision_is_undefined_and_f1_is_zero_only_if_one_was_due() -> None:
    missed = replace(SCORES, refused=False, refusal_is_right=True)
    metrics = summarise([missed, SCORES])
    assert metrics["refusal precision"].value is None
    assert metrics["refusal F1"].value == 0.0
    assert summarise([SCORES])["refusal F1"].value is None


def test_a_mean_and_its_interval_leave_out_the_cases_without_a_value() -> None:
    scores = [replace(SCORES, recall_at_5=value) for value in (1.0, 0.0, 1.0, 0.5, None)]
    estimate = summarise(scores)["recall@5"]
    assert (estimate.value, estimate.n) == (0.625, 4)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0.0 <= estimate.low < 0.625 < estimate.high <= 1.0


def test_times_are_percentiles() -> None:
    metrics = summarise([replace(SCORES, total_ms=ms) for ms in (100.0, 200.0, 300.0)])
    assert metrics["total p50 ms"].value == 200.0
    assert metrics["total p95 ms"].value == pytest.approx(290.0)


def test_the_bootstrap_gives_the_same_interval_each_time() -> None:
    scores = [replace(SCORES, recall_at_5=float(i % 3 == 0)) for i in range(30)]
    assert summarise(scores) == summarise(scores)
