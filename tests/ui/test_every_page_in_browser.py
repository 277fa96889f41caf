"""What holds of every page: axe finds nothing serious, it fits a phone, it has one first heading.

(That no page asks for anything elsewhere is seen to by the fixture `page`.)
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from rag.conversations import Exchange
from rag.domain import Answer, Context
from rag.library import Library
from rag.links import document_path
from tests.assistants import assistant_over
from tests.fakes import FakeEmbedder
from tests.ui.archive import (
    DENIED,
    HELD,
    PARTLY_SO,
    REFUSAL,
    SIGNED,
    TICKETS,
    WHEN,
    answer,
)
from tests.ui.desk import overflow
from tests.ui.desks import desk_of, served
from tests.ui.parted import OUTLETS, TIMES, parted
from ui.access.visitor import OWNER
from ui.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERS: tuple[Answer, ...] = (
    answer(WHEN, [HELD, PARTLY_SO, SIGNED, DENIED]),
    answer(TICKETS, refusal=REFUSAL),
    parted("by_outlet", OUTLETS),
    parted("timeline", TIMES),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("every-page")
    (folder / "town.md").write_text("---\ntitle: The town\n---\nThe conference was in Wuzhen.\n")
    library = Library.open(folder / "library", FakeEmbedder())
    library.index([folder / "town.md"])
    return desk_of(assistant_over(library, FakeEmbedder(), None))


@pytest.fixture(scope="module")
def pages(desk: Desk) -> list[str]:
    """The addresses of all pages, with something on each."""
    kept = desk.conversations
    conversation = kept.begin(OWNER)
    for number, given in enumerate(ANSWERS):
        exchange = Exchange(number, given.question, Context(), date(2026, 7, 1), given)
        kept.save(OWNER, conversation, exchange)
    return [
        f"/?conversation={conversation}",
        "/",
        "/library",
        document_path("town.md", 29, 40),
        "/conversations",
        f"/shared/{kept.share(OWNER, conversation)}",
        "/settings",
        "/api",
        "/documents/none",
    ]


@pytest.fixture(scope="module")
def address(desk: Desk) -> str:
    return served(desk)


@pytest.mark.parametrize(
    "appearance",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}],
    ids=["light", "dark and Chinese"],
)
async def test_every_page_is_for_everybody(
    page: Page, pages: list[str], appearance: dict[str, Any]
) -> None:
    if appearance["color_scheme"] == "dark":
        await page.goto("/language/zh")
    for address in pages:
        await page.set_viewport_size({"width": 1280, "height": 860})
        await page.goto(address)
        await expect(page.get_by_role("heading", level=1)).to_have_count(1)
        if "conversation=" in address:
            await expect(page.get_by_test_id("bot")).to_have_count(len(ANSWERS))
        found = (await Axe().run(page)).response["violations"]
        serious = [
            (rule["id"], node["html"])
            for rule in found
            if rule["impact"] in {"serious", "critical"}
            for node in rule["nodes"]
        ]
        assert serious == [], address
        await page.set_viewport_size({"width": 390, "height": 844})
        assert await overflow(page) <= 0, address
