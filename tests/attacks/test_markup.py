"""Attacks 15 to 18: what is markup to a browser is text to Citedesk, and nothing is fetched."""

from __future__ import annotations

import queue
import threading
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from rag.errors import LLMFailed
from rag.library import Library
from rag.links import document_path
from tests.assistants import assistant_over
from tests.attacks.archive import ATTACKED, markup, write
from tests.fakes import Canary, FakeChat, FakeEmbedder
from tests.ui.desk import answered, ask, question_box
from tests.ui.desks import desk_of
from ui.server import serve

pytestmark = pytest.mark.asyncio(loop_scope="session")

expect.set_options(timeout=20_000)

FARE = "What does the ferry to Wuzhen cost on weekdays?"
WINTER = "When does the ferry to Wuzhen stop?"
IMAGE = f'<img src=x onerror="{ATTACKED}">'


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as canary:
        yield canary


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Iterator[Library]:
    archive = write(tmp_path_factory.mktemp("archive"), markup(canary.url))
    with Library.open(tmp_path_factory.mktemp("library"), FakeEmbedder()) as library:
        library.index([archive])
        yield library


@pytest.fixture(scope="module")
def address(library: Library, canary: Canary) -> str:
    """Where the application answers, with a model that quotes markup, then fails with some."""
    chat = FakeChat(
        f'The ferry to Wuzhen costs 40 yuan <img src="{canary.url}/a.png" onerror="{ATTACKED}"> on '
        f"weekdays [1].",
        LLMFailed(f"The model {IMAGE} broke off.", hint=f"Look at ![x]({canary.url}/e.png)."),
    )
    addresses: queue.Queue[str] = queue.Queue()
    assistant = assistant_over(library, FakeEmbedder(), chat)
    arguments = (desk_of(assistant), "127.0.0.1", 0)
    keywords = {"on_ready": addresses.put}
    threading.Thread(target=serve, args=arguments, kwargs=keywords, daemon=True).start()
    return addresses.get(timeout=60)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, address: str, canary: Canary) -> AsyncIterator[Page]:
    """A page from which nothing may have been run or fetched when the test is over."""
    context = await browser.new_context(base_url=address)
    page = await context.new_page()
    await page.goto("/")
    yield page
    assert await page.evaluate("window.attacked") is None
    await context.close()
    assert canary.calls == []


async def schemes_of_links(page: Page) -> set[str]:
    links = await page.locator("main a, #desk a").evaluate_all("all => all.map(a => a.href)")
    return {urlsplit(link).scheme for link in links}


async def test_markup_is_inert_in_the_answer_the_panel_and_an_error(page: Page) -> None:
    await expect(question_box(page)).to_be_visible()
    shown = await answered(page, FARE)
    await expect(shown).to_contain_text("40 yuan")
    await expect(page.locator("#sources")).to_contain_text(f"The ferry <script>{ATTACKED}</script>")
    await expect(page.locator("#sources")).to_contain_text(f"<svg onload={ATTACKED}>")
    assert await page.locator("#desk :is(img, script, iframe, svg[onload])").count() == 0
    assert await schemes_of_links(page) == {"http"}

    await ask(page, WINTER)
    await expect(page.get_by_role("alert")).to_contain_text(f"The model {IMAGE} broke off.")
    assert await page.locator("#desk img").count() == 0


async def test_markup_is_inert_on_the_pages_of_documents(page: Page, library: Library) -> None:
    for summary in library.documents():
        await page.goto(document_path(summary.id))
        await expect(page.get_by_role("article")).to_contain_text("The ferry")
        assert await page.locator("img, script, iframe, object, [onload], [onerror]").count() == 0
        assert await schemes_of_links(page) <= {"http"}
        assert await page.evaluate("window.attacked") is None


async def test_reading_documents_with_remote_images_fetches_nothing(
    library: Library, canary: Canary
) -> None:
    assert library.counts.documents == len(markup(canary.url))
    assert canary.calls == []
