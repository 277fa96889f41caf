"""Dates in running text: how far they are given, and where they stand."""

from __future__ import annotations

import pytest

from rag.text.dates import CalendarDate, written_dates


@pytest.mark.parametrize(
    ("text", "phrase", "first", "last"),
    [
        ("from Nov 16-18, 2016 on", "Nov 16-18, 2016", (2016, 11, 16), (2016, 11, 18)),
        ("on 16 to 18 November", "16 to 18 November", (None, 11, 16), (None, 11, 18)),
        ("11月16日至18日举行", "11月16日至18日", (None, 11, 16), (None, 11, 18)),
        ("2016.11.16 开幕", "2016.11.16", (2016, 11, 16), (2016, 11, 16)),
        ("in May 2017", "May 2017", (2017, 5, None), (2017, 5, None)),
    ],
)
def test_a_date_or_a_range_of_days_is_found_where_it_stands(
    text: str,
    phrase: str,
    first: tuple[int | None, ...],
    last: tuple[int | None, ...],
) -> None:
    (found,) = written_dates(text)
    assert found.span.of(text) == phrase
    assert (found.first, found.last) == (CalendarDate(*first), CalendarDate(*last))


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "In 2014, on 3 May 2015, and 2016-01-02; 去年11月"
    assert [found.span.of(text) for found in written_dates(text)] == [
        "2014",
        "3 May 2015",
        "2016-01-02",
        "11月",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2,016",
        "20160",
        "2016 people",
        "12.2016.5",
        "a 2000-man army",
        "2000 km",
        "$2000",
        "2000 to 30000",
        "2000 full-time professors",
        "a staff of 1500 men",
        "in 1500 cities",
        "约2000名",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert written_dates(text) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("from 1756 to 1763", [1756, 1763]),
        ("(1756-1763)", [1756, 1763]),
        ("in 1884 workers struck", [1884]),
        ("the 2008 games", [2008]),
        ("Berlin, 1920", [1920]),
    ],
)
def test_a_year_stands_where_years_stand(text: str, years: list[int]) -> None:
    assert [found.first.year for found in written_dates(text)] == years
