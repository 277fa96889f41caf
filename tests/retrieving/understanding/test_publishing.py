"""What is asked of publication is told from what is asked of events, outlets from mere names."""

from __future__ import annotations

from datetime import date

import pytest

from rag.domain import Filters
from rag.retrieving.understanding.publishing import (
    named_outlets,
    publication_times,
    with_publication,
)
from rag.retrieving.understanding.times import time_phrases

TODAY = date(2026, 11, 22)
OUTLETS = ("South China Morning Post", "Xinhua", "The Paper", "IET", "新华社", "南华早报")


def understood(question: str, filters: Filters) -> Filters:
    return with_publication(filters, publication_times(question, time_phrases(question, TODAY)))


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What do articles published in 2016 say?", "2016-01-01", "2016-12-31"),
        ("What was written before 2018?", None, "2017-12-31"),
        ("What was written about the conference before 2018?", None, "2017-12-31"),
        ("What do articles published since 2018 say about Xi?", "2018-01-01", None),
        ("What do articles from last year say?", "2025-01-01", "2025-12-31"),
        ("Which articles mention Apple and were published in 2016?", "2016-01-01", "2016-12-31"),
        ("How many articles about Apple were published in 2016?", "2016-01-01", "2016-12-31"),
        ("What do the 2016 articles say?", "2016-01-01", "2016-12-31"),
        ("2016年发表的文章说了什么？", "2016-01-01", "2016-12-31"),
        ("2018年以前发表的报道提到谁？", None, "2017-12-31"),
        ("2016年的报道怎么说？", "2016-01-01", "2016-12-31"),
        ("哪些文章发表于2016年？", "2016-01-01", "2016-12-31"),
        ("去年的新闻有哪些？", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_time_of_publication_filters(question: str, since: str | None, until: str | None) -> None:
    assert understood(question, Filters()) == Filters(
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )


@pytest.mark.parametrize(
    "question",
    [
        "What did Xi write in 2016?",
        "When was the declaration published?",
        "What does the report published in 2016 say?",
        "Who published the report of 2016?",
        "What happened in 2016?",
        "2016年发布了什么宣言？",
        "2016年谁发表了讲话？",
    ],
)
def test_a_time_of_events_does_not_filter(question: str) -> None:
    assert understood(question, Filters()) == Filters()


def test_what_the_reader_has_set_is_not_overwritten() -> None:
    chosen = Filters(since=date(2020, 1, 1))
    assert understood("What do articles published in 2016 say?", chosen) == chosen


@pytest.mark.parametrize(
    ("question", "outlet"),
    [
        ("What did the South China Morning Post write about Apple?", "South China Morning Post"),
        ("What did the SCMP report in 2016?", "South China Morning Post"),
        ("According to Xinhua, who spoke?", "Xinhua"),
        ("Who spoke according to Xinhua?", "Xinhua"),
        ("What did The Paper say about the summit?", "The Paper"),
        ("Which articles in the South China Morning Post mention Apple?", OUTLETS[0]),
        ("Which SCMP articles mention Apple?", "South China Morning Post"),
        ("How does Xinhua's coverage describe the hall?", "Xinhua"),
        ("据新华社报道，谁出席了？", "新华社"),
        ("新华社是怎么报道大会的？", "新华社"),
        ("《南华早报》的文章怎么评价习近平？", "南华早报"),
        ("南华早报的哪些文章提到马云？", "南华早报"),
        ("南华早报有多少篇文章提到马云？", "南华早报"),
        ("《南华早报》发表了哪些关于马云的文章？", "南华早报"),
        ("SCMP的哪些文章提到马云？", "South China Morning Post"),
        ("据SCMP报道，谁出席了？", "South China Morning Post"),
        ("IET有多少篇文章提到马云？", "IET"),
    ],
)
def test_an_outlet_whose_articles_are_asked_for_is_found(question: str, outlet: str) -> None:
    found = named_outlets(question, lambda: OUTLETS)
    assert found
    assert found.names == (outlet,)


@pytest.mark.parametrize(
    "question",
    [
        "Who founded Xinhua?",
        "What did Apple say about privacy?",
        "What does Xi say about the South China Morning Post?",
        "Who owns the SCMP?",
        "谁创办了新华社？",
        "新华社在哪里？",
        "新华社有哪些记者？",
        "习近平如何评价大会？",
        "谁创办了SCMP？",
        "NASA的哪些报告提到马云？",
    ],
)
def test_a_mere_mention_is_no_outlet(question: str) -> None:
    assert named_outlets(question, lambda: OUTLETS) is None


def test_an_acronym_of_two_outlets_is_left_alone() -> None:
    outlets = ("Shanghai City Morning Paper", "South China Morning Post")
    assert named_outlets("What did the SCMP write?", lambda: outlets) is None
    assert named_outlets("SCMP的哪些文章提到马云？", lambda: outlets) is None


def test_the_archive_is_not_asked_where_no_outlet_can_be_meant() -> None:
    def outlets() -> tuple[str, ...]:
        raise AssertionError("asked")

    assert named_outlets("Who opened the conference?", outlets) is None
    assert named_outlets("谁出席了大会？", outlets) is None
