"""Periods and filters: what they let through, and what they are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.domain import Filters, MentionedDate, Period, Publication, Span, UnderstoodQuestion

YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))
SCMP_2016 = Publication(outlet="SCMP", author="Zhuang Pinghui", published=date(2016, 11, 16))


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), "2016", "2016年"),
        (date(2014, 1, 1), date(2017, 12, 31), "2014 to 2017", "2014年至2017年"),
        (date(2016, 2, 1), date(2016, 2, 29), "February 2016", "2016年2月"),
        (date(2016, 1, 1), date(2016, 1, 1), "1 January 2016", "2016年1月1日"),
        (date(2016, 11, 16), date(2016, 11, 18), "16 to 18 November 2016", "2016年11月16日至18日"),
        (
            date(2016, 11, 30),
            date(2016, 12, 2),
            "30 November to 2 December 2016",
            "2016年11月30日至12月2日",
        ),
        (
            date(2016, 12, 31),
            date(2017, 12, 2),
            "31 December 2016 to 2 December 2017",
            "2016年12月31日至2017年12月2日",
        ),
        (date.min, date(2019, 12, 31), "until 2019", "截至2019年底"),
        (date.min, date(2019, 5, 2), "until 2 May 2019", "截至2019年5月2日"),
        (date(2018, 1, 1), date.max, "since 2018", "2018年以来"),
        (date(2018, 5, 2), date.max, "since 2 May 2018", "2018年5月2日以来"),
        (date.min, date.max, "any time", "任何时间"),
    ],
)
def test_a_period_is_called_by_its_shortest_name(
    first: date, last: date, english: str, chinese: str
) -> None:
    assert str(Period(first, last)) == english
    assert Period(first, last).in_chinese == chinese


def test_a_period_that_ends_before_it_begins_is_no_period() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(date(2017, 1, 1), date(2016, 1, 1))


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), True),
        (Filters(since=date(2016, 11, 16), until=date(2016, 11, 16)), True),
        (Filters(since=date(2016, 11, 17)), False),
        (Filters(until=date(2016, 11, 15)), False),
        (Filters(outlets=("IET", "scmp")), True),
        (Filters(authors=("Xi Jinping",)), False),
        (Filters(languages=("en",)), False),  # its language is not known
        (Filters(collections=("报道",)), True),
        (Filters(collections=("elsewhere", "报道/2016")), True),
        (Filters(collections=("报道/2016/fair.md",)), True),
        (Filters(collections=("报道/",)), True),
        (Filters(collections=("报",)), False),
        (Filters(collections=("2016",)), False),
        (Filters(collections=("报道",), outlets=("IET",)), False),
    ],
)
def test_a_filter_admits_what_it_names(filters: Filters, admitted: bool) -> None:
    assert filters.admit("报道/2016/fair.md", SCMP_2016) is admitted


def test_a_document_without_a_date_is_outside_of_every_period() -> None:
    assert not Filters(since=date(1900, 1, 1)).admit("a.md", Publication())
    assert Filters().admit("a.md", Publication())


def test_a_collection_is_spelt_as_ids_are_however_it_was_typed() -> None:
    typed = Filters(collections=("Re\u0301sume\u0301s/",))
    assert typed == Filters(collections=("R\u00e9sum\u00e9s",))
    assert typed.admit("R\u00e9sum\u00e9s/1.md", Publication())
    assert replace(typed, outlets=("SCMP",)).collections == typed.collections


def test_filters_are_said_in_words() -> None:
    filters = Filters(
        since=date(2016, 1, 1),
        outlets=("SCMP", "IET"),
        languages=("zh",),
        collections=("报道", "a/b"),
    )
    assert str(filters) == "published since 2016, by SCMP or IET, in Chinese, from 报道 or a/b"
    assert str(Filters()) == ""


def test_a_question_that_wants_a_list_names_what_it_is_of() -> None:
    with pytest.raises(ValueError, match="subject"):
        UnderstoodQuestion("Which?", "Which?", intent="list")


def _mention(first: date, last: date) -> MentionedDate:
    return MentionedDate(Span(0, 4), first, last, relative=False)


@pytest.mark.parametrize(
    ("first", "last", "spoken_of"),
    [
        (date(2016, 11, 16), date(2016, 11, 18), True),
        (date(2015, 12, 30), date(2016, 1, 2), True),
        (date(2015, 1, 1), date(2015, 12, 31), False),
        (date(2010, 1, 1), date(2019, 12, 31), False),  # a decade
    ],
)
def test_a_year_is_meant_by_a_time_within_it(first: date, last: date, spoken_of: bool) -> None:
    assert YEAR.is_meant_by(_mention(first, last)) is spoken_of


def test_a_period_of_decades_takes_decades() -> None:
    decades = Period(date(2000, 1, 1), date(2019, 12, 31))
    assert decades.is_meant_by(_mention(date(2010, 1, 1), date(2019, 12, 31)))
