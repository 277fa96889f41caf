"""A claim is judged part by part; the parts are found by what joins them."""

from __future__ import annotations

import pytest

from rag.answering.verification.parts import independent_clauses, parts_of
from rag.text import word_spans


def texts(claim: str) -> list[str]:
    return [part.text for part in parts_of(claim, word_spans(claim))]


@pytest.mark.parametrize(
    ("claim", "parts"),
    [
        (
            "The vote was cancelled because it was slipped under doors.",
            ["The vote was cancelled", "because it was slipped under doors"],
        ),
        (
            "The stadium holds 42,000 people, which angered many residents.",
            ["The stadium holds 42,000 people", "which angered many residents"],
        ),
        ("市议会批准了新体育场，因为希望吸引游客。", ["市议会批准了新体育场", "因为希望吸引游客"]),
    ],
)
def test_a_tail_is_a_part_of_its_own(claim: str, parts: list[str]) -> None:
    assert texts(claim) == parts


def test_a_part_of_one_content_word_belongs_to_its_neighbour() -> None:
    claim = "However, the council met again in Chile."
    assert texts(claim) == [claim.rstrip(".")]


@pytest.mark.parametrize(
    "claim",
    [
        "The term that corresponds to the longest time is the worst-case time",
        "The type of process that is called a forecast is a statement on the weather",
        "对应的术语，是最坏情况时间复杂度",
    ],
)
def test_words_that_take_up_a_question_make_no_part(claim: str) -> None:
    assert texts(claim)[0] not in ("The term that corresponds", "对应的术语")
    assert not any(part.endswith("called a forecast") for part in texts(claim))


def test_every_content_word_is_in_one_part() -> None:
    claim = "Opponents, who had warned of jams, left, but the mayor stayed to host the games."
    words = word_spans(claim)
    places = [place for part in parts_of(claim, words) for place in range(part.first, part.last)]
    assert places == list(range(len(words)))


def test_a_claim_without_content_words_has_no_parts() -> None:
    assert parts_of("It was.", ()) == ()


@pytest.mark.parametrize(
    ("claim", "clauses"),
    [
        ("Jack Ma came, and Tim Cook spoke.", ("Jack Ma came", "Tim Cook spoke.")),
        ("Jack Ma and Tim Cook praised the hall.", ("Jack Ma and Tim Cook praised the hall.",)),
        ("约1600人出席；刘云山致辞。", ("约1600人出席", "刘云山致辞。")),
    ],
)
def test_a_clause_that_stands_alone_has_a_subject_and_a_verb(
    claim: str, clauses: tuple[str, ...]
) -> None:
    assert independent_clauses(claim) == clauses
