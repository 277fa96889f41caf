from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from rag.domain import Citation, Claim, Publication, Relation
from rag.errors import LLMFailed
from rag.wording import relation_title
from tests.ui.archive import (
    ADVISED,
    ATTENDED,
    CHINESE_CLAIM,
    DENIED,
    DISAGREEMENT,
    EARLY,
    HELD,
    HOSTILE_CLAIM,
    LISTING,
    MENTIONS,
    PARTLY_SO,
    REFUSAL,
    SIDES,
    SIGNED,
    TICKETS,
    answer,
)
from tests.ui.sources import REPRINT, WUZHEN, cite, document, found, supported
from ui.showing import sources_panel
from ui.showing.answers import (
    render_answer,
    render_failure,
    render_progress,
    render_question,
)
from ui.showing.documents import byline
from ui.words import Words

EN, ZH = Words("en"), Words("zh")
TAGS = re.compile(r"<[^>]*>")


def tag_names(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


def test_a_supported_claim_is_followed_by_links_to_its_spans() -> None:
    html = render_answer(answer("Q", [ATTENDED]), EN)
    links = re.findall(r'href="([^"]+)"[^>]*>(\[\d+\])</a>', html)
    start = WUZHEN.text.index("More than 1,000")
    assert links[0] == (
        f"/documents/editions/2014%20Wuzhen.md?start={start}&amp;end={start + 76}#cited",
        "[2]",
    )
    assert links[1][0].startswith("/documents/%E9%A6%96%E5%B1%8A%20%E5%A4%A7%E4%BC%9A.md?")


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        (HELD, "2014.[1]"),
        (PARTLY_SO, "◐ Partly supported the cited sentence says nothing of reading aloud"),
        (SIGNED, "? Unsupported the number 12 is not in the cited sentence; the cited sentence is"),
        (DENIED, "✕ Contradicted the cited sentence denies it"),
    ],
)
def test_each_verdict_has_a_look_a_sign_and_a_name_of_its_own_and_its_reasons(
    claim: Claim, shown: str
) -> None:
    html = render_answer(answer("Q", [claim]), EN)
    assert shown in TAGS.sub("", html)
    assert f'class="claim {claim.verdict.name.lower()}"' in html


@pytest.mark.parametrize(
    "written", ["It rained [1", "It rained [", "It rained [1, 2]", "It rained【2】"]
)
def test_a_pending_sentence_is_marked_as_unchecked_and_shows_no_raw_marker(written: str) -> None:
    html = render_progress([HELD], EN, written)
    assert (
        '<span class="pending">It rained <span class="label">checking\u2026</span></span>' in html
    )


def test_brackets_that_are_not_markers_stay_in_a_pending_sentence() -> None:
    assert "He said [sic] so" in render_progress([], EN, "He said [sic] so")


@pytest.mark.parametrize(
    "html",
    [
        render_answer(answer("Q", [HOSTILE_CLAIM]), EN),
        render_progress([], EN, HOSTILE_CLAIM.text),
        render_question(HOSTILE_CLAIM.text),
        render_failure(LLMFailed(HOSTILE_CLAIM.text, hint=HOSTILE_CLAIM.text)),
        sources_panel.render_cited(answer(HOSTILE_CLAIM.text, [HOSTILE_CLAIM]), EN),
        sources_panel.render_reading([found(HOSTILE_CLAIM.citations[0].document)], EN, "Q"),
    ],
    ids=["answer", "progress", "question", "failure", "cited", "reading"],
)
def test_tags_links_and_quotes_in_any_text_stay_text(html: str) -> None:
    assert not {"script", "img", "iframe"} & tag_names(html)
    assert all(
        href.startswith("/documents/") for href in re.findall(r'<a [^>]*href="([^"]*)', html)
    )
    assert all("onerror" not in tag for tag in TAGS.findall(html))


def test_a_refusal_gives_its_message_and_the_nearest_passages_as_links() -> None:
    html = render_answer(answer(TICKETS, refusal=REFUSAL), EN)
    assert "Not covered by the archive" in html
    assert REFUSAL.message in html
    assert len(re.findall(r'<li><a class="source-link" href="/documents/', html)) == 2
    assert "failure" not in html


def test_a_refusal_says_what_would_answer_the_question() -> None:
    shown = TAGS.sub("", render_answer(answer(EARLY, refusal=ADVISED), EN))
    assert f"Outside the time that the archive covers{ADVISED.message}What would answer" in shown
    assert f"What would answer it {ADVISED.advice}Nearest passages" in shown


