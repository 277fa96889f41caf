"""The chat in a real Chromium; only the assistant is a fake."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from rag.links import document_path
from tests.fakes import FakeAssistant
from tests.ui.archive import (
    ATTACK,
    BROKEN,
    CRASH,
    DISPUTED,
    HELD,
    REFUSAL,
    SENTENCE_SEEN,
    SIDES,
    SIGN,
    SLOW,
    SOURCES_SEEN,
    SUGGESTIONS,
    TICKETS,
    WATCHED,
    WHEN,
    ZH,
)
from tests.ui.desk import answer, answered, ask, button, overflow, question_box
from tests.ui.sources import HOSTILE, WUZHEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK_ONCE_ANSWERED = """question => {
  const box = document.querySelector("#question textarea");
  new MutationObserver((_, watching) => {
    if (document.querySelector(".colophon")) {
      watching.disconnect();
      box.value = question;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      requestAnimationFrame(() => document.querySelector("#ask").click());
    }
  }).observe(document, { subtree: true, childList: true });
}"""
"""Asks in the moment in which an answer is complete, before Gradio calls its event so."""


async def test_an_answer_streams_and_its_citation_leads_to_the_highlighted_span(page: Page) -> None:
    await ask(page, WATCHED)
    await expect(page.get_by_role("status").first).to_contain_text("Reading 3 sources")
    await expect(page.locator("#sources .reading")).to_contain_text(WUZHEN.title)
    SOURCES_SEEN.set()
    await expect(page.locator(".pending")).to_have_text(
        "The first World Internet Conference checking\u2026"
    )
    SENTENCE_SEEN.set()
    await expect(answer(page)).to_contain_text(f"{HELD.text}[1]")
    await expect(page.locator(".pending")).to_have_count(0)
    await expect(page.locator("#sources .card")).to_have_count(1)
    await expect(page.locator("#sources mark")).to_have_text(HELD.citations[0].quote)

    async with page.expect_popup() as opened:
        await answer(page).get_by_role("link", name="[1]").click()
    source = await opened.value
    cited = source.locator("#cited")
    assert await cited.text_content() == HELD.citations[0].quote
    await expect(cited).to_be_in_viewport()


async def test_a_click_anywhere_on_a_source_opens_its_span(page: Page) -> None:
    await answered(page, ZH)
    async with page.expect_popup() as opened:
        # Forced, because it is the title's link that lies over the whole card.
        await page.locator("#sources .card blockquote").click(force=True)
    source = await opened.value
    await expect(source.locator("#cited")).to_have_text(
        "首届世界互联网大会于2014年11月在浙江乌镇举行。"
    )


async def test_stop_cancels_the_stream_and_keeps_what_was_checked(
    page: Page, assistant: FakeAssistant
) -> None:
    before = assistant.ended.count(SLOW)
    await ask(page, SLOW)
    await expect(answer(page).locator(".pending")).to_contain_text("It is said that")
    await button(page, "Stop").click()
    await expect(answer(page)).to_contain_text("You stopped this answer.")
    await expect(answer(page)).to_contain_text(HELD.text)
    await expect(answer(page)).not_to_contain_text("It is said that")
    while assistant.ended.count(SLOW) == before:  # the page shows it before the stream has ended
        await asyncio.sleep(0.05)
    await expect(await answered(page, WHEN)).to_contain_text("2 of 2 sentences supported")
    await expect(page.locator(".failure")).to_have_count(0)


async def test_leaving_the_page_cancels_the_stream(page: Page, assistant: FakeAssistant) -> None:
    before = assistant.ended.count(SLOW)
    await ask(page, SLOW)
    await expect(answer(page).locator(".pending")).to_contain_text("It is said that")
    await page.close()
    while assistant.ended.count(SLOW) == before:
        await asyncio.sleep(0.05)


async def test_an_unsupported_sentence_looks_different_and_says_why(page: Page) -> None:
    doubted = (await answered(page, SIGN)).locator(".unsupported")
    await expect(doubted).to_contain_text("Unsupported the number 12 is not in the cited sentence")
    await expect(doubted.locator(".text")).to_have_css("text-decoration-style", "dashed")
    await expect(answer(page)).to_contain_text("No language model wrote this answer.")


async def test_what_sources_contradict_each_other_in_is_a_group_with_a_heading(page: Page) -> None:
    shown = await answered(page, DISPUTED)
    group = shown.locator(".disagreement")
    await expect(group.get_by_role("heading", level=3)).to_have_text(
        "The sources contradict each other"
    )
    await expect(group.get_by_role("listitem")).to_have_text(
        [f"{side.text}[{number}]" for number, side in enumerate(SIDES, start=2)],
        use_inner_text=True,
    )
    await expect(group).to_have_css("border-style", "solid")
    await expect(shown.get_by_text(HELD.text)).to_have_count(1)


async def test_a_refusal_offers_the_nearest_passages_and_is_no_failure(page: Page) -> None:
    await ask(page, TICKETS)
    await expect(answer(page)).to_contain_text(REFUSAL.message)
    await expect(answer(page).get_by_role("link")).to_have_count(2)
    await expect(page.locator(".failure")).to_have_count(0)


async def test_an_error_keeps_the_sources_and_gives_the_question_back(page: Page) -> None:
    await ask(page, BROKEN)
    await expect(page.get_by_role("alert")).to_have_text(
        "The language model stopped answering after 60 s.Ask again."
    )
    await expect(answer(page)).to_contain_text(HELD.text)
    await expect(page.locator("#sources .reading > li:not(.copies)")).to_have_count(2)
    await expect(question_box(page)).to_have_value(BROKEN)
    await expect(page.locator(".refusal")).to_have_count(0)


async def test_an_unexpected_exception_is_told_and_the_next_question_works(page: Page) -> None:
    await ask(page, CRASH)
    await expect(page.get_by_role("alert")).to_contain_text("Citedesk failed while it answered.")
    await expect(page.locator("body")).not_to_contain_text("KeyError")
    await expect(await answered(page, WHEN)).to_contain_text("2 of 2 sentences supported")


async def test_hostile_text_stays_text_everywhere(page: Page) -> None:
    shown = await answered(page, ATTACK)
    await expect(shown).to_contain_text('<img src=x onerror="window.attacked=true">')
    await expect(shown).to_contain_text("![x](http://canary.example/q)")
    await expect(shown).to_contain_text("${1+1} {{value}}")
    await expect(page.locator("#sources")).to_contain_text(
        "<script>window.attacked = true</script>"
    )
    addresses = await page.locator("#desk a").evaluate_all("links => links.map(a => a.href)")
    assert {urlsplit(address).scheme for address in addresses} == {"http"}
    assert await page.locator("#desk img, #desk script, #desk iframe").count() == 0
    assert await page.evaluate("window.attacked") is None

    await page.goto(document_path(HOSTILE.id))
    await expect(page.get_by_role("article")).to_contain_text("[here](javascript:window.attacked")
    assert await page.locator("img, script").count() == 0


async def test_questions_follow_each_other_until_a_new_conversation_is_begun(page: Page) -> None:
    await answered(page, WHEN)
    await expect(question_box(page)).to_have_value("")
    await answered(page, SIGN)
    await expect(page.get_by_test_id("bot")).to_have_count(2)
    await expect(page.locator("#sources .note")).to_contain_text(SIGN)
    await page.get_by_role("link", name="New conversation").click()
    await expect(page.get_by_test_id("bot")).to_have_count(0)
    await expect(page.locator("#sources .card")).to_have_count(0)
    await answered(page, ZH)
    await expect(page.get_by_test_id("bot")).to_have_count(1)


async def test_a_question_asked_in_the_moment_in_which_an_answer_ends_is_answered(
    page: Page,
) -> None:
    await page.evaluate(ASK_ONCE_ANSWERED, SIGN)
    await answered(page, WHEN)
    await expect(page.locator(".colophon")).to_have_count(2)
    await expect(page.get_by_test_id("user").last).to_have_text(SIGN)


async def test_a_question_asked_too_early_waits_and_the_answer_can_still_be_stopped(
    page: Page, assistant: FakeAssistant
) -> None:
    before = assistant.ended.count(SLOW)
    await ask(page, SLOW)
    await expect(answer(page).locator(".pending")).to_contain_text("It is said that")
    await ask(page, WHEN)
    # Asked of every frame: within a second the status says again what is being done.
    await page.wait_for_function("document.body.innerText.includes('Stop the answer that is')")
    await expect(question_box(page)).to_have_value(WHEN)
    await button(page, "Stop").click()
    await expect(answer(page)).to_contain_text("You stopped this answer.")
    while assistant.ended.count(SLOW) == before:
        await asyncio.sleep(0.05)
    await question_box(page).press("Enter")
    await expect(answer(page)).to_contain_text("2 of 2 sentences supported")
    await expect(page.get_by_test_id("bot")).to_have_count(2)


async def test_a_suggested_question_is_asked_with_one_click(page: Page) -> None:
    await page.get_by_role("button", name=SUGGESTIONS[0]).click()
    await expect(page.get_by_test_id("user")).to_have_text(SUGGESTIONS[0])
    await expect(answer(page)).to_contain_text("2 of 2 sentences supported")


async def test_an_empty_question_is_met_with_a_hint(page: Page) -> None:
    await ask(page, "  ")
    await expect(page.get_by_role("status").first).to_have_text("Type a question first.")
    await expect(page.get_by_test_id("user")).to_have_count(0)


@pytest.mark.parametrize("appearance", [{"viewport": {"width": 390, "height": 844}}])
async def test_on_a_phone_the_sources_stand_below_and_nothing_scrolls_sideways(page: Page) -> None:
    for question in (SIGN, DISPUTED, ATTACK):
        await answered(page, question)
        assert await overflow(page) == 0
    box, sources = [
        await page.locator(selector).bounding_box() for selector in ("#composer", "#sources")
    ]
    assert box
    assert sources
    assert sources["y"] >= box["y"] + box["height"]
    await page.goto(document_path(HOSTILE.id))
    assert await overflow(page) == 0


@pytest.mark.parametrize("appearance", [{"color_scheme": "dark"}, {"color_scheme": "light"}])
async def test_the_page_follows_the_system_to_dark_and_back(
    page: Page, appearance: dict[str, Any]
) -> None:
    dark = appearance["color_scheme"] == "dark"
    paper = "rgb(21, 23, 26)" if dark else "rgb(255, 255, 255)"
    await expect(page.locator("body")).to_have_css("background-color", paper)
    await page.goto(document_path(WUZHEN.id))
    await expect(page.locator("body")).to_have_css("background-color", paper)


async def test_the_theme_can_be_chosen_in_the_address(page: Page) -> None:
    await page.goto("/?__theme=dark")
    await expect(page.locator("body")).to_have_css("background-color", "rgb(21, 23, 26)")


async def test_a_screen_reader_hears_text_and_not_its_source(page: Page) -> None:
    await answered(page, WHEN)
    labels = await page.locator("[aria-label]").evaluate_all(
        "elements => elements.map(e => e.getAttribute('aria-label'))"
    )
    assert not [label for label in labels if re.search("[<>]", label)]
