"""The text that programs get, and where its markers stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Answer, Claim, Part, Verdict
from tests.ui.archive import (
    ATTENDED,
    DISAGREEMENT,
    DISPUTED,
    HELD,
    HOSTILE_CLAIM,
    LISTING,
    MENTIONS,
    PARTLY_SO,
    REFUSAL,
    SIDES,
    WHEN,
    ZH,
    answer,
)
from ui.doors.written import written

ANSWERS = {
    "prose": answer(WHEN, [HELD, ATTENDED]),
    "a list": answer(LISTING, MENTIONS),
    "sides": replace(answer(DISPUTED, [HELD, *SIDES]), disagreements=(DISAGREEMENT,)),
    "sides alone": replace(answer(DISPUTED, SIDES), disagreements=(DISAGREEMENT,)),
    "parts": replace(
        answer(WHEN, [HELD, ATTENDED]),
        form="by_outlet",
        parts=(Part("SCMP", (HELD, ATTENDED)), Part("新华社", (), "No coverage.")),
    ),
    "doubt": answer(WHEN, [PARTLY_SO, HELD]),
    "hostile": answer(WHEN, [HOSTILE_CLAIM, HELD]),
}


@pytest.mark.parametrize("given", ANSWERS.values(), ids=ANSWERS.keys())
def test_every_citation_is_marked_where_its_marker_stands(given: Answer) -> None:
    text = written(given)
    cited = [citation for claim in given.claims for citation in claim.citations]
    assert [marker.citation for marker in text.markers] == cited
    for marker in text.markers:
        shown = text.text[marker.start : marker.end]
        number = marker.citation.number
        assert shown in {f"[{number}]", "[1]–[60]"}


def test_an_answer_that_is_supported_throughout_is_its_own_text() -> None:
    assert written(ANSWERS["prose"]).text == ANSWERS["prose"].text


def test_a_list_a_comparison_and_the_sides_of_a_disagreement_have_lines_of_their_own() -> None:
    assert written(ANSWERS["a list"]).text.count("\n- Brief") == 60
    assert written(ANSWERS["parts"]).text.startswith("SCMP: The first")
    assert written(ANSWERS["parts"]).text.endswith("\n\n新华社: No coverage.")
    assert written(ANSWERS["sides alone"]).text.startswith(
        "The sources contradict each other:\n- According to"
    )


def test_a_sentence_that_is_not_fully_supported_says_so_in_the_language_of_the_question() -> None:
    assert (
        "[5] (Partly supported: the cited sentence says nothing of"
        in written(ANSWERS["doubt"]).text
    )
    doubted = Claim(PARTLY_SO.text, PARTLY_SO.citations, Verdict.PARTLY, ())
    assert written(answer(ZH, [doubted])).text.endswith("[5] (来源部分支持)")


def test_a_refusal_is_its_message_without_markers() -> None:
    refused = written(answer(WHEN, refusal=REFUSAL))
    assert (refused.text, refused.markers) == (REFUSAL.message, ())


def test_a_document_puts_no_image_link_or_tag_into_what_a_program_shows() -> None:
    text = written(ANSWERS["hostile"]).text
    assert "](" not in text
    assert "\\<img" in text
    assert " <" not in text
