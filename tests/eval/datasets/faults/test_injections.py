"""Faults make a true claim false, whatever lot is drawn."""

from __future__ import annotations

from random import Random

import pytest

from eval.datasets.faults import chinese, negating, swapping
from eval.datasets.faults.corpus import survey
from eval.datasets.faults.making import Injection
from eval.datasets.faults.statements import Statement

CORPUS = survey(
    [
        "Tim Cook said in 2017 that it grew. Jack Ma said in 2016 that it fell. Lu Wei warned that "
        "it would take time. They met in Wuzhen. They slept in Wuzhen. They met in Nanjing and "
        "lived in Nanjing. The Freedom House report of 2014 came out. The Xinhua Company grew. "
        "He did begin to build and to open a great, gloomy, hollow house.",
        "王沪宁说：“网络安全是挑战。”刘云山表示，治理很重要。",
    ]
)


def statement(claim: str, before: str = "") -> Statement:
    return Statement("d:0", "word for word", claim, before + claim)


def drawn(inject: Injection, claim: str, before: str = "") -> set[str | None]:
    """What comes of a claim over many lots."""
    return {inject(statement(claim, before), CORPUS, Random(n)) for n in range(40)}


def test_names_are_sorted_by_where_they_stand() -> None:
    assert CORPUS.names["person"] == ("Jack Ma", "Lu Wei", "Tim Cook")
    assert CORPUS.names["place"] == ("Nanjing", "Wuzhen")
    assert CORPUS.names["organisation"] == ("Freedom House", "Xinhua Company")


def test_a_number_becomes_another_of_its_shape_that_the_evidence_lacks() -> None:
    made = drawn(swapping.number, "About 1,600 people came.", "Of 2,400 guests, some came. ")
    assert len(made) > 10
    for claim in made:
        assert claim is not None
        digits = claim.removeprefix("About ").removesuffix(" people came.")
        assert len(digits) == 5
        assert digits[1] == ","
        assert digits not in ("1,600", "2,400")


@pytest.mark.parametrize(
    "claim",
    [
        "More than 50 countries were there.",  # holds of 40 as well
        "It opened on 16 Nov 2014.",  # dates are a fault of their own
        "Nobody counted them.",
    ],
)
def test_where_another_number_might_be_true_none_is_swapped(claim: str) -> None:
    assert drawn(swapping.number, claim) == {None}


def test_a_date_becomes_another_one() -> None:
    made = drawn(swapping.date, "It opened in 2016.")
    assert made == {"It opened in 2014.", "It opened in 2017."}
    assert drawn(swapping.date, "It had closed before 2016.") == {None}
    days = drawn(swapping.date, "It opened on 16 Nov.")
    assert "It opened on 16 Nov." not in days
    assert len(days) > 10


def test_a_name_becomes_another_of_its_kind_that_the_evidence_lacks() -> None:
    assert drawn(swapping.name, "They met in Wuzhen.") == {"They met in Nanjing."}
    assert drawn(swapping.name, "They met in Wuzhen.", "Nanjing is far. ") == {None}


def test_somebody_else_speaks() -> None:
    others = {"Jack Ma", "Lu Wei"}
    said = "{} said that it grew."
    assert drawn(swapping.speaker, said.format("Tim Cook")) == set(map(said.format, others))
    according = "According to {}, it grew."
    assert drawn(swapping.speaker, according.format("Tim Cook")) == set(
        map(according.format, others)
    )
    assert drawn(swapping.name, said.format("Tim Cook")) == {None}


def test_quoted_words_are_altered_and_no_others() -> None:
    made = drawn(swapping.quotation, "He called the house a “great table” then.")
    assert "He called the house a “great table” then." not in made
    assert all(claim and claim.startswith("He called the house a “") for claim in made)


def test_two_numbers_or_two_names_of_a_kind_change_places() -> None:
    (numbers,) = drawn(swapping.numbers_exchanged, "He led 300 men in 40 ships.")
    assert numbers == "He led 40 men in 300 ships."
    (names,) = drawn(swapping.names_exchanged, "Tim Cook was praised by Jack Ma.")
    assert names == "Jack Ma was praised by Tim Cook."
    assert drawn(swapping.names_exchanged, "Tim Cook then met Jack Ma.") == {None}


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ("The hall was full on that day.", "The hall was not full on that day."),
        ("The hall was not full that day.", "The hall was full that day."),
        ("The house cannot be seen.", "The house can be seen."),
        ("The talks began in 2016.", "The talks did not begin in 2016."),
        ("He opened the hall in 2016.", "He did not open the hall in 2016."),
        ("It had been “a house that was great”.", "It had not been “a house that was great”."),
    ],
)
def test_a_claim_becomes_its_denial(claim: str, denial: str) -> None:
    assert drawn(negating.negation, claim) == {denial}


@pytest.mark.parametrize(
    "claim",
    [
        "It may rain in Wuzhen today.",  # as it may not
        "Some were there.",  # and some were not
        "When it was over, they left.",
        "The house opened by the king fell.",  # a participle
        "Nobody was there.",
    ],
)
def test_what_has_no_sure_denial_is_left_alone(claim: str) -> None:
    assert drawn(negating.negation, claim) == {None}


def test_chinese_claims_have_the_same_faults() -> None:
    claim = "刘云山表示，2016年有1600人在乌镇，这是“网络空间的治理”。"
    for inject in (chinese.number, chinese.date, chinese.speaker, chinese.negation):
        (first, *_) = made = drawn(inject, claim)
        assert first is not None
        assert claim not in made
    assert drawn(chinese.speaker, claim) == {claim.replace("刘云山", "王沪宁")}
    assert drawn(chinese.negation, claim) == {claim.replace("是“", "不是“")}
    for altered in drawn(chinese.quotation, claim):
        assert altered is not None
        assert altered.startswith("刘云山表示，2016年有1600人在乌镇，这是“")
        assert altered != claim
