"""The straight line in the browser, with nothing faked: ask, read, click, land on the span."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from tests.end_to_end.conftest import ROOT

pytestmark = pytest.mark.language_model

QUESTION = "How many Chinese developers did Tim Cook say use the App Store?"


@pytest.fixture(scope="module")
def address(library_folder: Path, indexed: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """The chat as `citedesk chat` serves it, with the real LLM."""
    command = [sys.executable, "-m", "ui", "--library", str(library_folder), "chat", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert "http://127.0.0.1:" in line
        yield line.split("answers on ")[1].split()[0]
        server.terminate()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_question_streams_a_checked_answer_whose_citation_opens_the_span(
    browser: Browser, address: str
) -> None:
    elsewhere: list[str] = []

    async def keep_home(route: Route) -> None:
        if route.request.url.startswith((f"{address}/", "data:")):
            await route.continue_()
        else:
            elsewhere.append(route.request.url)
            await route.abort()

    context = await browser.new_context()
    await context.route("**/*", keep_home)
    page = await context.new_page()
    await page.goto(address)
    box = page.get_by_role("textbox", name="Your question")
    await box.fill(QUESTION)
    await box.press("Enter")
    await expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    answer = page.get_by_test_id("bot").last
    marker = answer.get_by_role("link", name="[1]").first
    await expect(marker).to_be_visible(timeout=120_000)
    await expect(answer).to_contain_text("1.8 million")
    async with context.expect_page() as opened:
        await marker.click()
    document = await opened.value
    cited = document.locator("mark#cited").first
    await expect(cited).to_be_in_viewport()
    await expect(cited).to_contain_text("1.8 million")
    await context.close()
    assert elsewhere == []
