from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.domain import Publication
from tests.ui.archive import ATTENDED, HELD, PARTLY_SO, answer
from tests.ui.showing.reading import as_read, texts_at
from tests.ui.sources import WUZHEN, cite, document, supported
from ui.showing.answers import render_answer, render_progress
from ui.showing.documents import byline
from ui.showing.footnotes import Footnotes
from ui.words import Words

EN, ZH = Words("en"), Words("zh")
LINKS = "//a[@class='citation']/@href"


def test_a_marker_is_a_link_to_its_span_and_names_the_others_of_its_document() -> None:
    html = render_answer(answer("Q", [HELD, ATTENDED]), EN)
    first, second = HELD.citations[0], ATTENDED.citations[0]
    page = "/documents/editions/2014%20Wuzhen.md"
    links = texts_at(html, LINKS)
    assert links[:2] == [
        f"{page}?start={a.start}&end={a.end}&also={b.start}-{b.end}#cited"
        for a, b in ((first, second), (second, first))
    ]
    assert links[2].startswith("/documents/%E9%A6%96%E5%B1%8A%20%E5%A4%A7%E4%BC%9A.md?start=")
    assert "also" not in links[2]


def test_a_span_cited_twice_is_no_other_span() -> None:
    again = supported("Again.", *HELD.citations)
    assert all("also" not in link for link in texts_at(render_progress([HELD, again], EN), LINKS))


def test_a_marker_shows_its_quote_with_title_outlet_and_day_and_its_name_stays_short() -> None:
    html = Footnotes([HELD], EN).markers(HELD)
    assert as_read(html) == "[1]"
    (card,) = texts_at(html, "//a[@class='citation']/span[@class='cited']")
    assert card == (
        "“The first World Internet Conference was held in Wuzhen, a canal town near Shanghai, in "
        "November 2014.” The first conference in Wuzhen "
        "South China Morning Post, Simon Song, 21\u00a0November\u00a02014"
    )
    assert texts_at(html, "//@title") == []


def test_what_a_marker_shows_is_text_whatever_the_source_says() -> None:
    attack = '</span></a><script>alert(1)</script>"'
    source = document(attack, attack, attack, Publication(outlet=attack, author=attack))
    html = Footnotes([], EN).printed() + render_answer(
        answer(attack, [supported(attack, cite(1, source, attack))]), EN
    )
    assert "<script" not in html
    assert texts_at(html, "//span[@class='quote']") == [f"“{attack}”"] * 2


def test_a_page_is_told_where_there_are_pages() -> None:
    paged = replace(WUZHEN, page_starts=(0, 100))
    claim = supported("So.", cite(1, paged, "Nobody signed it."))
    assert "2014 · p. 2" in Footnotes([claim], EN).markers(claim)
    assert "21日 · 第2页" in Footnotes([claim], ZH).markers(claim)


def test_on_paper_each_quote_stands_once_by_number_with_its_address() -> None:
    again = supported("Again.", *HELD.citations)
    notes = texts_at(render_answer(answer("Q", [PARTLY_SO, HELD, again]), EN), "//ol/li")
    assert [note[:3] for note in notes] == ["[1]", "[5]"]
    assert notes[0].endswith("2014 https://www.scmp.com/news/wuzhen")


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([1, 2, 3], "[1][2][3]"),
        ([1, 2, 3, 4], "[1]\u2013[4]"),
        ([2, 4, 5, 6, 7, 9], "[2][4]\u2013[7][9]"),
    ],
)
def test_of_a_long_run_of_markers_the_ends_are_shown(numbers: list[int], shown: str) -> None:
    citations = [replace(HELD.citations[0], number=number) for number in numbers]
    html = render_answer(answer("Q", [supported("So.", *citations)]), EN)
    assert as_read(html).startswith(f"So.{shown}1 of 1 sentence")


def test_a_byline_says_what_is_known_and_that_a_date_is_unknown() -> None:
    known = Publication(outlet="新华社", author="Li Na", published=date(2015, 12, 6))
    source = document("a", "A", "x", known)
    assert byline(source, EN) == "新华社, Li Na, 6\u00a0December\u00a02015"
    assert byline(source, ZH) == "新华社，Li Na，2015年12月6日"
    assert byline(document("a", "A", "x"), EN) == "undated"
