"""The chat page as a person uses it: found by role and label."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


def question_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your question")


def answer(page: Page) -> Locator:
    return page.get_by_test_id("bot").last


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def ask(page: Page, question: str) -> None:
    await question_box(page).fill(question)
    await question_box(page).press("Enter")


async def answered(page: Page, question: str) -> Locator:
    """Ask, and wait until the answer is finished."""
    answer_to_come = page.get_by_test_id("bot").nth(await page.get_by_test_id("bot").count())
    await ask(page, question)
    await expect(answer_to_come.locator(".colophon")).to_be_visible()
    return answer_to_come


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))
