from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.domain import Citation, Publication
from tests.ui.archive import BRIEF_CITATIONS, HELD, REFUSAL, SIDES, SIGNED, TICKETS, answer
from tests.ui.showing.reading import as_read, texts_at
from tests.ui.sources import CHINESE, REPRINT, WUZHEN, cite, document, found, supported
from ui.showing.sources_panel import render_cited, render_empty, render_reading
from ui.words import Words

EN, ZH = Words("en"), Words("zh")


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a?b=1", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://", False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, is_link: bool) -> None:
    source = document("a.md", "A", "Prose.", Publication(url=url))
    html = render_cited(answer("Q", [supported("So.", cite(1, source, "Prose."))]), EN)
    assert (f'href="{url}"' in html) is ("Original at" in html) is is_link


def test_the_panel_marks_the_quote_within_its_paragraph() -> None:
    html = render_cited(answer("Q", [SIGNED]), EN)
    assert ">Most delegates learned of the text only at breakfast. <mark>Nobody" in html


def test_the_panel_shows_cited_sources_only_and_each_number_once() -> None:
    again = supported("Again.", *HELD.citations)
    html = render_cited(answer("Q", [HELD, again]), EN)
    assert re.findall(r'class="number">(\[\d\])', html) == ["[1]"]
    assert "世界互联网大会" not in html[: html.index("Also found")]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("word " * 99, " more" * 99, "\u2026word word .*<mark>Q。</mark> more .* more\u2026"),
        ("前" * 300, "后" * 300, "\u2026前{160}<mark>Q。</mark>后{160}\u2026"),
        ("Gone.\n\nKept ", " too.\n\nGone.", "Kept <mark>Q。</mark> too."),
    ],
)
def test_a_quote_is_shown_with_whole_words_of_its_paragraph(
    before: str, after: str, shown: str
) -> None:
    source = document("a.txt", "A", f"{before}Q。{after}")
    claim = supported("Q.", Citation(1, source, "a.txt#0", len(before), len(before) + 2))
    result = replace(answer("Q", [claim]), retrieved=(found(source),))
    assert re.search(f"<blockquote[^>]*>{shown}</blockquote>", render_cited(result, EN), re.DOTALL)


def test_each_document_is_listed_once_while_it_is_read() -> None:
    html = render_reading([found(WUZHEN), found(WUZHEN, 2)], EN, "Q")
    assert html.count("<li>") == 1


def test_copies_are_counted_once_and_stand_under_their_story() -> None:
    again = supported("Again.", cite(2, REPRINT, "Nobody signed it."))
    html = render_cited(answer("Q", [HELD, again]), EN)
    assert "3 articles, 2 independent stories found" in html
    folded = html[html.index("The same story in 1 other article") : html.index("Also found")]
    assert '<span class="number">[2]</span>' in folded
    assert '<span class="number">[1]</span>' not in folded


def test_of_thousands_of_articles_the_first_are_listed_and_the_others_counted() -> None:
    source = found(WUZHEN)
    copies = [
        replace(source, document=replace(WUZHEN, id=f"{number}.md"), story=f"story {number // 20}")
        for number in range(20_000)
    ]
    reading = render_reading(copies, EN, "Q")
    assert "20,000 articles, 1,000 independent stories found" in reading
    assert reading.count('class="title"') == 50
    assert "and 10 more articles" in as_read(reading)
    assert "and 19,940 more articles" in as_read(reading)
    of_one_story = [replace(copy, story=WUZHEN.id) for copy in copies]
    cited = render_cited(answer("Q", [HELD], retrieved=of_one_story), EN)
    assert "The same story in 20,000 other articles" in cited
    assert cited.count('<span class="title">') == 50


def test_the_panel_shows_a_translation_as_unchecked() -> None:
    translated = replace(answer("Q", [HELD]), quote_translations={1: "<b>首届</b>"})
    html = render_cited(translated, EN)
    assert "Translation (unchecked)</span> &lt;b&gt;首届" in html


def test_the_panel_says_for_which_question_it_is() -> None:
    assert "3 articles, 2 independent stories found for “Who?”" in as_read(
        render_reading([found(WUZHEN), found(REPRINT, 2), found(CHINESE, 3)], EN, "Who?")
    )
    assert "Cited for “Who?”" in render_cited(answer("Who?", [HELD]), EN)
    assert "“谁？”所引用的来源" in render_cited(answer("谁？", [HELD]), ZH)
    assert "The sources of an answer appear here" in render_empty(EN)


def test_where_nothing_is_cited_the_panel_says_so_and_what_was_found() -> None:
    shown = as_read(render_cited(answer(TICKETS, refusal=REFUSAL), EN))
    assert f"No source is cited for “{TICKETS}”." in shown
    assert "Also found, not cited: 3 articles" in shown


def test_a_source_leads_to_all_that_is_cited_of_it_and_to_a_question_about_it() -> None:
    html = render_cited(answer("Q", [HELD, SIGNED]), EN)
    links = texts_at(html, "//li[@class='card']//a/@href")
    other = SIGNED.citations[0]
    assert links[0].endswith(f"&also={other.start}-{other.end}#cited")
    assert links[1] == "/?document=editions%2F2014%20Wuzhen.md"


def test_cited_sources_stand_on_a_timeline_that_is_read_as_a_list() -> None:
    undated = supported("So.", cite(7, CHINESE, "世界互联网大会"))
    html = render_cited(answer("Q", [HELD, SIDES[1], undated]), EN)
    assert texts_at(html, "//*[@role='list']/@aria-label") == ["Cited sources by date"]
    assert texts_at(html, "//*[@role='list']/*[@role='listitem']/@aria-label") == [
        "21\u00a0November\u00a02014: [1]",
        "23\u00a0November\u00a02014: [3]",
    ]
    assert texts_at(html, "//figure/p[not(@class)]") == ["Without a date: [7]"]


def test_a_timeline_is_where_two_days_differ() -> None:
    of_one_day = supported("Again.", cite(2, WUZHEN, "Nobody signed it."))
    assert "<svg" not in render_cited(answer("Q", [HELD, of_one_day]), EN)


def test_days_that_are_close_to_each_other_share_a_stop_that_names_each() -> None:
    claim = supported("So.", *BRIEF_CITATIONS)
    html = render_cited(answer("Q", [claim]), EN)
    stops = texts_at(html, "//*[@role='listitem']/@aria-label")
    assert len(stops) <= 8
    assert sum(stop.count("[") for stop in stops) == len(BRIEF_CITATIONS)
    first = texts_at(html, "//*[@role='listitem']/*[local-name()='text']")[0]
    assert re.fullmatch(r"\[\d+\] \+\d+", first)
