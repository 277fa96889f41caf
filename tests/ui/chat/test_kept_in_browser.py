"""What is kept of a conversation and done with its answers, in a real Chromium."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from rag.conversations import Conversations
from rag.domain import AnswerFinished, PartFinished, QuestionUnderstood, SourcesFound
from tests.fakes import FakeAssistant
from tests.ui.archive import FOUND, HELD, SCRIPTS, SLOW, TICKETS, WHEN, ZH, answer, understood
from tests.ui.desk import answer as last_answer
from tests.ui.desk import answered, ask, button, overflow, question_box
from tests.ui.desks import desk_of, served
from tests.ui.parted import OUTLETS, TIMES
from tests.ui.sources import DOCUMENTS, FACETS, WUZHEN
from ui.access.visitor import OWNER
from ui.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

LED_ON = "What did the organisers say?"
ROWS = "What did the outlets report?"


class Reporting(FakeAssistant):
    """Answers one question in the form that was asked for."""

    async def stream(self, question: str, context: Any = None) -> Any:
        if question != ROWS:
            async for event in super().stream(question, context):
                yield event
            return
        parts = OUTLETS if context.form == "by_outlet" else TIMES
        whole = answer(ROWS, [claim for part in parts for claim in part.claims])
        yield QuestionUnderstood(understood(ROWS))
        yield SourcesFound(FOUND)
        for part in parts:
            yield PartFinished(part)
        yield AnswerFinished(replace(whole, parts=parts, form=context.form))


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    led_on = replace(answer(LED_ON, [HELD]), follow_ups=(WHEN, ZH))
    scripts = SCRIPTS | {LED_ON: (SourcesFound(FOUND), AnswerFinished(led_on))}
    return Reporting(DOCUMENTS, scripts, FACETS)


@pytest.fixture(scope="module")
def desk(assistant: FakeAssistant, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("kept")
    return replace(desk_of(assistant), conversations=Conversations(folder / "kept.sqlite3"))


@pytest.fixture(scope="module")
def address(desk: Desk) -> str:
    return served(desk)


def kept(desk: Desk) -> Any:
    """The exchanges of the conversation that was used last."""
    (newest,) = desk.conversations.listed(OWNER, limit=1)
    return desk.conversations.exchanges(OWNER, newest.id)


def action(of: Locator, name: str) -> Locator:
    return of.locator(".actions").get_by_role("button", name=name, exact=True)


async def test_a_reload_and_a_restart_lose_nothing(
    page: Page, browser: Browser, desk: Desk
) -> None:
    await answered(page, WHEN)
    await answered(page, TICKETS)
    await page.reload()
    await expect(page.get_by_test_id("bot")).to_have_count(2)
    await expect(page.get_by_test_id("bot").first).to_contain_text(f"{HELD.text}[1]")
    await expect(page.get_by_role("navigation", name="Conversations")).to_contain_text(WHEN)
    restarted = await browser.new_page()
    path = page.url.partition("?")[2]
    await restarted.goto(f"{served(desk)}/?{path}")
    await expect(restarted.get_by_test_id("bot")).to_have_count(2)
    await expect(restarted.locator("#sources .note")).to_contain_text(TICKETS)
    await restarted.close()


async def test_an_answer_that_was_not_finished_is_asked_again(page: Page) -> None:
    await answered(page, WHEN)
    await ask(page, SLOW)
    await expect(last_answer(page).locator(".pending")).to_be_visible()
    await page.reload()
    await expect(last_answer(page)).to_contain_text("was not finished")
    await expect(page.get_by_test_id("user").last).to_have_text(SLOW)
    await action(last_answer(page), "Retry").click()
    await expect(last_answer(page).locator(".pending")).to_contain_text("It is said that")
    await button(page, "Stop").click()


async def test_a_conversation_of_nobody_is_a_new_one_and_says_so(page: Page) -> None:
    await page.goto("/?conversation=none")
    await expect(page.get_by_role("status").first).to_contain_text("There is no such conversation")
    await answered(page, WHEN)


async def test_two_tabs_of_one_conversation_lose_nothing_of_each_other(
    page: Page, desk: Desk
) -> None:
    await answered(page, WHEN)
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.get_by_test_id("bot")).to_have_count(1)
    await answered(page, TICKETS)
    await ask(other, ZH)
    await expect(other.get_by_test_id("bot")).to_have_count(3)
    await expect(other.locator(".colophon")).to_have_count(3)
    assert [exchange.question for exchange in kept(desk)] == [WHEN, TICKETS, ZH]
    desk.conversations.delete(OWNER, desk.conversations.listed(OWNER, limit=1)[0].id)
    await ask(page, LED_ON)
    await expect(page.get_by_test_id("user")).to_have_text([LED_ON])
    await expect(page.locator(".colophon")).to_have_count(1)


async def test_an_edited_question_takes_the_place_of_what_followed(page: Page, desk: Desk) -> None:
    first = await answered(page, TICKETS)
    await answered(page, WHEN)
    await first.get_by_text("Edit", exact=True).click()
    await first.get_by_role("textbox").fill(ZH)
    await action(first, "Ask").press("Enter")
    await expect(page.get_by_test_id("user")).to_have_text([ZH])
    await expect(last_answer(page).locator(".colophon")).to_be_visible()
    assert [exchange.question for exchange in kept(desk)] == [ZH]


async def test_an_answer_is_copied_with_its_footnotes(page: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = await answered(page, WHEN)
    await action(shown, "Copy").press("Enter")
    await expect(page.get_by_role("status").first).to_have_text("Copied with its footnotes.")
    text = await page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"{HELD.text}[1] ")
    quote = " ".join(HELD.citations[0].quote.split())
    assert f"[1] South China Morning Post, Simon Song, “{WUZHEN.title}”, 21 November 2014" in text
    assert f": “{quote}”" in text


async def test_a_verdict_of_the_reader_is_kept_with_its_comment(page: Page, desk: Desk) -> None:
    shown = await answered(page, WHEN)
    await action(shown, "Wrong").click()
    comment = shown.get_by_label("Why?")
    await expect(comment).to_be_focused()
    await comment.fill("It began a day earlier.")
    await comment.press("Enter")
    await expect(shown.get_by_role("button", name="✓ Wrong")).to_be_visible()
    await expect(comment).to_have_value("It began a day earlier.")
    (exchange,) = kept(desk)
    assert (exchange.rating.good, exchange.rating.comment) == (False, "It began a day earlier.")
    await page.reload()
    await expect(last_answer(page).get_by_role("button", name="✓ Wrong")).to_be_visible()


async def test_a_suggested_question_goes_on_and_earlier_sources_come_back(page: Page) -> None:
    first = await answered(page, LED_ON)
    await page.locator(".follow-ups").get_by_role("button", name=ZH).click()
    await expect(page.locator(".colophon")).to_have_count(2)
    await expect(page.locator("#sources .note")).to_contain_text(ZH)
    await expect(page.locator(".follow-ups")).to_have_count(0)
    await action(first, "Sources").click()
    await expect(page.locator("#sources .note")).to_contain_text(LED_ON)


async def test_an_answer_comes_by_outlet_or_by_date(page: Page) -> None:
    await page.get_by_role("radio", name="By outlet").check()
    shown = await answered(page, ROWS)
    rows = shown.get_by_role("table").get_by_role("row")
    await expect(rows.filter(has_text="The Daily Planet")).to_contain_text(
        "No article of The Daily Planet"
    )
    await expect(rows.filter(has_text="新华社")).to_be_visible()
    await page.get_by_role("radio", name="By date").check()
    shown = await answered(page, ROWS)
    await expect(shown.get_by_role("listitem").filter(has_text="23 November")).to_be_visible()


async def test_a_document_and_a_question_may_come_in_the_address(
    page: Page, assistant: FakeAssistant
) -> None:
    await page.goto(f"/?document={WUZHEN.id}&q={WHEN}")
    await expect(question_box(page)).to_have_value(WHEN)
    await expect(page.get_by_role("button", name="Filters").first).to_contain_text(WUZHEN.id)
    await question_box(page).press("Enter")
    await expect(last_answer(page).locator(".colophon")).to_be_visible()
    assert assistant.contexts[-1].filters.collections == (WUZHEN.id,)
    await page.reload()  # the conversation goes on as it was
    await page.get_by_role("button", name=f"Remove {WUZHEN.id}").click()
    await answered(page, ZH)
    assert not assistant.contexts[-1].filters.collections


@pytest.mark.parametrize("appearance", [{"locale": "zh-CN"}])
async def test_the_page_speaks_chinese_and_the_reader_may_choose_english(
    browser: Browser,
    address: str,
    appearance: dict[str, Any],
) -> None:
    context = await browser.new_context(base_url=address, **appearance)
    page = await context.new_page()
    await page.goto("/")
    box = page.get_by_role("textbox", name="您的问题")
    await box.fill(WHEN)
    await page.get_by_role("button", name="提问", exact=True).click()
    shown = page.get_by_test_id("bot").last
    await expect(shown.locator(".colophon")).to_be_visible()
    await expect(shown.get_by_role("button", name="复制")).to_be_visible()
    await expect(page.locator("#sources")).to_contain_text("来源")
    await expect(page.get_by_role("navigation", name="页面")).to_contain_text("资料库")
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    await expect(button(page, "Ask")).to_be_visible()
    await expect(page.get_by_role("radio", name="By outlet")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_test_id("bot")).to_have_count(1)
    await context.close()


async def test_all_can_be_done_with_the_keyboard_alone(page: Page) -> None:
    await page.keyboard.type(WHEN)  # the question box has the focus from the beginning
    await page.keyboard.press("Enter")
    shown = last_answer(page)
    await expect(shown.locator(".colophon")).to_be_visible()
    await shown.get_by_role("link", name="[1]").focus()
    async with page.expect_popup() as opened:
        await page.keyboard.press("Enter")
    await expect((await opened.value).locator("#cited")).to_be_in_viewport()
    for name in ("Copy", "Sources", "Retry", "Right", "Wrong"):
        await action(shown, name).focus()
        await expect(action(shown, name)).to_be_focused()


@pytest.mark.parametrize("appearance", [{"viewport": {"width": 390, "height": 844}}])
async def test_on_a_phone_earlier_conversations_are_folded_above_the_chat(page: Page) -> None:
    await answered(page, TICKETS)
    await expect(page.locator("#side")).to_have_css("height", re.compile("[3-6][0-9].*px"))
    side = page.get_by_role("navigation", name="Conversations")
    earlier = side.get_by_role("link", name=TICKETS).first
    await expect(earlier).to_be_hidden()
    await side.get_by_text("Recent conversations").click()
    await expect(earlier).to_be_visible()
    assert await overflow(page) == 0
    await side.get_by_role("link", name="New conversation").click()
    await expect(page.get_by_test_id("bot")).to_have_count(0)


async def test_a_conversation_that_is_shared_is_read_and_not_changed(
    page: Page, browser: Browser, desk: Desk
) -> None:
    await answered(page, WHEN)
    (newest,) = desk.conversations.listed(OWNER, limit=1)
    await page.get_by_role("navigation", name="Pages").get_by_text("Conversations").click()
    entry = page.locator(f"#c-{newest.id}")
    await entry.get_by_text("Share", exact=True).click()
    await entry.get_by_role("button", name="Make a link").click()
    if not await entry.get_by_label("Link to this conversation").is_visible():
        await entry.get_by_text("Share", exact=True).click()
    link = await entry.get_by_label("Link to this conversation").input_value()
    other = await browser.new_page()
    await other.goto(link)
    await expect(other.get_by_role("heading", level=1)).to_have_text(WHEN)
    await expect(other.get_by_role("main")).to_contain_text(f"{HELD.text}[1]")
    await expect(other.get_by_role("main")).to_contain_text("Read only")
    await expect(other.get_by_role("main").get_by_role("button")).to_have_count(0)
    await expect(other.get_by_role("textbox")).to_have_count(0)
    await entry.get_by_role("button", name="Stop sharing").click()
    await other.reload()
    await expect(other.get_by_role("heading", level=1)).to_contain_text("no shared conversation")
    await other.close()
