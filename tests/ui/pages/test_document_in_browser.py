"""The document page in a real Chromium: by keyboard from one citation to the next, no script."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from rag.links import document_path
from tests.ui.desk import overflow
from tests.ui.sources import WUZHEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUOTES = ("More than 1,000 delegates", "It asked them to respect", "Nobody signed it.")


async def test_the_keyboard_goes_from_one_cited_passage_to_the_next_and_back(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 480})
    first, second, third = (
        (start, start + len(quote)) for quote in QUOTES for start in [WUZHEN.text.index(quote)]
    )
    await page.goto(document_path(WUZHEN.id, *second, also=(first, third)))
    passages = page.locator("mark")
    await expect(passages).to_have_text(QUOTES)
    place = page.get_by_role("navigation", name="Cited passages")
    await expect(place).to_have_text("Previous 2 of 3 cited passages Next")
    for keys, shown in (
        (("Tab", "Tab"), 2),  # to "Next"
        (("Tab", "Tab"), 0),  # from the last to the first
        (("Tab",), 2),  # to "Previous"
    ):
        for key in keys:
            await page.keyboard.press(key)
        await page.keyboard.press("Enter")
        await expect(place).to_contain_text(f"{shown + 1} of 3")
        await expect(passages.nth(shown)).to_be_in_viewport()
    assert await page.locator("script").count() == 0
    assert (await Axe().run(page)).response["violations"] == []
    assert await overflow(page) <= 0
