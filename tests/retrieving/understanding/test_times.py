"""Times are read from questions, and what only looks like one is not."""

from __future__ import annotations

from datetime import date

import pytest

from rag.domain import Period
from rag.retrieving.understanding.times import meant_period, time_phrases

TODAY = date(2026, 11, 22)
FIRST, LAST = "0001-01-01", "9999-12-31"
FROM_2014 = ("2014-01-01", "2017-12-31")
PAST_THREE = ("2023-11-23", "2026-11-22")


def year(number: int) -> tuple[str, str]:
    return f"{number}-01-01", f"{number}-12-31"


@pytest.mark.parametrize(
    ("question", "words", "first", "last"),
    [
        ("What did Xi Jinping say in 2016?", "in 2016", *year(2016)),
        ("What happened between 2014 and 2017?", "between 2014 and 2017", *FROM_2014),
        ("Who spoke from 2015 to 2018?", "from 2015 to 2018", "2015-01-01", "2018-12-31"),
        ("What changed in 2014-2017?", "in 2014-2017", "2014-01-01", "2017-12-31"),
        ("Who has spoken since 2018?", "since 2018", "2018-01-01", LAST),
        ("What has happened from 2018 on?", "from 2018 on", "2018-01-01", LAST),
        ("What was said before 2016?", "before 2016", FIRST, "2015-12-31"),
        ("Who came after 2016?", "after 2016", "2017-01-01", LAST),
        ("Who had come by the end of 2016?", "by the end of 2016", FIRST, "2016-12-31"),
        ("What was true until 2016?", "until 2016", FIRST, "2016-12-31"),
        ("What was blocked in November 2014?", "in November 2014", "2014-11-01", "2014-11-30"),
        ("What did Liu say on 16 November 2016?", "on 16 November 2016", *["2016-11-16"] * 2),
        ("Who met on November 16, 2016?", "on November 16, 2016", *["2016-11-16"] * 2),
        ("Who met on Nov 16-18, 2016?", "on Nov 16-18, 2016", "2016-11-16", "2016-11-18"),
        ("What changed last year?", "last year", *year(2025)),
        ("What happened two years ago?", "two years ago", *year(2024)),
        ("What happened the year before last?", "the year before last", *year(2024)),
        ("Which laws came this month?", "this month", "2026-11-01", "2026-11-30"),
        ("Who came last Tuesday?", "last Tuesday", *["2026-11-17"] * 2),
        ("Who came in the past three years?", "in the past three years", *PAST_THREE),
        ("How was the net in the 2010s?", "in the 2010s", "2010-01-01", "2019-12-31"),
        ("How was it in the early 2010s?", "in the early 2010s", "2010-01-01", "2013-05-02"),
        ("What came at the end of 2016?", "at the end of 2016", "2016-08-31", "2016-12-31"),
        ("How was travel before the pandemic?", "before the pandemic", FIRST, "2020-03-10"),
        ("Who came during the pandemic?", "during the pandemic", "2020-03-11", "2023-05-05"),
        ("Who came after COVID-19?", "after COVID-19", "2023-05-06", LAST),
        ("Who ruled before World War II?", "before World War II", FIRST, "1939-08-31"),
        ("What does the 2016 agreement say?", "2016", *year(2016)),
        ("What did the conference of 2015 say?", "of 2015", *year(2015)),
        ("What happened at the WIC 2016?", "2016", *year(2016)),
        ("2016年习近平说了什么？", "2016年", *year(2016)),
        ("习近平在2016年说了什么？", "在2016年", *year(2016)),
        ("2016年11月谁出席了？", "2016年11月", "2016-11-01", "2016-11-30"),
        ("2016年11月16日谁讲话？", "2016年11月16日", *["2016-11-16"] * 2),
        ("2014年到2017年之间谁来过？", "2014年到2017年之间", "2014-01-01", "2017-12-31"),
        ("2014-2017年谁来过？", "2014-2017年", "2014-01-01", "2017-12-31"),
        ("2015年6月到8月发生了什么？", "2015年6月到8月", "2015-06-01", "2015-08-31"),
        ("自2018年以来有哪些变化？", "自2018年以来", "2018-01-01", LAST),
        ("2016年以前的情况如何？", "2016年以前", FIRST, "2015-12-31"),
        ("2016年之后谁来过？", "2016年之后", "2017-01-01", LAST),
        ("截至2016年有多少用户？", "截至2016年", FIRST, "2016-12-31"),
        ("2016年底发生了什么？", "2016年底", "2016-08-31", "2016-12-31"),
        ("去年发生了什么？", "去年", *year(2025)),
        ("前年发生了什么？", "前年", *year(2024)),
        ("三年前谁出席了？", "三年前", *year(2023)),
        ("本月有什么新闻？", "本月", "2026-11-01", "2026-11-30"),
        ("过去三年有哪些变化？", "过去三年", "2023-11-23", "2026-11-22"),
        ("疫情之前有多少人参加？", "疫情之前", FIRST, "2020-03-10"),
        ("疫情期间大会如何举行？", "疫情期间", "2020-03-11", "2023-05-05"),
        ("上世纪90年代互联网如何？", "上世纪90年代", "1990-01-01", "1999-12-31"),
    ],
)  # fmt: skip
def test_a_time_is_read_with_its_words(question: str, words: str, first: str, last: str) -> None:
    meant = meant_period(question, time_phrases(question, TODAY))
    assert meant
    assert meant.words == words
    assert meant.period == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "question",
    [
        "When was the conference held?",
        "What has happened recently?",
        "How is the internet governed today?",
        "What did Cook say on Sunday?",
        "What did he say about the pandemic?",
        "How did 2,014 participants travel?",
        "How did 2014 participants travel?",
        "Did more than 2000 delegates come?",
        "What does Article 2016 say?",
        "What does SQuAD 2.0 measure?",
        "What is Made in China 2025?",
        "Is Windows 2000 secure?",
        "What costs $2016?",
        "What happens in Blade Runner 2049?",
        "最近发生了什么？",
        "目前的情况如何？",
        "疫情对经济有何影响？",
        "有2014名与会者吗？",
        "2000多家企业是哪些？",
        "第2016号决议说了什么？",
        "大会有多少人参加？",
    ],
)
def test_what_only_looks_like_a_time_or_is_vague_is_none(question: str) -> None:
    assert time_phrases(question, TODAY) == ()


def test_two_times_apart_are_one_period_from_the_first_to_the_last() -> None:
    question = "What did he say in 2014 and in 2016?"
    meant = meant_period(question, time_phrases(question, TODAY))
    assert meant
    assert meant.period == Period(date(2014, 1, 1), date(2016, 12, 31))
    assert meant.words == "in 2014 … in 2016"


def test_a_time_within_another_is_the_one_meant() -> None:
    question = "What did the 2016 conference say in November 2016?"
    meant = meant_period(question, time_phrases(question, TODAY))
    assert meant
    assert meant.period == Period(date(2016, 11, 1), date(2016, 11, 30))
