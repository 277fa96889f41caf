from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from rag.domain import Filters, Language, Period, RefusalReason, Relation, Verdict
from rag.wording import (
    VERDICT_SIGNS,
    confidence_in_words,
    refusal_title,
    relation_title,
    verdict_label,
    written_date,
    written_filters,
    written_period,
)

LANGUAGES: tuple[Language, ...] = get_args(Language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_refusal_and_disagreement_has_a_name_of_its_own(language: Language) -> None:
    for names in (
        [verdict_label(verdict, language) for verdict in Verdict],
        [refusal_title(reason, language) for reason in get_args(RefusalReason)],
        [relation_title(relation, language) for relation in get_args(Relation)],
        [VERDICT_SIGNS[verdict] for verdict in Verdict],
    ):
        assert len(set(names)) == len(names)


def test_days_are_written_as_each_language_writes_them() -> None:
    day = date(2014, 11, 21)
    assert [written_date(day, language) for language in LANGUAGES] == [
        "21 November 2014",
        "2014年11月21日",
    ]
    november = Period(date(2014, 11, 1), date(2014, 11, 30))
    assert [written_period(november, language) for language in LANGUAGES] == [
        "November 2014",
        "2014年11月",
    ]


@pytest.mark.parametrize(
    ("confidence", "english", "chinese"),
    [
        (0.75, "high (0.75)", "高（0.75）"),
        (0.5, "medium (0.50)", "中（0.50）"),
        (0.49, "low (0.49)", "低（0.49）"),
    ],
)
def test_confidence_has_a_level_and_a_figure(confidence: float, english: str, chinese: str) -> None:
    assert confidence_in_words(confidence, "en") == english
    assert confidence_in_words(confidence, "zh") == chinese


def test_each_filter_is_said_in_chinese() -> None:
    filters = Filters(
        date(2016, 1, 1), None, ("SCMP", "IET"), ("Li Na",), ("en", "zh"), ("reports/2015",)
    )
    assert written_filters(filters, "zh") == (
        "2016年以来发表，出自SCMP或IET，作者为Li Na，英文或中文，在reports/2015中"
    )
    assert written_filters(Filters(), "zh") == ""
    assert written_filters(filters, "en") == str(filters)
