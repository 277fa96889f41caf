"""Make README's pictures: start the chat, ask it questions, save what it shows.

Usage: python scripts/screenshots.py [QUESTION]
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Literal

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts.ensure_browser import find_browser

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
QUESTION = "What did Tim Cook say about Chinese developers, and who demanded no internet hegemony?"
TIMELINE = "What happened at the World Internet Conferences?"
CONVERSATION = ("What did the SCMP write about Jack Ma in 2022?", "And in 2016?")
PORT = 7871
ADDRESS = f"http://127.0.0.1:{PORT}"
WIDTHS = {1280: 860, 390: 844}
"""Widths of the window, with its height."""
START_TIMEOUT_S = 300
ANSWER_TIMEOUT_MS = 120_000

Scheme = Literal["light", "dark"]


@contextmanager
def running_chat() -> Iterator[None]:
    """Run `citedesk chat` for as long as the pictures take."""
    command = [str(Path(sys.executable).with_name("citedesk")), "chat", "--port", str(PORT)]
    with subprocess.Popen(command) as chat:
        try:
            _wait_for(chat)
            yield
        finally:
            chat.terminate()


def _wait_for(chat: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if chat.poll() is not None:
            sys.exit("The chat has not started; its message is above.")
        try:
            httpx.get(ADDRESS)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    sys.exit(f"The chat has not answered on {ADDRESS} for {START_TIMEOUT_S} s.")


def open_page(browser: Browser, path: str, scheme: Scheme, width: int) -> Page:
    context = browser.new_context(
        base_url=ADDRESS,
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        locale="en",
    )
    page = context.new_page()
    page.goto(path)
    return page


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the finished answer."""
    finished = page.locator(".colophon, .failure")
    before = finished.count()
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    finished.nth(before).wait_for(timeout=ANSWER_TIMEOUT_MS)
    if (failure := page.locator(".failure")).count():
        sys.exit(failure.inner_text())


def save(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
    page.context.close()


def picture_answer(browser: Browser, question: str) -> None:
    """One answer, at both widths and in both schemes: asked once, then opened again."""
    page = open_page(browser, "/", "light", 1280)
    ask(page, question)
    conversation = page.url
    with page.expect_popup() as opened:
        page.get_by_role("link", name="[1]").first.click()
    opened.value.locator("#cited").wait_for()
    opened.value.screenshot(path=PICTURES / "document-1280-light.png")
    page.context.close()
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme, width in product(schemes, WIDTHS):
        page = open_page(browser, conversation, scheme, width)
        page.locator(".colophon").wait_for()
        if (scheme, width) == ("light", 1280):
            page.get_by_role("link", name="[1]").first.hover()
            page.locator(".cited").first.wait_for()  # its quote
        save(page, f"chat-{width}-{scheme}", whole=width < 900)


def picture_follow_up(browser: Browser) -> None:
    """How a follow-up was read: its rewriting, its time, and what filters it."""
    page = open_page(browser, "/", "light", 1280)
    page.get_by_role("button", name="Filters").first.click()
    language = page.get_by_role("combobox", name="Language")
    language.fill("English")
    page.get_by_role("option", name="English").first.wait_for()
    language.press("Enter")
    language.press("Tab")
    for question in CONVERSATION:
        ask(page, question)
    save(page, "follow-up-1280-light")


def picture_timeline(browser: Browser) -> None:
    page = open_page(browser, "/", "light", 1280)
    page.get_by_role("radio", name="By date").check()
    ask(page, TIMELINE)
    save(page, "timeline-1280-light")


def main() -> None:
    question = " ".join(sys.argv[1:]) or QUESTION
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser_path = find_browser()
    with running_chat(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        picture_answer(browser, question)
        picture_follow_up(browser)
        picture_timeline(browser)
        for path in ("library", "conversations", "settings"):
            save(open_page(browser, f"/{path}", "light", 1280), f"{path}-1280-light")
        browser.close()


if __name__ == "__main__":
    main()
