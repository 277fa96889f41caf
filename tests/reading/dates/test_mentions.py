"""When a text says that things happened: exact spans, ranges of days, nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest

from rag.domain import Language
from rag.reading.dates.mentions import dates_mentioned

THURSDAY = date(2016, 11, 17)


def ranges(
    text: str, language: Language = "en", published: date | None = THURSDAY
) -> dict[str, str]:
    """Each phrase with its days: "2016-11-16", or "2016-11-16..18" within a month."""
    return {
        mention.span.of(text): str(mention.first)
        if mention.first == mention.last
        else f"{mention.first}/{mention.last}"
        for mention in dates_mentioned(text, published, language)
    }


@pytest.mark.parametrize(
    ("text", "phrase", "days"),
    [
        ("It opened on Tuesday.", "on Tuesday", "2016-11-15"),
        ("It opened on Thursday.", "on Thursday", "2016-11-17"),
        ("The council will meet on Tuesday.", "on Tuesday", "2016-11-22"),
        ("On Tuesday the council will meet.", "On Tuesday", "2016-11-22"),
        ("On Tuesday he said that it will meet.", "On Tuesday", "2016-11-15"),
        ("It met last Thursday.", "last Thursday", "2016-11-10"),
        ("It meets next Thursday.", "next Thursday", "2016-11-24"),
        ("Yesterday it rained.", "Yesterday", "2016-11-16"),
        ("as at last year’s summit", "last year", "2015-01-01/2015-12-31"),
        ("open next month", "next month", "2016-12-01/2016-12-31"),
        ("earlier this week", "earlier this week", "2016-11-14/2016-11-17"),
        ("later this year", "later this year", "2016-11-17/2016-12-31"),
        ("three days ago", "three days ago", "2016-11-14"),
        ("two months ago", "two months ago", "2016-09-01/2016-09-30"),
        ("12 months ago", "12 months ago", "2015-11-01/2015-11-30"),
        ("five years ago", "five years ago", "2011-01-01/2011-12-31"),
        ("last November", "last November", "2015-11-01/2015-11-30"),
        ("It closed in December.", "in December", "2015-12-01/2015-12-31"),
        ("It will close in March.", "in March", "2017-03-01/2017-03-31"),
        ("from Nov 16-18", "Nov 16-18", "2016-11-16/2016-11-18"),
        ("on January 3", "January 3", "2017-01-03"),
    ],
)
def test_a_relative_time_is_told_from_the_day_of_publication(
    text: str, phrase: str, days: str
) -> None:
    assert ranges(text) == {phrase: days}
    assert ranges(text, published=None) == {}
    assert all(mention.relative for mention in dates_mentioned(text, THURSDAY, "en"))


@pytest.mark.parametrize(
    ("text", "phrase", "days"),
    [
        ("三天前开幕", "三天前", "2016-11-14"),
        ("十二年前", "十二年前", "2004-01-01/2004-12-31"),
        ("去年举行", "去年", "2015-01-01/2015-12-31"),
        ("去年11月16日举行", "去年11月16日", "2015-11-16"),
        ("本周二表示", "本周二", "2016-11-15"),
        ("上周五表示", "上周五", "2016-11-11"),
        ("下星期天举行", "下星期天", "2016-11-27"),
        ("他周三表示将参会", "周三", "2016-11-16"),
        ("大会将于周三举行", "周三", "2016-11-23"),
        ("周三将举行", "周三", "2016-11-23"),
        ("昨日闭幕", "昨日", "2016-11-16"),
        ("上月20日", "上月20日", "2016-10-20"),
        ("本月举行", "本月", "2016-11-01/2016-11-30"),
        ("11月16日至18日", "11月16日至18日", "2016-11-16/2016-11-18"),
    ],
)
def test_chinese_tells_time_alike(text: str, phrase: str, days: str) -> None:
    assert ranges(text, "zh") == {phrase: days}
    assert ranges(text, "zh", published=None) == {}


@pytest.mark.parametrize(
    ("text", "phrase", "days"),
    [
        ("on Nov. 16, 2016", "Nov. 16, 2016", "2016-11-16"),
        ("16–18 November 2016", "16–18 November 2016", "2016-11-16/2016-11-18"),
        ("2016年11月16日开幕", "2016年11月16日", "2016-11-16"),
        ("in May 2017", "May 2017", "2017-05-01/2017-05-31"),
        ("in 2016", "2016", "2016-01-01/2016-12-31"),
        ("2016/02/29", "2016/02/29", "2016-02-29"),
    ],
)
def test_a_full_date_needs_no_day_of_publication(text: str, phrase: str, days: str) -> None:
    assert ranges(text, published=None) == {phrase: days}
    assert ranges(text) == {phrase: days}
    assert not any(mention.relative for mention in dates_mentioned(text, THURSDAY, "en"))


@pytest.mark.parametrize(
    "text",
    [
        "February 30, 2016",
        "2016年13月",
        "2,014 people",
        "the Sunday Times",
        "Black Friday",
        "every Monday",
        "on Tuesdays",
        "Jun Lei may have said this",
        "they march in a row",
        "300 decades ago",
        "many years ago",
        "version 2016.4",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert ranges(text) == {}


@pytest.mark.parametrize(
    "text", ["目前年产十万辆", "日前", "第三天前", "一周一次", "本月31日", "以前年份"]
)
def test_what_is_no_date_in_chinese_is_none(text: str) -> None:
    assert ranges(text, "zh") == {}


def test_a_day_named_twice_is_one_mention_and_a_list_is_several() -> None:
    assert ranges("Tuesday, Nov 15, was cold") == {"Nov 15": "2016-11-15"}
    assert ranges("Tuesday, Nov 18, 2014, was cold") == {"Nov 18, 2014": "2014-11-18"}
    assert len(ranges("in 2014, 2015 and 2016")) == 3
    assert list(ranges("去年，三天前和昨日", "zh")) == ["去年", "三天前", "昨日"]


def test_mentions_come_in_the_order_of_the_text() -> None:
    spans = [
        mention.span
        for mention in dates_mentioned(
            "Last year, on Nov 3, 2014, and on Tuesday, as in 2012", THURSDAY, "en"
        )
    ]
    assert len(spans) == 4
    assert spans == sorted(spans)
