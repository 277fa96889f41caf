"""The application over a fake assistant, and its page in a real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.fakes import FakeAssistant
from tests.ui.archive import fake_assistant
from tests.ui.desk import question_box
from tests.ui.desks import desk_of, served

expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return fake_assistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> str:
    """Where the application answers."""
    return served(desk_of(assistant))


@pytest.fixture
def appearance() -> dict[str, Any]:
    """Options of the browser window; a test may parametrize them."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, address: str, appearance: dict[str, Any]) -> AsyncIterator[Page]:
    """The chat page in a new window, which fails the test if it asks for anything elsewhere."""
    requests_elsewhere: list[str] = []

    async def keep_home(route: Route) -> None:
        if route.request.url.startswith((f"{address}/", "data:")):
            await route.continue_()
        else:
            requests_elsewhere.append(route.request.url)
            await route.abort()

    window = {"viewport": {"width": 1280, "height": 860}, "base_url": address} | appearance
    context = await browser.new_context(**window)
    await context.route("**/*", keep_home)
    page = await context.new_page()
    await page.goto(address)
    await expect(question_box(page)).to_be_visible()
    yield page
    await context.close()
    assert requests_elsewhere == []
