"""The JSON that leaves Citedesk holds what README promises, and nothing is renamed by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.domain import (
    Answer,
    Citation,
    Claim,
    Disagreement,
    Filters,
    ModelNames,
    Part,
    Refusal,
    SearchResult,
    Timings,
    UnderstoodQuestion,
    Verdict,
)
from rag.wire import answer_to_json, result_to_json
from tests.sources import KEYNOTE, document, retrieved

SOURCE = document(KEYNOTE, "2017/keynote 中文.md")
SITE = "http://127.0.0.1:7860"


def answer(claims: tuple[Claim, ...], refusal: Refusal | None) -> Answer:
    return Answer(
        understood=UnderstoodQuestion("Who?", "Who?"),
        claims=claims,
        retrieved=retrieved(SOURCE),
        refusal=refusal,
        timings=Timings(12.34, None if refusal else 500.0, 900.0, verify_ms=150.04),
        model=ModelNames("llm", "embedder"),
        confidence=0.0 if refusal else 0.8,
    )


def test_an_answer_has_the_promised_fields() -> None:
    citation = Citation(1, SOURCE, f"{SOURCE.id}#0", 0, 84)
    claim = Claim("Jack Ma is the founder of Alibaba.", (citation,), Verdict.SUPPORTED, ())
    value = answer_to_json(answer((claim,), None), "q1", SITE)
    assert value["answer"] == "Jack Ma is the founder of Alibaba.[1]"
    assert value["claims"] == [
        {"text": claim.text, "verdict": "supported", "reasons": [], "citations": [1]}
    ]
    assert value["citations"] == [
        {
            "number": 1,
            "document_id": "2017/keynote 中文.md",
            "passage_id": "2017/keynote 中文.md#0",
            "title": "The fourth conference",
            "outlet": "The Daily Planet",
            "author": None,
            "page": None,
            "published": "2017-12-04",
            "url": None,
            "link": f"{SITE}/documents/2017/keynote%20%E4%B8%AD%E6%96%87.md?start=0&end=84#cited",
            "quote": KEYNOTE[:84],
            "quote_translation": None,
            "start": 0,
            "end": 84,
        }
    ]
    assert value["refusal"] is None
    assert value["disagreements"] == []
    assert value["timings_ms"] == {
        "retrieve": 12.3,
        "first_token": 500.0,
        "verify": 150.0,
        "total": 900.0,
    }
    assert value["model"] == {"llm": "llm", "embedder": "embedder"}


@pytest.mark.parametrize("verdict", Verdict)
def test_a_claim_has_its_verdict_and_the_reasons_for_it(verdict: Verdict) -> None:
    citation = Citation(1, SOURCE, f"{SOURCE.id}#0", 0, 84)
    claim = Claim("So.", (citation,), verdict, ("a reason",))
    (told,) = answer_to_json(answer((claim,), None), None, SITE)["claims"]
    assert (told["verdict"], told["reasons"]) == (verdict.value, ["a reason"])


def test_a_disagreement_names_its_sides_by_their_places_among_the_claims() -> None:
    agreed, *sides = (
        Claim(f"{number}.", (Citation(number, SOURCE, "p", 0, number),), Verdict.SUPPORTED, ())
        for number in (1, 2, 3)
    )
    told = replace(
        answer((agreed, *sides), None),
        disagreements=(Disagreement("updates", tuple(sides)),),
    )
    value = answer_to_json(told, None, SITE)
    assert value["disagreements"] == [{"relation": "updates", "claims": [1, 2]}]
    assert value["answer"] == "1.[1] 2.[2] 3.[3]"


def test_a_refusal_has_its_reason_and_the_nearest_passages() -> None:
    refusal = Refusal("not_covered", "Nothing mentions “Mars”.", retrieved(SOURCE), "An article.")
    value = answer_to_json(answer((), refusal), None, SITE)
    assert value["answer"] == "Nothing mentions “Mars”."
    assert value["claims"] == value["citations"] == []
    assert value["refusal"]["reason"] == "not_covered"
    assert value["refusal"]["advice"] == "An article."
    assert value["confidence"] == 0
    assert value["refusal"]["nearest"][0]["text"] == KEYNOTE
    assert value["timings_ms"]["first_token"] is None


def test_search_results_have_the_promised_fields() -> None:
    understood = UnderstoodQuestion("Who?", "Who spoke?", filters=Filters(since=date(2016, 1, 1)))
    value = result_to_json(understood, SearchResult(retrieved(SOURCE), ("A note.",)), "q1")
    assert list(value) == ["id", "question", "understood", "notes", "results"]
    assert value["understood"]["question"] == "Who spoke?"
    assert value["understood"]["filters"]["since"] == "2016-01-01"
    assert value["notes"] == ["A note."]
    assert list(value["results"][0]) == [
        "rank",
        "score",
        "document_id",
        "passage_id",
        "story",
        "title",
        "outlet",
        "published",
        "url",
        "text",
        "start",
        "end",
    ]


def test_a_citation_of_a_document_with_pages_names_its_page() -> None:
    paged = replace(SOURCE, page_starts=(0, 85))
    citations = tuple(
        Citation(number, paged, "p", start, start + 5)
        for number, start in enumerate((0, 84, 85), start=1)
    )
    claim = Claim("Jack Ma is the founder of Alibaba.", citations, Verdict.SUPPORTED, ())
    value = answer_to_json(answer((claim,), None), "q1", SITE)
    assert [citation["page"] for citation in value["citations"]] == [1, 1, 2]


def test_the_rows_of_an_answer_share_out_its_claims_in_order() -> None:
    citation = Citation(1, SOURCE, f"{SOURCE.id}#0", 0, 84)
    claims = tuple(Claim(text, (citation,), Verdict.SUPPORTED, ()) for text in ("A.", "B.", "A."))
    parts = (
        Part("The Planet", claims[:2]),
        Part("SCMP", (), "No coverage"),
        Part("IET", claims[2:]),
    )
    told = replace(
        answer(claims, None), parts=parts, form="by_outlet", follow_ups=("What did Cook say?",)
    )
    value = answer_to_json(told, None, SITE)
    assert value["form"] == "by_outlet"
    assert value["parts"] == [
        {"heading": "The Planet", "claims": [0, 1], "note": ""},
        {"heading": "SCMP", "claims": [], "note": "No coverage"},
        {"heading": "IET", "claims": [2], "note": ""},
    ]
    assert value["follow_ups"] == ["What did Cook say?"]
    assert answer_to_json(answer(claims, None), None, SITE)["parts"] == []
