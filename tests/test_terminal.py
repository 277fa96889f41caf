"""What an answer looks like in a terminal, where colours may be missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Part
from rag.terminal import print_answer
from tests.ui.archive import (
    ADVISED,
    DENIED,
    DISAGREEMENT,
    DISPUTED,
    EARLY,
    HELD,
    JUDGED,
    PARTLY_SO,
    SIDES,
    SIGNED,
    answer,
)


def test_each_sentence_has_its_verdict_in_words_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answer(JUDGED, [HELD, PARTLY_SO, SIGNED, DENIED]))
    printed = capsys.readouterr().out
    assert printed.startswith(f"{HELD.text}[1]\n◐ Partly supported: {PARTLY_SO.text}[5]\n    the")
    assert f"? Unsupported: {SIGNED.text}[4]\n    {'; '.join(SIGNED.reasons)}\n" in printed
    assert f"✕ Contradicted: {DENIED.text}[6]\n    {DENIED.reasons[0]}\n" in printed
    assert printed.endswith("\n1 of 4 sentences supported, confidence high (0.80)\n")


def test_sources_that_contradict_each_other_are_listed_side_by_side(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_answer(replace(answer(DISPUTED, [HELD, *SIDES]), disagreements=(DISAGREEMENT,)))
    printed = capsys.readouterr().out
    assert printed.startswith(
        f"{HELD.text}[1]\nThe sources contradict each other:\n"
        f"  • {SIDES[0].text}[2]\n  • {SIDES[1].text}[3]\n\nSources\n"
    )


def test_a_refusal_has_its_reason_and_what_would_answer_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_answer(answer(EARLY, refusal=ADVISED))
    printed = capsys.readouterr().out
    assert printed.startswith(
        f"Outside the time that the archive covers\n{ADVISED.message}\n"
        f"What would answer it: {ADVISED.advice}\n\nNearest passages\n"
    )


def test_rows_are_a_table_with_their_notes_and_what_to_ask_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = (
        Part("[bold]The Planet\x1b[31m", (HELD,)),
        Part("The Globe", (), "No coverage"),
        Part("SCMP", (PARTLY_SO,)),
    )
    told = answer(JUDGED, [HELD, PARTLY_SO])
    print_answer(replace(told, parts=parts, form="by_outlet", follow_ups=("What did Cook say?",)))
    printed = capsys.readouterr().out
    rows = [line.split("│") for line in printed.splitlines() if line.startswith("│")]
    assert "No coverage" in next(row[2] for row in rows if "The Globe" in row[1])
    assert "[bold]The Planet\ufffd[31m" in "".join(row[1].strip() for row in rows)
    assert "◐ Partly supported:" in printed
    assert printed.index("SCMP") < printed.index("Sources") < printed.index("Ask next")
    assert printed.endswith("  • What did Cook say?\n")
