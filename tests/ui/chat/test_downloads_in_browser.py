"""Answers are downloaded in a real Chromium; only the assistant is a fake."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from rag.exporting.formats import format_of
from tests.ui.archive import HELD, TICKETS, WHEN
from tests.ui.desk import answered

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def quotes_downloaded(page: Page, button: Locator) -> list[str]:
    """Those of the file that the button gives, pressed with the keyboard."""
    async with page.expect_download() as downloaded:
        await button.press("Enter")
    download = await downloaded.value
    path = await download.path()
    form = format_of(path.with_name(download.suggested_filename))
    return [quote.quote for quote in form.read(path.read_bytes())]


@pytest.mark.parametrize("name", ["Markdown", "Word", "CSL-JSON"])
async def test_an_answer_is_downloaded_by_the_keyboard_as_often_as_one_likes(
    page: Page, name: str
) -> None:
    answer = await answered(page, WHEN)
    button = answer.get_by_role("button", name=name)
    for _ in range(2):
        quotes = await quotes_downloaded(page, button)
        assert len(quotes) == 3
        assert " ".join(HELD.citations[0].quote.split()) in quotes


async def test_a_conversation_is_downloaded_whole(page: Page) -> None:
    answer = await answered(page, WHEN)
    conversation = page.locator("#downloads")
    await expect(conversation).to_be_hidden()
    refusal = await answered(page, TICKETS)
    await expect(conversation).to_contain_text("Download the conversation")
    counts = [
        len(await quotes_downloaded(page, part.get_by_role("button", name="Markdown")))
        for part in (answer, refusal, conversation)
    ]
    assert counts == [3, 2, 5]