@pytest.mark.parametrize("relation", get_args(Relation))
def test_the_sides_of_a_disagreement_stand_together_under_what_they_are(
    relation: Relation,
) -> None:
    disagreement = replace(DISAGREEMENT, relation=relation)
    html = render_answer(replace(answer("Q", [HELD, *SIDES]), disagreements=(disagreement,)), EN)
    before, group = html.split('<section class="disagreement"')
    shown = TAGS.sub("\n", group)
    assert TAGS.sub("", before) == f"{HELD.text}[1] "
    assert f"<h3>{relation_title(relation, 'en')}</h3>" in group
    assert group.count("<li>") == len(SIDES)
    assert all(side.text in shown for side in SIDES)
    assert html.count(SIDES[0].text) == 1


def test_of_sources_that_agree_in_nothing_only_the_sides_are_shown() -> None:
    html = render_answer(replace(answer("Q", SIDES), disagreements=(DISAGREEMENT,)), EN)
    assert html.startswith('<div class="answer"><section class="disagreement"')


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.9, "high (0.90)"), (0.6, "medium (0.60)"), (0.2, "low (0.20)")]
)
def test_confidence_is_told_in_words_with_its_figure(confidence: float, words: str) -> None:
    html = render_answer(replace(answer("Q", [HELD]), confidence=confidence), EN)
    assert f"1 of 1 sentence supported · confidence {words} · 4.2 s" in html


def test_a_failure_shows_message_hint_and_what_was_checked_before() -> None:
    html = render_failure(
        LLMFailed("It broke off.", hint="Ask again."), render_progress([HELD], EN)
    )
    assert html.index(HELD.text) < html.index("It broke off.") < html.index("Ask again.")
    assert "refusal" not in html


def test_the_notices_of_an_answer_are_shown_except_what_was_told_before() -> None:
    result = answer("Q", [HELD], notices=["Only words were searched.", "No model wrote this."])
    html = render_answer(result, EN, told=["Only words were searched."])
    assert "No model wrote this." in html
    assert "Only words" not in html


def test_chinese_is_shown_as_it_is() -> None:
    assert "首届世界互联网大会于2014年11月在浙江乌镇举行。" in render_answer(
        answer("何时？", [CHINESE_CLAIM]), EN
    )


def test_a_byline_says_what_is_known_and_that_a_date_is_unknown() -> None:
    known = Publication(outlet="新华社", author="Li Na", published=date(2015, 12, 6))
    assert byline(document("a", "A", "x", known), EN) == "新华社, Li Na, 6\u00a0December\u00a02015"
    assert byline(document("a", "A", "x"), EN) == "undated"


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
    html = sources_panel.render_cited(
        answer("Q", [supported("So.", cite(1, source, "Prose."))]), EN
    )
    assert (f'href="{url}"' in html) is ("Original at" in html) is is_link


def test_the_panel_marks_the_quote_within_its_paragraph() -> None:
    html = sources_panel.render_cited(answer("Q", [SIGNED]), EN)
    assert ">Most delegates learned of the text only at breakfast. <mark>Nobody" in html


def test_the_panel_shows_cited_sources_only_and_each_number_once() -> None:
    again = supported("Again.", *HELD.citations)
    html = sources_panel.render_cited(answer("Q", [HELD, again]), EN)
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
    assert re.search(
        f"<blockquote[^>]*>{shown}</blockquote>", sources_panel.render_cited(result, EN), re.DOTALL
    )


def test_each_document_is_listed_once_while_it_is_read() -> None:
    html = sources_panel.render_reading([found(WUZHEN), found(WUZHEN, 2)], EN, "Q")
    assert html.count("<li>") == 1


def test_a_list_says_how_many_then_each_and_that_no_model_wrote_it() -> None:
    html = render_answer(answer(LISTING, MENTIONS), EN)
    assert html.count("<li>") == 60
    assert "A complete search, without a language model" in html
    assert "? Unsupported</span>" in render_answer(answer(LISTING, [SIGNED, HELD]), EN)


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
    assert f"So.{shown}1 of 1 sentence" in TAGS.sub("", html)


def test_copies_are_counted_once_and_stand_under_their_story() -> None:
    again = supported("Again.", cite(2, REPRINT, "Nobody signed it."))
    html = sources_panel.render_cited(answer("Q", [HELD, again]), EN)
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
    reading = sources_panel.render_reading(copies, EN, "Q")
    assert "20,000 articles, 1,000 independent stories found" in reading
    assert reading.count('class="title"') == 50
    assert "and 10 more articles" in TAGS.sub("", reading)
    assert "and 19,940 more articles" in TAGS.sub("", reading)
    of_one_story = [replace(copy, story=WUZHEN.id) for copy in copies]
    cited = sources_panel.render_cited(answer("Q", [HELD], retrieved=of_one_story), EN)
    assert "The same story in 20,000 other articles" in cited
    assert cited.count('<span class="title">') == 50


def test_the_panel_shows_a_translation_as_unchecked() -> None:
    translated = replace(answer("Q", [HELD]), quote_translations={1: "<b>首届</b>"})
    html = sources_panel.render_cited(translated, EN)
    assert "Translation (unchecked)</span> &lt;b&gt;首届" in html
