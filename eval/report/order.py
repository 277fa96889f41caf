"""The worst cases first: what a reader was shown and is false, before what was merely not said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from eval.cases import Case, Pair
from eval.rows import Check, Row, ShownAnswer


class Outcome(Enum):
    """What became of a row, in words; the worst comes first."""

    FAILED = "failed"
    SHOULD_HAVE_REFUSED = "answered, should have refused"
    FALSEHOOD_SHOWN = "shows a false answer"
    WRONG = "answered, not right"
    WRONGLY_ACCEPTED = "accepted, not supported"
    SHOULD_HAVE_ANSWERED = "refused, should have answered"
    WRONGLY_REJECTED = "rejected, is supported"
    NOT_FOUND = "not found"
    NOT_JUDGED = "not judged"
    FOUND = "found"
    RIGHT = "right"


_SEVERITY = {outcome: severity for severity, outcome in enumerate(Outcome)}
_FALSE_ANSWERS = {Outcome.SHOULD_HAVE_REFUSED, Outcome.FALSEHOOD_SHOWN, Outcome.WRONG}


@dataclass(frozen=True, slots=True)
class JudgedRow:
    row: Row
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class CaseRows:
    """One case and what came of it with each system, in the order of the run."""

    case: Case | Pair
    rows: tuple[JudgedRow, ...]


def worst_first(rows: Sequence[Row], systems: Sequence[str]) -> list[CaseRows]:
    """The cases with all their rows, the worst first.

    A failure of any system comes first; then the outcome with the first system decides, false
    answers by their confidence, and what is left by its nDCG@10.
    """
    by_case: dict[str, list[Row]] = {}
    for row in rows:
        by_case.setdefault(row.case.id, []).append(row)
    cases = []
    for group in by_case.values():
        in_order = sorted(group, key=lambda row: systems.index(row.system))
        judged = tuple(JudgedRow(row, outcome_of(row)) for row in in_order)
        cases.append(CaseRows(judged[0].row.case, judged))
    return sorted(cases, key=_badness)


def outcome_of(row: Row) -> Outcome:
    if row.error is not None:
        return Outcome.FAILED
    if isinstance(row.case, Pair):
        return _outcome_of_check(row.case, row.check)
    if row.answer is None:
        return _outcome_of_search(row.case, row.retrieved)
    return _outcome_of_answer(row.case, row.answer, row)


def _outcome_of_check(pair: Pair, check: Check | None) -> Outcome:
    if check is None:
        return Outcome.NOT_JUDGED
    if check.supported == pair.supported:
        return Outcome.RIGHT
    return Outcome.WRONGLY_ACCEPTED if check.supported else Outcome.WRONGLY_REJECTED


def _outcome_of_search(case: Case, retrieved: Sequence[str]) -> Outcome:
    """A search finds where it finds any document that holds the answer."""
    if not case.gold_documents:
        return Outcome.NOT_JUDGED
    return Outcome.NOT_FOUND if case.gold_documents.isdisjoint(retrieved) else Outcome.FOUND


def _outcome_of_answer(case: Case, answer: ShownAnswer, row: Row) -> Outcome:
    if answer.refused:
        return Outcome.RIGHT if case.refusal else Outcome.SHOULD_HAVE_ANSWERED
    if case.refusal:
        return Outcome.SHOULD_HAVE_REFUSED
    if row.scores.get("wrong answer shown as agreed"):
        return Outcome.FALSEHOOD_SHOWN
    right = row.scores.get("right")
    if right is None:
        return Outcome.NOT_JUDGED
    return Outcome.RIGHT if right else Outcome.WRONG


def _badness(case: CaseRows) -> tuple[bool, int, float, float]:
    """Sorts the worst first."""
    first = case.rows[0]
    anything_failed = any(judged.outcome is Outcome.FAILED for judged in case.rows)
    confidence = first.row.scores.get("confidence") or 0.0
    quality = first.row.scores.get("nDCG@10")
    return (
        not anything_failed,
        _SEVERITY[first.outcome],
        -confidence if first.outcome in _FALSE_ANSWERS else 0.0,
        1.0 if quality is None else quality,
    )
