from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.cases import Case, Pair
from eval.rows import Check, Row
from eval.running import (
    Answering,
    GoldDocumentMissing,
    check_gold_documents,
    run_retrieval,
    run_verification,
    verify_with,
    verify_with_citedesk,
)
from eval.scoring import retrieval_row
from eval.systems import Found, Reply, Searched
from eval.systems.citedesk import Citedesk
from rag.domain import Answer, Disagreement, Verdict
from rag.errors import LLMFailed
from tests.eval.samples import (
    ALIBABA,
    MOON,
    WHERE,
    WHO,
    WUZHEN,
    answer,
    citation,
    claim,
    document,
    script,
)
from tests.fakes import FakeAssistant, FakeChat


def nothing_done(system: str, case_id: str) -> bool:
    return False


async def run_one(case: Case, outcome: Answer | Exception, judge: FakeChat | None = None) -> Row:
    """Run a case for which ALIBABA is retrieved first, then WUZHEN."""
    scripts = {case.question: script(outcome, ALIBABA, WUZHEN)}
    assistant = FakeAssistant([WUZHEN, ALIBABA], scripts)
    answering = Answering([Citedesk(assistant)], assistant.library, judge, None)
    [row] = [row async for row in answering.rows([case], nothing_done)]
    return row


async def test_an_answer_is_scored_for_search_content_citations_and_times() -> None:
    cited = claim("Wuzhen is a town in Zhejiang.", citation(WUZHEN, WUZHEN.text[:30]))
    astray = claim("It is old.", citation(ALIBABA, "Hangzhou", number=2))
    row = await run_one(WHERE, answer(WHERE.question, [cited, astray]))
    expected = {
        "recall@1": 0.0,
        "recall@5": 1.0,
        "MRR@10": 0.5,
        "contains gold": 1.0,
        "right": 1.0,
        "quotes exact": 1.0,
        "right document": 0.5,
        "citation recall": 0.5,
        "citation precision": 0.5,
        "claims supported": 1.0,
        "refused": 0.0,
        "retrieve ms": 10.0,
        "first token ms": 500.0,
        "total ms": 1000.0,
    }
    assert {name: row.scores[name] for name in expected} == expected
    assert row.scores["wrong answer shown"] is None
    assert row.seconds > 0


