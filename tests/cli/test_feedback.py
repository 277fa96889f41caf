from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from eval.cases import CaseFileError, GoldSpan, Turn, read_cases
from rag.conversations import FILE_NAME, Conversations, Exchange, Rating
from rag.domain import Answer, Context, Filters
from tests.cli.conftest import Command
from tests.ui.archive import (
    ATTENDED,
    BRIEF_CITATIONS,
    HELD,
    LISTING,
    MENTIONS,
    REFUSAL,
    TICKETS,
    WHEN,
    answer,
)
from tests.ui.sources import CHINESE, WUZHEN

ASKED_ON = date(2026, 7, 1)
GOOD = Rating(True)


def keep(library: Path, *exchanges: Exchange) -> None:
    with closing(Conversations(library / FILE_NAME)) as conversations:
        conversation = conversations.begin("ana")
        for exchange in exchanges:
            conversations.save("ana", conversation, exchange)


def rated(number: int, answered: Answer, rating: Rating | None, **asked: object) -> Exchange:
    filters = Filters(**asked)  # type: ignore[arg-type]
    context = Context(filters=filters)
    return Exchange(number, answered.question, context, ASKED_ON, answered, rating=rating)


def test_good_answers_are_cases_that_the_evaluation_takes(
    citedesk: Command, library_folder: Path, tmp_path: Path
) -> None:
    held, ticket = answer(WHEN, [HELD, ATTENDED]), answer(TICKETS, refusal=REFUSAL)
    keep(
        library_folder,
        rated(0, held, Rating(True, "exactly 正确"), since=date(2014, 1, 1)),
        rated(1, held, None),
        rated(2, ticket, GOOD),
        rated(3, answer(LISTING, MENTIONS), GOOD),
    )
    file = tmp_path / "cases.jsonl"
    assert citedesk("feedback", "export", file).code == 0
    found, refused, listed = read_cases(file)
    assert (found.question, found.comment, found.as_of) == (WHEN, "exactly 正确", ASKED_ON)
    assert found.since == date(2014, 1, 1)
    quoted = [
        (span.document, cited.quote)
        for span, cited in zip(found.spans, held.citations, strict=True)
        if span == GoldSpan(document=cited.document.id, start=cited.start, end=cited.end)
    ]
    assert [document for document, _ in quoted] == [WUZHEN.id, WUZHEN.id, CHINESE.id]
    assert refused.refusal
    assert refused.history == (Turn(question=WHEN, answer=held.text),) * 2
    assert listed.gold_documents == {cited.document.id for cited in BRIEF_CITATIONS}
    assert len(listed.documents_all) == len(BRIEF_CITATIONS)


def test_a_bad_answer_is_a_line_that_the_evaluation_says_to_complete(
    citedesk: Command, library_folder: Path, tmp_path: Path
) -> None:
    keep(library_folder, rated(0, answer(WHEN, [HELD]), Rating(False, "It was in Beijing.")))
    written = citedesk("feedback", "export").out
    case = json.loads(written)
    assert (case["question"], case["comment"]) == (WHEN, "It was in Beijing.")
    assert not {"spans", "documents", "answers"} & case.keys()
    file = tmp_path / "cases.jsonl"
    file.write_text(written)
    with pytest.raises(CaseFileError, match=r"cases\.jsonl:1: .* needs answers or documents"):
        read_cases(file)
    file.write_text(json.dumps(case | {"answers": ["Wuzhen"]}))
    assert read_cases(file)[0].kind == "rated bad"


def test_feedback_is_not_written_over_a_file_nor_out_of_nothing(
    citedesk: Command, library_folder: Path, tmp_path: Path
) -> None:
    nothing = citedesk("feedback", "export")
    assert (nothing.code, "no conversations" in nothing.err) == (1, True)
    assert not (library_folder / FILE_NAME).exists()
    keep(library_folder, rated(0, answer(WHEN, [HELD]), GOOD))
    file = tmp_path / "cases.jsonl"
    file.write_text("mine")
    refused = citedesk("feedback", "export", file)
    assert (refused.code, "exists already" in refused.err) == (1, True)
    assert file.read_text() == "mine"
