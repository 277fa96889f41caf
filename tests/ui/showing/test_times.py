from __future__ import annotations

from datetime import date

import pytest

from rag.domain import Period
from ui.showing.times import ANY_TIME, DateRejected, period_between
from ui.words import Words

EN = Words("en")


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends"),
    [
        ("2016", "2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("November 2016", "2016年11月", date(2016, 11, 1), date(2016, 11, 30)),
        (" 2016-11-18 ", "18 Nov 2016", date(2016, 11, 18), date(2016, 11, 18)),
        ("２０１６年２月", "", date(2016, 2, 1), date.max),
        ("", "2016年2月", date.min, date(2016, 2, 29)),
    ],
)
def test_a_year_or_a_month_stands_for_all_of_its_days(
    first: str, last: str, begins: date, ends: date
) -> None:
    assert period_between(first, last, EN) == Period(begins, ends)


def test_nothing_written_is_any_time() -> None:
    assert period_between("", " ", EN) == ANY_TIME


@pytest.mark.parametrize(
    "written", ["20166", "2016-13-01", "2016-02-30", "18 November", "18/11/2016", "soon", "2016 2"]
)
def test_what_is_not_a_date_is_said_in_one_sentence_with_the_remedy(written: str) -> None:
    with pytest.raises(DateRejected) as error:
        period_between(written, "", EN)
    assert str(error.value) == (
        f"“{written}” is not a date. Write 2016, November 2016 or 2016-11-18."
    )


def test_days_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(DateRejected, match="2017-01-01 is after 2016-12-31"):
        period_between("2017", "2016", EN)