async def test_a_row_says_how_often_each_verdict_was_shown_and_what_checking_took() -> None:
    held = claim("Wuzhen is in Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))
    partly = replace(held, verdict=Verdict.PARTLY)
    made = answer(WHERE.question, [held, partly, partly, claim("It is old.")])
    timings = replace(made.timings, verify_ms=200.0)
    scores = (await run_one(WHERE, replace(made, timings=timings))).scores
    shares = [scores[f"claims {verdict}"] for verdict in Verdict]
    assert dict(zip(Verdict, shares, strict=True)) == {
        Verdict.SUPPORTED: 0.25,
        Verdict.PARTLY: 0.5,
        Verdict.UNSUPPORTED: 0.25,
        Verdict.CONTRADICTED: 0.0,
    }
    assert (scores["verify ms"], scores["extra time"]) == (200.0, 0.25)
    refused = (await run_one(MOON, answer(MOON.question))).scores
    assert (refused["extra time"], refused["claims partly supported"]) == (None, None)


async def test_a_row_shows_each_cited_span_within_the_text_around_it() -> None:
    cited = claim("In Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))
    row = await run_one(WHERE, answer(WHERE.question, [cited]))
    assert row.answer
    (span,) = row.answer.spans
    assert (span.before, span.quote) == ("Wuzhen is ", "a town in Zhejiang")
    assert span.before + span.quote + span.after == WUZHEN.text
    assert row.answer.sentences[0].citations == (1,)


async def test_a_row_read_back_is_the_row_that_was_written() -> None:
    cited = claim("In Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))
    row = await run_one(WHERE, answer(WHERE.question, [cited]))
    assert Row.model_validate_json(row.model_dump_json(exclude_defaults=True)) == row


async def test_a_citation_marker_is_not_taken_for_the_gold_number() -> None:
    case = WHERE.model_copy(update={"answers": ("1",)})
    cited = claim("Wuzhen is in Zhejiang.", citation(WUZHEN, "Zhejiang", number=1))
    assert (await run_one(case, answer(case.question, [cited]))).scores["contains gold"] == 0.0


async def test_a_right_answer_beside_a_wrong_one_is_wrong() -> None:
    case = WHERE.model_copy(update={"wrong_answers": ("Shanghai",)})
    cited = claim("It is in Zhejiang or in Shanghai.", citation(WUZHEN, "Zhejiang"))
    scores = (await run_one(case, answer(case.question, [cited]))).scores
    assert (scores["contains gold"], scores["wrong answer shown"], scores["right"]) == (1, 1, 0)


async def test_a_wrong_answer_beside_the_right_one_as_sides_of_a_disagreement_is_no_falsehood() -> (
    None
):
    case = WHERE.model_copy(update={"wrong_answers": ("Hangzhou",)})
    right = claim("Wuzhen is in Zhejiang.", citation(WUZHEN, "Zhejiang"))
    wrong = claim("Wuzhen is in Hangzhou.", citation(ALIBABA, "Hangzhou", number=2))
    shown = answer(case.question, [right, wrong])
    sides = replace(shown, disagreements=(Disagreement("contradicts", (right, wrong)),))
    measured = ("contains gold", "wrong answer shown", "wrong answer shown as agreed", "right")
    for made, expected in ((shown, [1, 1, 1, 0]), (sides, [1, 1, 0, 1])):
        row = await run_one(case, made)
        assert [row.scores[name] for name in measured] == expected
    assert row.answer
    assert [sentence.contested for sentence in row.answer.sentences] == [True, True]


async def test_a_quote_that_the_library_does_not_hold_is_not_exact() -> None:
    forged = document("wuzhen.md", WUZHEN.text.replace("Zhejiang", "Shanghai"))
    cited = claim("It is in Shanghai.", citation(forged, "a town in Shanghai"))
    assert (await run_one(WHERE, answer(WHERE.question, [cited]))).scores["quotes exact"] == 0.0


async def test_a_refusal_of_an_answerable_case_is_wrong_and_cites_nothing() -> None:
    scores = (await run_one(WHERE, answer(WHERE.question))).scores
    assert (scores["refused"], scores["should refuse"], scores["right"]) == (1, 0, 0)
    assert (scores["quotes exact"], scores["claims supported"]) == (None, None)


async def test_a_refusal_that_is_right_owes_no_answer_and_no_document() -> None:
    row = await run_one(MOON, answer(MOON.question))
    assert row.answer
    assert row.answer.refusal_reason == "not_in_sources"
    scores = row.scores
    assert (scores["refused"], scores["should refuse"], scores["right"]) == (1, 1, 1)
    assert (scores["recall@5"], scores["contains gold"]) == (None, None)


@pytest.mark.parametrize("failure", [LLMFailed("The LLM broke off."), ZeroDivisionError("oops")])
async def test_a_crashing_case_is_a_failed_row_and_the_next_one_still_runs(
    failure: Exception,
) -> None:
    cited = claim("Jack Ma did.", citation(ALIBABA, "Jack Ma"))
    scripts = {
        WHERE.question: script(failure, WUZHEN),
        WHO.question: script(answer(WHO.question, [cited]), ALIBABA),
    }
    assistant = FakeAssistant([WUZHEN, ALIBABA], scripts)
    answering = Answering([Citedesk(assistant)], assistant.library, None, None)
    failed, after = [row async for row in answering.rows([WHERE, WHO], nothing_done)]
    assert failed.error == f"{type(failure).__name__}: {failure}"
    assert failed.answer is None
    assert failed.retrieved == ("wuzhen.md",)
    assert (failed.scores["recall@5"], failed.scores["contains gold"]) == (1.0, 0.0)
    assert "total ms" not in failed.scores
    assert (after.error, after.scores["contains gold"]) == (None, 1.0)


async def test_a_crash_is_never_a_refusal_even_where_one_was_due() -> None:
    scores = (await run_one(MOON, LLMFailed("The LLM broke off."))).scores
    assert (scores["refused"], scores["should refuse"], scores["right"]) == (0, 1, 0)


async def test_a_judge_reads_each_citation_that_the_scores_depend_on() -> None:
    cited = claim("Wuzhen is in Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))
    judge = FakeChat("yes")
    scores = (await run_one(WHERE, answer(WHERE.question, [cited]), judge)).scores
    assert "a town in Zhejiang" in judge.prompts[0]
    assert scores["citation recall (judge)"] == 1.0
    assert scores["citation precision (judge)"] == 1.0


class FixedSearch:
    """Finds the same documents for every case; None: it breaks down."""

    def __init__(self, name: str, documents: Sequence[str] | None) -> None:
        self.name = name
        self._documents = documents

    async def search(self, case: Case, k: int) -> Searched:
        if self._documents is None:
            raise ZeroDivisionError("oops")
        found = tuple(Found(document, 1.0) for document in self._documents)
        return Searched(found[:k], understand_ms=None, search_ms=4.0)

    async def ask(self, case: Case) -> Reply:
        raise NotImplementedError


async def test_systems_take_turns_and_a_broken_one_stops_no_other() -> None:
    systems = [FixedSearch("first", ["wuzhen.md", "alibaba.md"]), FixedSearch("broken", None)]
    rows = [row async for row in run_retrieval(systems, [WHERE, WHO], nothing_done)]
    assert [(row.system, row.case.id) for row in rows] == [
        ("first", "where"),
        ("broken", "where"),
        ("first", "who"),
        ("broken", "who"),
    ]
    assert [row.scores["MRR@10"] for row in rows] == [1.0, 0.0, 0.5, 0.0]
    assert rows[1].error == "ZeroDivisionError: oops"
    assert [row.scores.get("retrieve ms") for row in rows] == [4.0, None, 4.0, None]


async def test_what_a_reader_waits_for_is_understanding_and_searching() -> None:
    scores = retrieval_row("citedesk", WHERE, Searched((), 30.0, 12.0)).scores
    assert (scores["understand ms"], scores["search ms"], scores["retrieve ms"]) == (30, 12, 42)
    scores = retrieval_row("closed-book", WHERE, Searched((), None, None)).scores
    assert (scores["understand ms"], scores["search ms"], scores["retrieve ms"]) == (None,) * 3


async def test_rows_that_are_there_are_not_made_again() -> None:
    systems = [FixedSearch("first", ["wuzhen.md"])]
    rows = run_retrieval(systems, [WHERE, WHO], lambda _, case_id: case_id == "where")
    assert [row.case.id async for row in rows] == ["who"]


TRUE = Pair(
    id="1",
    kind="complete",
    claim="Wuzhen is a town in Zhejiang.",
    evidence="Wuzhen is a town in Zhejiang. It has canals.",
    supported=True,
)
FALSE = TRUE.model_copy(update={"id": "2", "claim": "Wuzhen has 40 bridges.", "supported": False})


async def test_pairs_are_put_to_the_verifier_and_to_the_judge() -> None:
    verifiers = {
        "citedesk": verify_with_citedesk(None),
        "judge": verify_with(FakeChat("yes", "yes")),
    }
    rows = [row async for row in run_verification(verifiers, [TRUE, FALSE], nothing_done)]
    assert [(row.system, row.check and row.check.supported) for row in rows] == [
        ("citedesk", True),
        ("judge", True),
        ("citedesk", False),
        ("judge", True),
    ]
    assert (rows[2].scores["is supported"], rows[2].scores["says supported"]) == (0.0, 0.0)
    assert "40" in " ".join((rows[2].check or Check(supported=True)).reasons)


async def test_a_caught_fault_has_its_right_reason_where_the_verifier_says_one() -> None:
    swapped = FALSE.model_copy(update={"fault": "number"})
    verifiers = {"citedesk": verify_with_citedesk(None), "judge": verify_with(FakeChat("no", "no"))}
    rows = [row async for row in run_verification(verifiers, [swapped, FALSE], nothing_done)]
    assert [row.scores["right reason"] for row in rows] == [1.0, None, None, None]
    misnamed = swapped.model_copy(update={"fault": "speaker"})
    [row] = [row async for row in run_verification(verifiers, [misnamed], nothing_done)][:1]
    assert row.scores["right reason"] == 0.0


async def test_a_judge_that_fails_has_given_the_wrong_verdict() -> None:
    verifiers = {"judge": verify_with(FakeChat(LLMFailed("It broke off.")))}
    [row] = [row async for row in run_verification(verifiers, [TRUE], nothing_done)]
    assert (row.error, row.scores["says supported"]) == ("LLMFailed: It broke off.", 0.0)


def test_a_library_without_the_gold_documents_is_refused_with_the_remedy() -> None:
    library = FakeAssistant([WUZHEN], {}).library
    check_gold_documents(library, [WHERE, MOON])
    with pytest.raises(GoldDocumentMissing, match=r"lacks 1 of the 2 .* alibaba\.md") as refusal:
        check_gold_documents(library, [WHERE, WHO])
    assert "citedesk index" in refusal.value.hint
