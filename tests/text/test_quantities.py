"""Numbers with their units, what they count and how exactly they are meant."""

from __future__ import annotations

import pytest

from rag.text.facts import measured, without_numbers
from rag.text.quantities import Quantity


def one(text: str) -> Quantity:
    (quantity,) = measured(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$17bn", "usd"),
        ("17 billion dollars", "usd"),
        ("170亿美元", "usd"),
        ("€2.3bn", "eur"),
        ("503 metres", "metre"),
        ("550 km", "km"),
        ("a 20-year-old teacher", "year"),
        ("5 users", ""),
    ],
)
def test_the_unit_is_read_before_or_behind_the_number(text: str, unit: str) -> None:
    assert one(text).unit == unit


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("a third of voters", "33% of voters"),
        ("two-thirds of voters", "66.7% of voters"),
        ("half of voters", "50 per cent of voters"),
        ("三分之一的选民", "33%的选民"),
        ("百分之二十五", "25%"),
        ("一半的人", "50%的人"),
        ("thousands of people", "3,200 people"),
        ("about 1,600 people", "1,598 people"),
        ("more than 100 firms", "103 firms"),
        ("nearly 2,000 people", "1,987 people"),
        ("two dozen ships", "24 ships"),
        ("half a million people", "500,000 people"),
        ("two hundred and five ships", "205 ships"),
        ("首届大会", "第一届大会"),
        ("四百万", "400万"),
        ("十一世纪", "11世纪"),
    ],
)
def test_a_claim_may_give_a_number_in_other_words_or_round_it(claim: str, source: str) -> None:
    assert one(claim).equals(one(source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("a quarter of voters", "33% of voters"),
        ("hundreds of people", "thousands of people"),
        ("about 1,700 people", "1,598 people"),
        ("more than 200 firms", "103 firms"),
        ("1,600 people", "1,598 people"),
        ("the third day", "3 days"),
    ],
)
def test_another_number_is_no_rounding(claim: str, source: str) -> None:
    assert not one(claim).equals(one(source))


def test_what_is_counted_is_a_plural_behind_the_number() -> None:
    assert one("65 developing countries").noun == one("65 countries").noun == "countri"
    assert one("65 of them left").noun == ""


@pytest.mark.parametrize(
    "text", ["HDAC6 and ARID1A", "It was first measured in Paris.", "one of us"]
)
def test_names_with_digits_and_adverbs_are_no_numbers(text: str) -> None:
    assert measured(text) == ()


def test_a_text_without_its_numbers_keeps_its_other_words() -> None:
    rest = without_numbers("Sales rose 4.5% to $2.3 billion dollars on 5 May 2016.")
    assert rest.split() == ["sales", "rose", "to", "$", "on", ";", "."]
