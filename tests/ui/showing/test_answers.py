from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from rag.domain import Claim, Relation
from rag.errors import LLMFailed
from rag.wording import relation_title
from tests.ui.archive import (
    ADVISED,
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
from tests.ui.showing.reading import as_read, texts_at
from tests.ui.sources import found
from ui.showing import sources_panel
from ui.showing.answers import (
    render_answer,
    render_failure,
    render_progress,
    render_question,
)
from ui.words import Words

EN, ZH = Words("en"), Words("zh")
TAGS = re.compile(r"<[^>]*>")


def tag_names(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


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
    assert shown in as_read(html)
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
        href.startswith(("/documents/", "/?document="))
        for href in re.findall(r'<a [^>]*href="([^"]*)', html)
    )
    assert all("onerror" not in tag for tag in TAGS.findall(html))


def test_a_refusal_gives_its_message_and_the_nearest_passages_as_links() -> None:
    html = render_answer(answer(TICKETS, refusal=REFUSAL), EN)
    assert "Not covered by the archive" in html
    assert REFUSAL.message in html
    assert len(re.findall(r'<li><a class="source-link" href="/documents/', html)) == 2
    assert "failure" not in html


def test_a_refusal_says_what_would_answer_the_question() -> None:
    shown = as_read(render_answer(answer(EARLY, refusal=ADVISED), EN))
    assert f"Outside the time that the archive covers{ADVISED.message}What would answer" in shown
    assert f"What would answer it {ADVISED.advice}Nearest passages" in shown


@pytest.mark.parametrize("relation", get_args(Relation))
def test_the_sides_of_a_disagreement_stand_together_under_what_they_are(
    relation: Relation,
) -> None:
    disagreement = replace(DISAGREEMENT, relation=relation)
    html = render_answer(replace(answer("Q", [HELD, *SIDES]), disagreements=(disagreement,)), EN)
    before = html.partition('<section class="disagreement"')[0]
    assert as_read(before).startswith(f"{HELD.text}[1] ")
    assert texts_at(html, "//section/h3") == [relation_title(relation, "en")]
    sides = texts_at(html, "//section/ul/li/span/text()")
    assert sides == [side.text for side in SIDES]
    assert SIDES[0].text not in before


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


def test_a_list_says_how_many_then_each_and_that_no_model_wrote_it() -> None:
    html = render_answer(answer(LISTING, MENTIONS), EN)
    assert len(texts_at(html, "//ul/li")) == 60
    assert "A complete search, without a language model" in html
    assert "? Unsupported</span>" in render_answer(answer(LISTING, [SIGNED, HELD]), EN)
