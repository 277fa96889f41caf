"""The archive dates its own events, where most of its documents agree."""

from __future__ import annotations

from datetime import date

import pytest

from rag.domain import Period
from rag.library import Library
from rag.retrieving.understanding.editions import dated_editions, editions_in


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("What happened at the third conference?", "the third conference", 3),
        ("Is the first Internet Conference over?", "the first Internet Conference", 1),
        ("What was new in the 12th edition?", "the 12th edition", 12),
        ("Who came to the Fifth Summit?", "the Fifth Summit", 5),
        ("第三届大会谁讲话？", "第三届大会", 3),
        ("首届世界互联网大会在哪里举行？", "首届世界互联网大会", 1),
        ("第十二届有多少人？", "第十二届", 12),
    ],
)  # fmt: skip
def test_a_numbered_event_is_found(text: str, words: str, number: int) -> None:
    (edition,) = editions_in(text)
    assert edition.span.of(text) == words
    assert edition.number == number


@pytest.mark.parametrize(
    "text",
    [
        "Who came first?",
        "What is the second quarter?",
        "the third man",
        "第三名是谁？",
        "第三条规定",
    ],
)
def test_what_is_numbered_but_no_event_is_none(text: str) -> None:
    assert editions_in(text) == []


def test_most_documents_say_when_and_one_gives_the_days(library: Library) -> None:
    (dated,) = dated_editions("Who spoke at the third conference?", library)
    assert dated.period == Period(date(2016, 11, 16), date(2016, 11, 18))
    assert dated.explanation == "third conference: 16 to 18 November 2016, by 4 of 5 sources"


def test_a_chinese_question_is_dated_by_the_whole_archive(library: Library) -> None:
    (dated,) = dated_editions("第三届谁讲话？", library)
    assert dated.explanation == "第三届：2016年11月16日至18日（5个来源中的4个）"


def test_a_month_is_as_much_as_may_be_said(library: Library) -> None:
    (dated,) = dated_editions("Who spoke at the first conference?", library)
    assert dated.explanation == "first conference: November 2014, by 1 of 1 sources"


def test_sources_that_disagree_date_nothing(library: Library) -> None:
    assert dated_editions("Who spoke at the fifth conference?", library) == []


def test_another_series_of_events_is_not_mistaken_for_it(library: Library) -> None:
    assert dated_editions("Who won at the third Olympic Games?", library) == []
    assert dated_editions("Who came to the third Climate Conference?", library) == []
