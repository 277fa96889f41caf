"""Numbers, dates, quotations and names in the forms in which people write them."""

from __future__ import annotations

import pytest

from rag.text.dates import CalendarDate
from rag.text.facts import dates, is_verbatim, names, numbers, quotations


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.8m developers", "1.8 million developers"),
        ("1.8 million developers", "180万开发者"),
        ("$17bn", "17 billion dollars"),
        ("1,600 people", "1600人"),
        ("25 per cent", "25%"),
        ("the third conference", "第三届大会"),
        ("the 3rd conference", "the third conference"),
        ("twenty countries", "20 countries"),
        ("two thousand people", "2,000 people"),
        ("17亿", "1.7 billion"),
        ("三天", "three days"),
        ("六大洲", "six continents"),
        ("一千六百人", "1,600 people"),
        ("七亿人", "700 million people"),
        ("sixty-five countries", "65 countries"),
    ],
)
def test_one_number_written_in_two_ways_is_one_number(one: str, other: str) -> None:
    assert set(numbers(one)) == set(numbers(other)) != set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.8 million", "1.9 million"),
        ("25", "25%"),
        ("third", "three"),
        ("18 million", "1.8 million"),
        ("1,600", "16,000"),
    ],
)
def test_two_numbers_stay_two(one: str, other: str) -> None:
    assert set(numbers(one)).isdisjoint(numbers(other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Nov. 20, 2014", CalendarDate(2014, 11, 20)),
        ("on 20 November 2014", CalendarDate(2014, 11, 20)),
        ("2014-11-20", CalendarDate(2014, 11, 20)),
        ("2014年11月20日", CalendarDate(2014, 11, 20)),
        ("on November 20", CalendarDate(None, 11, 20)),
        ("11月20日", CalendarDate(None, 11, 20)),
        ("in May 2017", CalendarDate(2017, 5, None)),
        ("in 2016", CalendarDate(2016, None, None)),
        ("Sept 26th, 2021", CalendarDate(2021, 9, 26)),
    ],
)
def test_dates_are_read_in_both_languages(text: str, expected: CalendarDate) -> None:
    assert dates(text) == [expected]


def test_a_date_is_not_counted_as_a_number() -> None:
    assert not numbers("on November 20, 2014")


def test_a_count_of_people_is_not_a_year() -> None:
    assert dates("2014 people came") == []
    assert list(numbers("2,014 people came")) == ["2014"]


def test_a_vaguer_date_agrees_with_a_fuller_one_but_not_the_reverse() -> None:
    day, year = CalendarDate(2014, 11, 20), CalendarDate(2014, None, None)
    assert year.agrees_with(day)
    assert not day.agrees_with(year)


def test_quotations_lose_their_marks_and_final_punctuation() -> None:
    assert quotations('He spoke of “a free and open place,” she of "rules".') == [
        "a free and open place",
        "rules",
    ]
    assert quotations("刘云山说：“不应有网络霸权。”") == ["不应有网络霸权"]


def test_names_are_runs_of_capitalised_words() -> None:
    assert names("Former minister Dominique de Villepin met Jack Ma’s team in Wuzhen.") == [
        "Former",
        "Dominique de Villepin",
        "Jack Ma",
        "Wuzhen",
    ]


@pytest.mark.parametrize(
    "text",
    ["“a b” c", '"a b" c', "‘a b’ c", "'a b' c", "«a b» c", "「a b」 c", "『a b』 c", "„a b“ c"],
)
def test_every_pair_of_quotation_marks_is_read(text: str) -> None:
    assert quotations(text) == ["a b"]


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert quotations("The workers' rights and China's laws aren't here.") == []
    assert quotations("She said ‘the country’s future’.") == ["the country's future"]


@pytest.mark.parametrize(
    ("quotation", "verbatim"),
    [
        ("a free and open place", True),
        ("a free … place", True),
        ("[A] free and open", True),
        ("free and [quite] open", True),
        ("a fre", False),
        ("place … free", False),
        ("a free and safe place", False),
    ],
)
def test_a_quotation_is_verbatim_but_for_what_is_marked(quotation: str, verbatim: bool) -> None:
    assert is_verbatim(quotation, "He called it “a free and open place”.") is verbatim
