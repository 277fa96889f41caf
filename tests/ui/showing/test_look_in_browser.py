"""What style sheets alone do with an answer, in a real Chromium; there is no server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from rag.domain import Answer, Claim, Verdict
from tests.ui.archive import ATTENDED, DENIED, HELD, PARTLY_SO, SIGNED, answer
from tests.ui.desk import overflow
from tests.ui.parted import OUTLETS, TIMES, parted
from tests.ui.sources import HOSTILE, cite
from ui.look import look
from ui.showing.answers import render_answer, render_progress, render_question
from ui.showing.sources_panel import render_cited
from ui.words import Words

pytestmark = pytest.mark.asyncio(loop_scope="session")

EN = Words("en")
STYLE = look("tokens.css", "plain.css", "answer.css", "sources_panel.css", "print.css")
LONG_QUOTE = Claim(
    "The source commands.",
    (cite(9, HOSTILE, HOSTILE.text[2:].strip()),),
    Verdict.SUPPORTED,
    (),
)
JUDGED = answer("Q", [HELD, ATTENDED, PARTLY_SO, SIGNED, DENIED, LONG_QUOTE])


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 390, "height": 600})
    yield await context.new_page()
    await context.close()


async def show(window: Page, shown: str, sources: str = "") -> Locator:
    """The answer."""
    await window.set_content(
        f"<html lang='en'><title>Q</title><style>{STYLE}</style><main><h1>Q</h1>"
        f"<div id='conversation'>{shown}</div><div id='sources'>{sources}</div></main>"
    )
    return window.locator("#conversation")


async def test_what_a_marker_shows_lies_within_a_narrow_window_wherever_the_marker_stands(
    window: Page,
) -> None:
    shown = await show(window, render_answer(JUDGED, EN))
    for marker in await shown.locator(".citation").all():
        await marker.hover()
        card = marker.locator(".cited")
        await card.wait_for(state="visible")
        box = await card.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 600


async def test_a_copied_answer_has_its_markers_and_not_what_they_show(window: Page) -> None:
    shown = await show(window, render_progress([HELD, ATTENDED], EN))
    await shown.locator(".citation").first.hover()
    copied = await shown.evaluate(
        "shown => { getSelection().selectAllChildren(shown); return getSelection().toString(); }"
    )
    plain = " ".join(copied.replace("\u2060", "").split())
    assert plain == f"{HELD.text}[1] {ATTENDED.text}[2][3]"


async def test_each_verdict_and_what_is_pending_is_drawn_in_a_way_of_its_own(window: Page) -> None:
    shown = await show(window, render_answer(JUDGED, EN) + render_progress([], EN, "It is said"))
    drawn = [
        await shown.locator(selector).first.evaluate(
            "e => { const s = getComputedStyle(e); const sign = getComputedStyle(e, '::after');"
            " return [s.borderLeftStyle, sign.content].join() }"
        )
        for selector in (".supported", ".partly", ".unsupported", ".contradicted", ".pending")
    ]
    borders = ["none", "solid", "dashed", "double", "none"]
    assert [how.partition(",")[0] for how in drawn] == borders
    assert "\u2713" in drawn[0]
    assert "checking" in await shown.locator(".pending").inner_text()


@pytest.mark.parametrize("whole", [parted("by_outlet", OUTLETS), parted("timeline", TIMES)])
async def test_answers_in_parts_fit_a_phone(window: Page, whole: Answer) -> None:
    shown = await show(window, render_answer(whole, EN), render_cited(whole, EN))
    assert await overflow(window) == 0
    heading, told = [
        await shown.locator(selector).first.bounding_box()
        for selector in ("tbody th, .when", "td .claim, li .claim")
    ]
    assert heading
    assert told
    assert told["y"] >= heading["y"] + heading["height"]


async def test_on_paper_the_quotes_stand_below_the_answer(window: Page) -> None:
    shown = await show(window, render_answer(JUDGED, EN))
    notes = shown.locator(".footnotes li")
    assert not await notes.first.is_visible()
    await window.emulate_media(media="print")
    assert await notes.first.is_visible()
    assert not await window.locator("#sources").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_stands_in_the_way_of_anybody(
    window: Page, scheme: Literal["light", "dark"]
) -> None:
    await window.emulate_media(color_scheme=scheme)
    comparison, timeline = parted("by_outlet", OUTLETS), parted("timeline", TIMES)
    whole = (JUDGED, comparison, timeline)
    shown = [render_question(one.question) + render_answer(one, EN) for one in whole]
    shown.append(render_progress([], EN, "It is said"))
    conversation = await show(window, "".join(shown), render_cited(comparison, EN))
    await window.keyboard.press("Tab")
    await expect(conversation.locator(".cited").first).to_be_visible()
    assert (await Axe().run(window)).response["violations"] == []
