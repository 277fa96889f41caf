from collections.abc import Collection, Sequence

import pytest

from eval.cases import GoldSpan
from eval.metrics.citations import (
    Entails,
    citation_precision,
    citation_recall,
    exact_share,
    gold_document_share,
    gold_span_share,
)
from rag.domain import Citation
from tests.eval.samples import ALIBABA, WUZHEN, citation, claim, document

ONE = citation(WUZHEN, "Wuzhen is a town in Zhejiang.", 1)
TWO = citation(WUZHEN, "The conference met there in 2014.", 2)
THREE = citation(ALIBABA, "Alibaba was founded in Hangzhou by Jack Ma.", 3)


def entailed_by(*sets: Collection[int]) -> Entails:
    """A text is entailed by citations that include all numbers of one of these sets."""

    def entails(text: str, citations: Sequence[Citation]) -> bool | None:
        if text == "?":
            return None
        numbers = {c.number for c in citations}
        return any(numbers.issuperset(needed) for needed in sets)

    return entails


def test_a_citation_is_exact_only_if_the_library_still_says_so() -> None:
    cited = [citation(WUZHEN, "a town in Zhejiang"), citation(ALIBABA, "Jack Ma")]
    stored = {doc.id: doc for doc in (WUZHEN, ALIBABA)}
    assert exact_share(cited, stored) == 1.0
    shifted = document("alibaba.md", " " + ALIBABA.text)
    assert exact_share(cited, {**stored, "alibaba.md": shifted}) == 0.5
    assert exact_share(cited, {"wuzhen.md": WUZHEN}) == 0.5


def test_citations_are_counted_into_gold_documents() -> None:
    assert gold_document_share([ONE, TWO, THREE], (("wuzhen.md",),)) == pytest.approx(2 / 3)
    assert gold_document_share([ONE, THREE], (("wuzhen.md",), ("alibaba.md",))) == 1.0


def test_a_citation_is_right_if_it_shares_a_character_with_a_gold_span() -> None:
    last_of_one = GoldSpan(document="wuzhen.md", start=ONE.end - 1, end=ONE.end)
    behind_it = GoldSpan(document="wuzhen.md", start=ONE.end, end=ONE.end + 1)
    elsewhere = GoldSpan(document="alibaba.md", start=ONE.start, end=ONE.end)
    assert gold_span_share([ONE, TWO], [last_of_one]) == 0.5
    in_front = GoldSpan(document="wuzhen.md", start=TWO.start - 1, end=TWO.start)
    assert gold_span_share([ONE], [behind_it]) == 0.0
    assert gold_span_share([TWO], [in_front]) == 0.0
    assert gold_span_share([ONE], [elsewhere]) == 0.0
    assert gold_span_share([ONE], [elsewhere, last_of_one]) == 1.0


def test_a_sentence_has_recall_if_all_its_citations_together_entail_it() -> None:
    claims = [claim("both", ONE, TWO), claim("half", ONE), claim("none")]
    assert citation_recall(claims, entailed_by({1, 2})) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("needed", "precision"),
    [
        ([{1}], 1 / 3),  # 2 and 3 say nothing alone, and 1 does without them
        ([{1, 2}], 2 / 3),  # 1 and 2 are needed, 3 is not
        ([{1}, {2}], 2 / 3),  # either is enough, and entails alone
        ([{1, 2}, {2, 3}], 1 / 3),  # only 2 cannot be left out
        ([{4}], 0.0),  # together they do not entail it: none serves
    ],
)
def test_a_citation_serves_if_it_entails_alone_or_the_others_need_it(
    needed: list[set[int]], precision: float
) -> None:
    sentence = claim("three", ONE, TWO, THREE)
    assert citation_precision([sentence], entailed_by(*needed)) == pytest.approx(precision)


def test_precision_is_over_citations_and_recall_over_sentences() -> None:
    claims = [claim("two", ONE, TWO), claim("one", THREE), claim("none")]
    assert citation_precision(claims, entailed_by({1})) == pytest.approx(1 / 3)
    assert citation_recall(claims, entailed_by({1})) == pytest.approx(1 / 3)


def test_a_sentence_that_cannot_be_judged_is_left_out() -> None:
    claims = [claim("?", ONE, TWO), claim("one", THREE)]
    assert citation_recall(claims, entailed_by({3})) == 1.0
    assert citation_precision(claims, entailed_by({3})) == 1.0


def test_a_sentence_of_which_only_one_citation_cannot_be_judged_has_no_precision() -> None:
    def silent_on_two(_: str, citations: Sequence[Citation]) -> bool | None:
        return None if tuple(citations) == (TWO,) else True

    claims = [claim("two", ONE, TWO), claim("one", THREE)]
    assert citation_precision(claims, silent_on_two) == 1.0
    assert citation_recall(claims, silent_on_two) == 1.0


def test_what_is_undefined_is_none_and_never_zero() -> None:
    gold = GoldSpan(document="wuzhen.md", start=0, end=5)
    assert exact_share([], {}) is None
    assert gold_document_share([], (("a",),)) is None
    assert gold_document_share([ONE], ()) is None
    assert gold_span_share([], [gold]) is None
    assert gold_span_share([ONE], []) is None
    assert citation_recall([], entailed_by({1})) is None
    assert citation_recall([claim("?", ONE)], entailed_by({1})) is None
    assert citation_precision([claim("none")], entailed_by({1})) is None
