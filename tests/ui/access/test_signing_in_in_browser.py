"""Signing in as a person does: by keyboard, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from tests.ui.access.people import PASSWORD, desk_with_users
from tests.ui.desk import overflow, question_box
from tests.ui.desks import served

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return served(desk_with_users(tmp_path_factory.mktemp("library")))


async def test_somebody_signs_in_by_keyboard_reads_and_signs_out(
    browser: Browser, address: str
) -> None:
    context = await browser.new_context(base_url=address)
    page = await context.new_page()
    await page.goto("/")
    name, password = page.get_by_role("textbox", name="Name"), page.get_by_label("Password")
    await expect(name).to_be_focused()
    await page.keyboard.type("Ada")
    await page.keyboard.press("Tab")
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Check both")
    await expect(name).to_have_value("Ada")
    await expect(password).to_be_focused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(question_box(page)).to_be_visible()
    await page.get_by_role("button", name="Sign out").press("Enter")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto("/library")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await context.close()


@pytest.mark.parametrize(
    ("scheme", "width", "locale"), [("light", 1280, "en"), ("dark", 390, "zh-CN")]
)
async def test_the_page_is_accessible_and_fits(
    browser: Browser, address: str, scheme: str, width: int, locale: str
) -> None:
    context = await browser.new_context(
        base_url=address,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        locale=locale,
    )
    page = await context.new_page()
    await page.goto("/sign-in")
    assert (await Axe().run(page)).response["violations"] == []
    assert await overflow(page) <= 0
    await context.close()
