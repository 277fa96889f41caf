from __future__ import annotations

import pytest

from eval.report.order import Outcome, outcome_of, worst_first
from eval.rows import Check, Row
from tests.eval.report.samples import (
    ACCEPTED,
    CHINESE,
    FAILED,
    FALSE_ANSWER,
    FALSE_REFUSAL,
    PAIR,
    RIGHT,
    RIGHT_REFUSAL,
    ROWS,
    WHERE,
    answer,
    refusal,
)

SYSTEMS = ("citedesk", "baseline")


def row(id_: str, system: str = "citedesk", **fields: object) -> Row:
    case = WHERE.model_copy(update={"id": id_})
    return Row(system=system, case=case).model_copy(update=fields)


@pytest.mark.parametrize(
    ("of", "outcome"),
    [
        (FAILED, Outcome.FAILED),
        (FALSE_ANSWER, Outcome.SHOULD_HAVE_REFUSED),
        (RIGHT.model_copy(update={"scores": {"right": 0.0}}), Outcome.WRONG),
        (
            RIGHT.model_copy(
                update={"scores": {"right": 0.0, "wrong answer shown as agreed": 1.0}}
            ),
            Outcome.FALSEHOOD_SHOWN,
        ),
        (RIGHT.model_copy(update={"scores": {}}), Outcome.NOT_JUDGED),
        (FALSE_REFUSAL, Outcome.SHOULD_HAVE_ANSWERED),
        (RIGHT_REFUSAL, Outcome.RIGHT),
        (CHINESE, Outcome.RIGHT),
        (ACCEPTED, Outcome.WRONGLY_ACCEPTED),
        (Row(system="verifier", case=PAIR, check=Check(supported=False)), Outcome.RIGHT),
        (Row(system="dense", case=WHERE, retrieved=("w.md",)), Outcome.FOUND),
        (Row(system="dense", case=WHERE, retrieved=("other.md",)), Outcome.NOT_FOUND),
    ],
)
def test_a_row_is_called_what_became_of_it(of: Row, outcome: Outcome) -> None:
    assert outcome_of(of) is outcome


def test_failures_come_first_then_confident_falsehoods_then_false_refusals() -> None:
    wrong = answer("Wuzhen is in Peru.")
    rows = [
        row("right", answer=wrong, scores={"right": 1.0}),
        row("silent", answer=refusal(), scores={"right": 0.0}),
        row("timid", answer=wrong, scores={"right": 0.0, "confidence": 0.2}),
        row("bold", answer=wrong, scores={"right": 0.0, "confidence": 0.9}),
        row("crashed", error="LLMFailed: gone"),
    ]
    order = [case.case.id for case in worst_first(rows, SYSTEMS)]
    assert order == ["crashed", "bold", "timid", "silent", "right"]


def test_a_case_stands_once_with_its_systems_in_the_order_of_the_run() -> None:
    cases = worst_first(tuple(reversed(ROWS)), SYSTEMS)
    assert [case.case.id for case in cases] == ["who", "moon", "where"]
    assert all(tuple(j.row.system for j in case.rows) == SYSTEMS for case in cases)
