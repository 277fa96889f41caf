from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Disagreement, Form, Part
from tests.ui.archive import HELD, HOSTILE_CLAIM, SIDES, SIGNED
from tests.ui.parted import NO_COVERAGE, OUTLETS, TIMES, parted
from tests.ui.showing.reading import as_read, texts_at
from ui.showing.answers import render_answer, render_parts
from ui.words import Words

EN, ZH = Words("en"), Words("zh")


def test_a_comparison_is_a_table_with_a_row_for_each_outlet_and_its_checked_claims() -> None:
    html = render_answer(parted("by_outlet", OUTLETS), EN)
    assert texts_at(html, "//table/caption") == ["By outlet"]
    assert texts_at(html, "//thead//th[@scope='col']") == ["Outlet", "What it says"]
    assert texts_at(html, "//tbody/tr/th[@scope='row']") == [part.heading for part in OUTLETS]
    assert texts_at(html, "//td/span/@class") == [
        "claim supported",
        "claim unsupported",
        "claim supported",
    ]
    assert "? Unsupported the number 12 is not in the cited sentence" in as_read(html)
    assert "2 of 3 sentences supported" in html


def test_where_an_outlet_has_nothing_that_is_told_in_its_row() -> None:
    html = render_answer(parted("by_outlet", OUTLETS), EN)
    assert texts_at(html, "//tr[th='The Daily Planet']/td") == [NO_COVERAGE]


def test_a_timeline_is_a_list_in_order_each_time_with_its_checked_claims() -> None:
    html = render_answer(parted("timeline", TIMES), ZH)
    assert texts_at(html, "//h3") == ["按时间"]
    assert texts_at(html, "//ol[@class='timeline']/li/p[@class='when']") == [
        "November 2014",
        "23 November 2014",
    ]
    assert texts_at(html, "//ol[@class='timeline']/li[1]/span/@class") == ["claim supported"] * 2


@pytest.mark.parametrize("form", ["by_outlet", "timeline"])
def test_parts_that_are_finished_stand_while_the_next_is_written(form: Form) -> None:
    html = render_parts(OUTLETS[:1], EN, form, "新华社: 12个代表团 [1")
    shown = as_read(html)
    assert HELD.text in shown
    assert shown.endswith("新华社: 12个代表团 checking…")
    assert as_read(render_parts((), EN, form, "Half")) == "Half checking…"
    assert render_parts((), EN, form) == ""


def test_what_the_sources_of_one_outlet_do_not_say_alike_stands_in_its_row_alone() -> None:
    parts = (Part("Both", (HELD, *SIDES)), Part("Other", (SIGNED,)))
    disputed = replace(
        parted("by_outlet", parts), disagreements=(Disagreement("contradicts", SIDES),)
    )
    html = render_answer(disputed, EN)
    assert len(texts_at(html, "//tr[th='Both']/td/section/ul/li")) == 2
    assert html.count(SIDES[0].text.partition("“")[0]) == 1


def test_what_several_outlets_do_not_say_alike_stands_below_the_table() -> None:
    parts = (Part("One", SIDES[:1]), Part("Other", SIDES[1:]))
    disputed = replace(parted("by_outlet", parts), disagreements=(Disagreement("differs", SIDES),))
    assert texts_at(render_answer(disputed, EN), "//table/following-sibling::section/h3") == [
        "The sources differ"
    ]


@pytest.mark.parametrize("form", ["by_outlet", "timeline"])
def test_a_heading_and_a_note_are_text_whatever_they_say(form: Form) -> None:
    attack = HOSTILE_CLAIM.text
    html = render_answer(parted(form, (Part(attack, (HOSTILE_CLAIM,)), Part("x", (), attack))), EN)
    assert "<script" not in html
    assert "<img" not in html
    assert attack in as_read(html)
