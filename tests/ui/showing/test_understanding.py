from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from rag.domain import Context, Filters, MeantPeriod, Period, UnderstoodQuestion
from tests.ui.archive import FOLLOWED_UP, HOSTILE_CLAIM, YEAR_2015
from ui.showing.understanding import render_understood
from ui.words import Words

EN = Words("en")


def test_a_question_that_is_searched_as_it_was_asked_needs_no_word() -> None:
    assert render_understood(UnderstoodQuestion("Q?", "Q?"), EN, Context(), 0) == ""


def test_a_rewriting_a_translation_and_what_is_searched_are_shown() -> None:
    read = replace(
        FOLLOWED_UP, translation="2015年大会在哪里举行？", filters=Filters(outlets=("新华社",))
    )
    html = render_understood(read, EN, Context(), 0)
    assert 'Read as: <span class="read">When and where was the conference held in 2015?' in html
    assert 'Also searched as: <span class="read">2015年大会在哪里举行？' in html
    assert "About 2015" in html
    assert "Only by 新华社" in html


def test_the_time_says_where_it_comes_from_and_can_be_changed_and_removed() -> None:
    html = render_understood(FOLLOWED_UP, EN, Context(), 3)
    assert "Understood from “the year after”: the year after 2014. Open to change it." in html
    assert re.findall(r'name="(\w+)" value="([^"]*)"', html) == [
        ("exchange", "3"),
        ("corrects", "period"),
        ("first", "2015-01-01"),
        ("last", "2015-12-31"),
        ("exchange", "3"),
        ("corrects", "period"),
        ("first", ""),
        ("last", ""),
    ]
    assert "Remove “About 2015” and ask again" in html


def test_a_time_that_was_taken_away_can_be_given_back() -> None:
    read = replace(FOLLOWED_UP, period=None)
    html = render_understood(read, EN, Context(understand_period=False), 0)
    assert "About any time" in html
    assert "You took the time away" in html
    assert html.count("<form") == 1


def test_what_the_question_says_of_its_sources_is_told_from_what_was_set() -> None:
    chosen = Filters(outlets=("新华社",))
    read = UnderstoodQuestion(
        "Q?", "Q?", filters=Filters(date(2016, 1, 1), date(2016, 12, 31), outlets=("新华社",))
    )
    html = render_understood(read, EN, Context(filters=chosen), 0)
    assert 'title="Set above the question">Only by 新华社<' in html
    assert 'title="Understood from the question">Only published 2016<' in html
    assert re.findall("Remove “[^”]*”", html) == ["Remove “Only published 2016”"]


def test_all_that_a_question_says_of_its_sources_is_removed_together() -> None:
    read = UnderstoodQuestion("Q?", "Q?", filters=Filters(date(2016, 1, 1), outlets=("SCMP",)))
    html = render_understood(read, EN, Context(), 2)
    assert 'title="Understood from the question">Only published since 2016, by SCMP<' in html
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', html)
    assert fields == [("exchange", "2"), ("corrects", "filters")]


def test_filters_that_were_taken_away_are_told() -> None:
    html = render_understood(
        UnderstoodQuestion("Q?", "Q?"), EN, Context(understand_filters=False), 0
    )
    assert "Filters of the question removed" in html
    assert "<form" not in html


def test_an_open_period_leaves_its_field_empty() -> None:
    since = MeantPeriod(Period(date(2016, 1, 1), date.max), "")
    html = render_understood(replace(FOLLOWED_UP, period=since), EN, Context(), 0)
    assert ">About the time since 2016<" in html
    assert 'name="last" value=""' in html


def test_hostile_words_stay_words() -> None:
    attack = HOSTILE_CLAIM.text
    read = UnderstoodQuestion(
        "Q?",
        attack,
        translation=attack,
        period=MeantPeriod(YEAR_2015.period, attack, attack),
        filters=Filters(outlets=(attack,), authors=(attack,)),
    )
    html = render_understood(read, EN, Context(), 0)
    assert "&lt;script&gt;" in html
    assert set(re.findall(r"<(\w+)", html)) == set(
        "div p span details summary form input label button".split()
    )
