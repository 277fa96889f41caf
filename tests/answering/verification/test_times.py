"""Dates agree as far as they are given, and belong to their event."""

from __future__ import annotations

import pytest

from tests.answering.verification.judged import faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "Nearly 1.8m developers use the App Store, Cook said on Nov 16.",
            "On 16 November, Cook said that nearly 1.8 million developers use the App Store.",
        ),
        (
            "Berlin and Paris failed to agree on a common budget in June 2018.",
            "Berlin and Paris did not agree on a common budget in 2018.",
        ),
        (
            "The 11th century saw the rise of the Seljuk Turks in Persia.",
            "The Seljuk Turks rose in Persia in the eleventh century.",
        ),
        (
            "The population fell from 12,000 in 1990 to 9,500 in 2010.",
            "The population was 12,000 in 1990.",
        ),
        (
            "In 1066 William, Duke of Normandy, defeated Harold at Hastings.",
            "William defeated Harold at Hastings in 1066.",
        ),
        (
            "The museum, housed in a former power station, opened to the public in May 2000.",
            "The museum opened in 2000.",
        ),
        (
            "Washington imposed tariffs on steel from Turkey in August 2018.",
            "Tariffs on Turkish steel were imposed by Washington in August 2018.",
        ),
        (
            "The treaty entered into force on 1 January 1999.",
            "The treaty came into force in January 1999.",
        ),
        (
            "The city’s first mayor, Anna Berg, served from 1920 to 1931.",
            "Anna Berg served as mayor until 1931.",
        ),
        (
            "The 45-year-old teacher won the prize in 2012.",
            "The teacher, 45, won the prize in 2012.",
        ),
        (
            "第三届世界互联网大会于11月16日在乌镇开幕，约1600人出席了开幕式。",
            "世界互联网大会11月16日在乌镇开幕。",
        ),
        (
            "首届世界互联网大会于2014年11月19日在浙江乌镇举行。",
            "第一届世界互联网大会于2014年在乌镇举行。",
        ),
    ],
)
def test_a_date_may_be_vaguer_than_the_source(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("The plant opened in 1920 and closed in 1950.", "The plant opened in 1950."),
        ("The summit was held in November 2016.", "The summit was held on 16 November 2016."),
        ("The reactor was built in the 1990s.", "The reactor was built in the 1980s."),
        ("大会于11月16日开幕。", "大会于11月18日开幕。"),
        ("In 1066 William defeated Harold.", "In 1067 William defeated Harold."),
        ("The fleet arrived in October 1565.", "The fleet arrived in July 1565."),
        ("The hall was finished in October.", "The hall was finished in July."),
        ("He ruled from 1756 to 1763.", "He ruled from 1756 to 1765."),
        ("He ruled from 1756 to 1763.", "He ruled from 1751 to 1763."),
    ],
)
def test_a_date_that_is_not_there_or_is_of_something_else_is_a_fault(
    sentence: str, claim: str
) -> None:
    assert "date" in kinds(claim, sentence)


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("The school hired 2000 professors.", "The school hired 2500 professors."),
        ("He led a 2000-man army.", "He led a 1900-man army."),
        ("From 5000 to 30000 people came.", "From 5000 to 20000 people came."),
        ("约2000名代表出席。", "约1900名代表出席。"),
    ],
)
def test_four_digits_that_count_something_are_a_number(sentence: str, claim: str) -> None:
    assert kinds(claim, sentence) == {"number"}


def test_a_year_that_reads_like_a_count_in_the_source_is_there() -> None:
    assert faults("In 2016 figures rose by a tenth.", "2016 figures rose by a tenth.") == ()


def test_the_year_of_a_day_may_stand_in_the_title() -> None:
    sentence = "The conference opened on 16 November in Wuzhen."
    claim = "The conference opened in Wuzhen on 16 November 2016."
    assert faults(claim, sentence, title="Wuzhen 2016") == ()
    assert "date" in kinds(claim, sentence)


def test_another_date_of_the_sentence_is_named() -> None:
    (fault,) = faults("It opened on 18 November 2016.", "It opened on 16 November 2016.")
    assert fault.phrase == "the claim says 18 November 2016, the cited sentence 16 November 2016"
    assert fault.contradicts


def test_a_year_may_lie_in_the_decade_that_the_claim_names() -> None:
    assert faults("The reactor was built in the 1990s.", "The reactor was built in 1995.") == ()
    assert kinds("The reactor was built in the 1980s.", "The reactor was built in 1995.") == {
        "date"
    }
