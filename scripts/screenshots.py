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


def open_chat(browser: Browser, scheme: Scheme, width: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(ADDRESS)
    return page


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the finished answer."""
    finished = page.locator(".colophon, .failure")
    before = finished.count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    finished.nth(before).wait_for(timeout=ANSWER_TIMEOUT_MS)
    if (failure := page.locator(".failure")).count():
        sys.exit(failure.inner_text())


def picture_answer(browser: Browser, question: str, scheme: Scheme, width: int) -> Page:
    """Picture the finished answer (all of the page on a phone), and leave the page open."""
    page = open_chat(browser, scheme, width)
    ask(page, question)
    page.screenshot(path=PICTURES / f"chat-{width}-{scheme}.png", full_page=width < 900)
    return page


def picture_source(page: Page) -> None:
    """Picture the document page behind the first citation."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="[1]").first.click()
    opened.value.locator("#cited").wait_for()
    opened.value.screenshot(path=PICTURES / "document-1280-light.png")


def picture_follow_up(browser: Browser) -> None:
    """Picture how a follow-up was read: its rewriting, its time, and what filters it."""
    page = open_chat(browser, "light", 1280)
    page.get_by_role("button", name="Filters").first.click()
    page.locator("#filters .note").wait_for()  # with it comes what can be chosen
    language = page.get_by_role("combobox", name="Language")
    language.fill("English")
    page.get_by_role("option", name="English").wait_for()
    language.press("Enter")
    language.press("Tab")
    for question in CONVERSATION:
        ask(page, question)
    page.screenshot(path=PICTURES / "follow-up-1280-light.png")
    page.context.close()


def main() -> None:
    question = " ".join(sys.argv[1:]) or QUESTION
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser_path = find_browser()
    with running_chat(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        schemes: tuple[Scheme, ...] = ("light", "dark")
        for scheme, width in product(schemes, WIDTHS):
            page = picture_answer(browser, question, scheme, width)
            if (scheme, width) == ("light", 1280):
                picture_source(page)
            page.context.close()
        picture_follow_up(browser)
        browser.close()


if __name__ == "__main__":
    main()
