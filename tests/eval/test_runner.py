import pytest

from eval.cases import Case
from eval.runner import CaseResult, GoldDocumentMissing, check_gold_documents, run_cases
from rag.domain import Answer
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
from tests.fakes import FakeAssistant


async def run_one(case: Case, outcome: Answer | Exception) -> CaseResult:
    """Run a case for which ALIBABA is retrieved first, then WUZHEN."""
    scripts = {case.question: script(outcome, ALIBABA, WUZHEN)}
    [result] = [r async for r in run_cases(FakeAssistant([WUZHEN, ALIBABA], scripts), [case])]
    return result


async def test_an_answer_is_scored_for_search_content_and_citations() -> None:
    cited = claim("Wuzhen is in Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))
    astray = claim("It is old.", citation(ALIBABA, "Hangzhou", number=2))
    scores = (await run_one(WHERE, answer(WHERE.question, [cited, astray]))).scores
    assert (scores.recall_at_5, scores.reciprocal_rank) == (1.0, 0.5)
    assert (scores.contains_gold, scores.citations_exact) == (1.0, 1.0)
    assert (scores.citations_right_document, scores.claims_supported) == (0.5, 1.0)
    assert (scores.retrieve_ms, scores.first_token_ms, scores.total_ms) == (10.0, 500.0, 1000.0)


async def test_a_citation_marker_is_not_taken_for_the_gold_number() -> None:
    case = WHERE.model_copy(update={"answers": ("1",)})
    cited = claim("Wuzhen is in Zhejiang.", citation(WUZHEN, "Zhejiang", number=1))
    assert (await run_one(case, answer(case.question, [cited]))).scores.contains_gold == 0.0


async def test_a_quote_that_the_library_does_not_hold_is_not_exact() -> None:
    forged = document("wuzhen.md", WUZHEN.text.replace("Zhejiang", "Shanghai"))
    cited = claim("It is in Shanghai.", citation(forged, "a town in Shanghai"))
    assert (await run_one(WHERE, answer(WHERE.question, [cited]))).scores.citations_exact == 0.0


async def test_a_refusal_of_an_answerable_case_contains_nothing() -> None:
    scores = (await run_one(WHERE, answer(WHERE.question))).scores
    assert (scores.refused, scores.refusal_is_right, scores.contains_gold) == (True, False, 0.0)
    assert (scores.citations_exact, scores.claims_supported) == (None, None)


async def test_a_refusal_that_is_right_owes_no_answer_and_no_document() -> None:
    scores = (await run_one(MOON, answer(MOON.question))).scores
    assert (scores.refused, scores.refusal_is_right) == (True, True)
    assert (scores.recall_at_5, scores.reciprocal_rank, scores.contains_gold) == (None, None, None)


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
    failed, after = [r async for r in run_cases(assistant, [WHERE, WHO])]
    assert failed.error == f"{type(failure).__name__}: {failure}"
    assert failed.answer is None
    assert (failed.scores.recall_at_5, failed.scores.contains_gold) == (1.0, 0.0)
    assert failed.scores.total_ms is None
    assert after.error is None
    assert after.scores.contains_gold == 1.0


async def test_a_crash_is_never_a_refusal_even_where_one_was_due() -> None:
    scores = (await run_one(MOON, LLMFailed("The LLM broke off."))).scores
    assert (scores.refused, scores.refusal_is_right) == (False, True)


async def test_a_stream_that_ends_without_an_answer_is_a_failed_row() -> None:
    assistant = FakeAssistant([WUZHEN], {WHERE.question: script(ZeroDivisionError())[:1]})
    [result] = [r async for r in run_cases(assistant, [WHERE])]
    assert result.error == "RuntimeError: the stream ended without an answer"


def test_a_library_without_the_gold_documents_is_refused_with_the_remedy() -> None:
    library = FakeAssistant([WUZHEN], {}).library
    check_gold_documents(library, [WHERE, MOON])
    with pytest.raises(GoldDocumentMissing, match=r"lacks 1 of the 2 .* alibaba\.md") as refusal:
        check_gold_documents(library, [WHERE, WHO])
    assert refusal.value.hint == "Run: citedesk index docs_source"
