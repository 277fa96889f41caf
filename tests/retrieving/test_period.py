"""A time that is meant moves passages up and leaves none out."""

from __future__ import annotations

from datetime import date

from rag.domain import Filters, MentionedDate, Period, Span
from rag.retrieving.period import passages_of, raised, reported_in

YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))


def mention(first: date, last: date) -> MentionedDate:
    return MentionedDate(Span(0, 4), first, last, relative=False)


def test_what_speaks_of_the_time_moves_up_and_nothing_is_lost() -> None:
    in_2016, in_2015 = mention(*[date(2016, 11, 16)] * 2), mention(*[date(2015, 12, 16)] * 2)
    scores = {"of 2015": 0.9, "of 2016": 0.8, "timeless, of then": 0.75, "timeless": 0.7}
    mentions: dict[str, tuple[MentionedDate, ...]] = {
        **dict.fromkeys(scores, ()),
        "of 2015": (in_2015,),
        "of 2016": (in_2016,),
    }
    reported = {"of 2015", "timeless, of then"}
    of_2016 = passages_of(YEAR, mentions, reported)
    assert of_2016 == {"of 2016", "timeless, of then"}
    ranked = raised(scores, of_2016)
    assert sorted(ranked, key=lambda key: -ranked[key]) == [
        "of 2016",
        "timeless, of then",
        "of 2015",
        "timeless",
    ]


def test_an_event_is_reported_while_it_lasts_and_for_a_month() -> None:
    filters = Filters(outlets=("SCMP",))
    assert reported_in(YEAR, filters) == Filters(
        since=date(2016, 1, 1), until=date(2017, 1, 31), outlets=("SCMP",)
    )


def test_what_the_reader_has_set_is_not_widened() -> None:
    assert reported_in(YEAR, Filters(since=date(2016, 6, 1))) == Filters(
        since=date(2016, 6, 1), until=date(2017, 1, 31)
    )
    assert reported_in(YEAR, Filters(since=date(2018, 1, 1))) is None


def test_an_open_end_stays_open() -> None:
    assert reported_in(Period(date.min, date(2019, 12, 31)), Filters()) == Filters(
        until=date(2020, 1, 31)
    )
    assert reported_in(Period(date(2018, 1, 1), date.max), Filters()) == Filters(
        since=date(2018, 1, 1)
    )
