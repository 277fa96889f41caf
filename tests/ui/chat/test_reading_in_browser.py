"""How a question is narrowed, read and corrected, in a real Chromium."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import Locator, Page, expect

from rag.domain import Context, Filters, Period
from tests.fakes import FakeAssistant
from tests.ui.archive import (
    ABROAD,
    FOLLOW_UP,
    FOLLOWED_UP,
    HELD,
    LISTED,
    REPORTED,
    SIGN,
    VERBATIM,
    WHEN,
    WORDS_ALONE,
    ZH,
)
from tests.ui.desk import answered, ask, button, overflow, question_box
from tests.ui.sources import REPRINT

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}}


def filters(page: Page) -> Locator:
    """The heading that folds the filters."""
    return page.get_by_role("button", name="Filters").first


async def unfold_filters(page: Page) -> None:
    await filters(page).click()
    await expect(page.get_by_text("2 documents have no date")).to_be_visible()


async def choose(page: Page, label: str, option: str) -> None:
    """By keyboard: type a part of it, take the first that fits, go on."""
    field = page.get_by_role("combobox", name=label)
    await field.fill(option)
    await expect(page.get_by_role("option", name=option)).to_be_visible()
    await field.press("Enter")
    await field.press("Tab")


async def test_filters_reach_the_assistant_and_stay_in_sight_when_folded(
    page: Page, assistant: FakeAssistant
) -> None:
    await unfold_filters(page)
    await page.get_by_label("Published from").fill("2014")
    await choose(page, "Outlet", "South China Morning Post")
    await choose(page, "Outlet", "新华社")
    await choose(page, "Collection", "briefs")
    await filters(page).click()
    await expect(page.get_by_label("Published from")).to_be_hidden()
    said = "published since 2014, by South China Morning Post or 新华社, from briefs"
    await expect(filters(page)).to_contain_text(f"Filters: {said}")
    shown = await answered(page, WHEN)
    await expect(shown).to_contain_text(f"Only {said}")
    assert assistant.contexts[-1].filters == Filters(
        since=date(2014, 1, 1),
        outlets=("South China Morning Post", "新华社"),
        collections=("briefs",),
    )

    await filters(page).click()
    await button(page, "Clear filters").click()
    await expect(filters(page)).not_to_contain_text("published")
    await answered(page, WHEN)
    assert assistant.contexts[-1].filters == Filters()


async def test_the_archive_offers_what_it_has_most_first_in_either_language(
    page: Page, assistant: FakeAssistant
) -> None:
    await unfold_filters(page)
    await page.get_by_role("combobox", name="Outlet").click()
    await expect(page.get_by_role("option")).to_have_text(
        ["South China Morning Post (41)", "新华社 (21)", "The Daily Planet (1)"],
        use_inner_text=True,
    )
    await page.keyboard.press("Escape")
    await choose(page, "Language", "Chinese (中文) (1)")
    await expect(filters(page)).to_contain_text("in Chinese")
    await answered(page, ZH)
    assert assistant.contexts[-1].filters == Filters(languages=("zh",))


async def test_a_date_that_is_none_is_told_and_nothing_is_lost(
    page: Page, assistant: FakeAssistant
) -> None:
    before = len(assistant.contexts)
    await filters(page).click()
    await page.get_by_label("Published until").fill("20166")
    await ask(page, WHEN)
    await expect(page.get_by_role("status").first).to_have_text(
        "“20166” is not a date. Write 2016, November 2016 or 2016-11-18."
    )
    await expect(question_box(page)).to_have_value(WHEN)
    await expect(page.get_by_label("Published until")).to_have_value("20166")
    assert len(assistant.contexts) == before
    await page.get_by_label("Published until").fill("2016")
    await answered(page, WHEN)
    assert assistant.contexts[-1].filters == Filters(until=date(2016, 12, 31))


async def test_a_follow_up_knows_what_came_before_and_shows_how_it_was_read(
    page: Page, assistant: FakeAssistant
) -> None:
    await answered(page, WHEN)
    shown = await answered(page, FOLLOW_UP)
    await expect(shown).to_contain_text(f"Read as: {FOLLOWED_UP.question}")
    assert [turn.question for turn in assistant.contexts[-1].history] == [WHEN]
    assert assistant.contexts[-1].history[0].answer.startswith(f"{HELD.text}[1]")
    await page.get_by_role("link", name="New conversation").click()
    await expect(page.get_by_test_id("bot")).to_have_count(0)
    await answered(page, WHEN)
    assert assistant.contexts[-1].history == ()


async def test_a_time_understood_can_be_removed_with_the_keyboard(
    page: Page, assistant: FakeAssistant
) -> None:
    await answered(page, WHEN)
    shown = await answered(page, FOLLOW_UP)
    await button(page, "Remove “About 2015” and ask again ✕").focus()
    await page.keyboard.press("Enter")
    again = page.get_by_test_id("bot").nth(2)
    await expect(again).to_contain_text("About any time")
    await expect(again.locator(".colophon")).to_be_visible()
    await expect(page.get_by_test_id("user")).to_have_text([WHEN, FOLLOW_UP, FOLLOW_UP])
    assert not assistant.contexts[-1].understand_period
    assert [turn.question for turn in assistant.contexts[-1].history] == [WHEN]
    await expect(shown).to_contain_text("About 2015")


async def test_filters_of_a_question_can_be_removed_and_its_time_stays(
    page: Page, assistant: FakeAssistant
) -> None:
    await expect(await answered(page, REPORTED)).to_contain_text("Only by 新华社")
    await button(page, "Remove “Only by 新华社” and ask again ✕").click()
    again = page.get_by_test_id("bot").nth(1)
    await expect(again).to_contain_text("Filters of the question removed")
    await expect(again.locator(".colophon")).to_be_visible()
    await expect(again).not_to_contain_text("Only by")
    await expect(again).to_contain_text("About 2015")
    assert assistant.contexts[-1] == Context(understand_filters=False)

    await again.get_by_role("button", name="Remove “About 2015” and ask again").click()
    last = page.get_by_test_id("bot").nth(2)
    await expect(last).to_contain_text("About any time")
    await expect(last).to_contain_text("Filters of the question removed")
    assert assistant.contexts[-1] == Context(understand_period=False, understand_filters=False)


async def test_a_time_understood_can_be_changed(page: Page, assistant: FakeAssistant) -> None:
    shown = await answered(page, FOLLOW_UP)
    await shown.locator(".understood summary").click()
    await expect(shown).to_contain_text("Understood from “the year after”")
    await shown.get_by_label("From").fill("soon")
    await button(page, "Ask again").click()
    await expect(page.get_by_role("status").first).to_contain_text("“soon” is not a date.")
    await expect(shown.get_by_label("From")).to_have_value("soon")

    await shown.get_by_label("From").fill("November 2014")
    await shown.get_by_label("to").fill("2014年11月")
    await page.keyboard.press("Enter")
    again = page.get_by_test_id("bot").nth(1)
    await expect(again).to_contain_text("About November 2014")
    await expect(again.locator(".colophon")).to_be_visible()
    assert assistant.contexts[-1].period == Period(date(2014, 11, 1), date(2014, 11, 30))
    assert assistant.contexts[-1].history == ()


async def test_a_translated_answer_shows_what_was_checked_and_the_quote_in_both(page: Page) -> None:
    shown = await answered(page, ABROAD)
    await expect(shown).to_contain_text("Also searched as: Who received the draft declaration?")
    checked = shown.get_by_text("Translated from the checked “Shortly before midnight")
    await expect(checked).to_be_hidden()
    await shown.get_by_text("How this was checked").click()
    await expect(checked).to_be_visible()
    card = page.locator("#sources .card")
    await expect(card.locator("mark")).to_contain_text("Shortly before midnight")
    await expect(card).to_contain_text("Translation (unchecked) 午夜前不久")


async def test_copies_of_a_story_are_counted_once_and_folded_under_the_first(page: Page) -> None:
    await answered(page, WHEN)
    sources = page.locator("#sources")
    await expect(sources).to_contain_text("3 articles, 2 independent stories")
    copy = sources.get_by_role("link", name=REPRINT.title)
    await expect(copy).to_be_hidden()
    await sources.get_by_text("The same story in 1 other article").click()
    await expect(copy).to_be_visible()


async def test_a_list_of_sixty_articles_is_a_list(page: Page) -> None:
    shown = await answered(page, LISTED)
    await expect(shown.get_by_role("listitem")).to_have_count(60)
    await expect(shown.locator("p").first).to_have_text(
        "60 articles in the archive mention Wuzhen.[1]\u2013[60]", use_inner_text=True
    )
    await expect(shown.get_by_role("listitem").last).to_contain_text("[60]")
    await expect(page.locator("#sources")).to_contain_text("60 articles")


async def test_every_notice_is_shown_once(page: Page) -> None:
    shown = await answered(page, SIGN)
    await expect(shown.locator(".notice")).to_have_text(
        [f"Note: {WORDS_ALONE}", f"Note: {VERBATIM}"]
    )


async def test_a_marker_shows_its_quote_while_it_is_pointed_at_or_has_the_focus(page: Page) -> None:
    shown = await answered(page, WHEN)
    marker = shown.get_by_role("link", name="[1]").first
    quote = shown.get_by_text("“The first World Internet Conference was held").first
    await expect(quote).to_be_hidden()
    await marker.hover()
    await expect(quote).to_be_visible()
    await page.mouse.move(0, 0)
    await expect(quote).to_be_hidden()
    await question_box(page).focus()
    while not await marker.evaluate("marker => marker === document.activeElement"):
        await page.keyboard.press("Shift+Tab")
    await expect(quote).to_be_visible()


@pytest.mark.parametrize("appearance", [{}, PHONE])
async def test_a_long_answer_is_read_from_its_beginning(page: Page) -> None:
    for _ in range(2):
        await answered(page, LISTED)
        await expect(page.get_by_test_id("user").last).to_be_in_viewport()


@pytest.mark.parametrize("appearance", [PHONE])
async def test_on_a_phone_filters_readings_and_lists_fit(page: Page) -> None:
    await unfold_filters(page)
    await choose(page, "Outlet", "South China Morning Post")
    await answered(page, FOLLOW_UP)
    await page.locator("summary", has_text="About 2015").click()
    await expect(page.get_by_label("From", exact=True)).to_be_visible()
    assert await overflow(page) == 0
    await answered(page, ABROAD)
    await answered(page, LISTED)
    assert await overflow(page) == 0
