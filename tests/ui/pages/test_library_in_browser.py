"""The library page as a person uses it, over a real library; only the models are fakes."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, FilePayload, Locator, Page, expect

from rag.library import Library
from tests.assistants import assistant_over
from tests.fakes import FakeEmbedder
from tests.ui.desk import answered, button, overflow
from tests.ui.desks import desk_of, served

pytestmark = pytest.mark.asyncio(loop_scope="session")

ARTICLES = {
    "wuzhen.md": "---\ntitle: The town\noutlet: The Paper\npublished: 2014-11-21\n---\n"
    "The first conference was held in Wuzhen.\n",
    "zh.md": "---\ntitle: 网络主权\noutlet: 新华社\npublished: 2016-11-16\n---\n"
    "第三届世界互联网大会在浙江乌镇开幕。\n",
    "undated.txt": "Freedom House ranked the country last.\n",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("library-page")
    archive = folder / "archive"
    archive.mkdir()
    for name, text in ARTICLES.items():
        (archive / name).write_text(text)
    library = Library.open(folder / "library", FakeEmbedder())
    library.index([archive])
    return served(desk_of(assistant_over(library, FakeEmbedder(), None)))


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def arrival(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Added now").get_by_role("listitem").filter(has_text=name)


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("row").filter(has_text=title)


def titles(page: Page) -> Locator:
    return page.get_by_role("rowheader").get_by_role("link")


async def test_files_are_uploaded_and_asked_about_and_one_that_fails_hinders_no_other(
    page: Page,
) -> None:
    await page.goto("/library")
    await page.get_by_label("Choose files").set_input_files(
        [
            file("minister.txt", b"The minister opened the summit in Beijing on 3 May 2015.\n"),
            file("broken.pdf", b"%PDF-1.7\nno more of it"),
            file("<img src=x onerror=attacked()>.txt", b"A hostile name came in.\n"),
        ]
    )
    await expect(arrival(page, "minister.txt")).to_contain_text("In the library")
    await expect(arrival(page, "onerror")).to_contain_text("In the library")
    await expect(arrival(page, "broken.pdf")).to_contain_text(
        "Not added broken.pdf is unreadable: the end of the PDF is missing."
    )
    await expect(row(page, "minister.txt")).to_contain_text("Indexed")
    await expect(row(page, "broken.pdf")).to_have_count(0)
    assert await page.locator("img").count() == 0

    await page.goto("/")
    answer = await answered(page, "Where did the minister open the summit?")
    await expect(answer).to_contain_text("The minister opened the summit in Beijing")


async def test_what_is_dropped_too_large_or_not_public_is_told_in_its_row(page: Page) -> None:
    await page.goto("/library")
    dropped = await page.evaluate_handle(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["Dropped here on a Tuesday.\\n"], "dropped.txt"));
          transfer.items.add(new File([new Uint8Array(50_000_001)], "large.txt"));
          return transfer;
        }"""
    )
    await page.locator("#drop").dispatch_event("drop", {"dataTransfer": dropped})
    await expect(arrival(page, "dropped.txt")).to_contain_text("In the library")
    await expect(arrival(page, "large.txt")).to_contain_text("It is larger than 50 MB.")
    await page.get_by_label("Page or feed on the web").fill("http://127.0.0.1:9/secret")
    await button(page, "Add").click()
    await expect(arrival(page, "secret")).to_contain_text("not on the public internet")
    await button(page, "Index again").click()
    await expect(arrival(page, "Index again")).to_contain_text("0 new, 0 changed, 0 gone")


async def test_documents_are_chosen_sorted_and_read_without_a_script(
    browser: Browser, address: str
) -> None:
    context = await browser.new_context(java_script_enabled=False, base_url=address)
    page = await context.new_page()
    await page.goto("/library")
    await expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    choice = page.get_by_role("search")
    await choice.get_by_label("Published").select_option("Date known")
    await button(page, "Show").click()
    await expect(titles(page)).to_have_text(["The town", "网络主权"])
    await page.get_by_role("columnheader").get_by_role("link", name="Published").click()
    await expect(titles(page)).to_have_text(["网络主权", "The town"])
    await expect(page.get_by_role("columnheader", name="Published")).to_have_attribute(
        "aria-sort", "descending"
    )
    await choice.get_by_label("Search").fill("新华社")
    await choice.get_by_label("Search").press("Enter")
    await expect(titles(page)).to_have_text(["网络主权"])
    await titles(page).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("网络主权")
    await context.close()


async def test_fields_are_set_by_hand_and_taken_back_and_a_document_is_deleted(page: Page) -> None:
    await page.goto("/library?search=undated")
    await row(page, "undated.txt").get_by_role("button", name="Edit").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Outlet").fill("The Planet")
    await dialog.get_by_label("Published").fill("2019-05-03")
    await dialog.get_by_label("Address").fill("ftp://example.org/a")
    await button(page, "Save").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("is not a web address")
    await dialog.get_by_label("Address").fill("")
    await button(page, "Save").click()
    await expect(dialog).to_have_count(0)
    edit = row(page, "undated.txt").get_by_role("button", name="Edit")
    await expect(row(page, "undated.txt")).to_contain_text("3\u00a0May\u00a02019")
    await expect(row(page, "undated.txt")).to_contain_text("The Planet")
    await expect(edit).to_be_focused()

    await edit.press("Enter")
    await expect(dialog.get_by_label("Outlet")).to_have_accessible_description("Set by hand")
    await dialog.locator("[data-field=outlet]").get_by_role("button", name="Take back").click()
    await expect(dialog.get_by_label("Outlet")).to_have_value("")
    await page.keyboard.press("Escape")
    await expect(row(page, "undated.txt").get_by_role("cell").first).to_have_text("unknown")

    await row(page, "undated.txt").get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Its file stays where it is")
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No document is like that.")).to_be_visible()


PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.mark.parametrize("appearance", [PHONE])
async def test_on_a_phone_in_chinese_nothing_is_cut_off_or_hard_to_use(page: Page) -> None:
    await page.goto("/library")
    await page.get_by_role("link", name="中文").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("资料库")
    assert await overflow(page) == 0
    await page.get_by_role("button", name="编辑《网络主权》").click()
    await expect(page.get_by_role("dialog").get_by_label("媒体")).to_have_value("新华社")
    for result in (await Axe().run(page)).response["violations"]:
        assert result["impact"] not in ("serious", "critical"), result
