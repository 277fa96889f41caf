"""The library page for readers, empty, and with more documents than a page holds."""

from __future__ import annotations

from fastapi import FastAPI

from rag.config import LimitSettings
from tests.fakes import FakeLibrary
from tests.ui.pages.visiting import CHINESE_READER, READER, visiting
from tests.ui.sources import document
from ui.access.visitor import Visitor
from ui.pages.library_page import add_library_page


def page_of(library: FakeLibrary, address: str = "/library", visitor: Visitor = READER) -> str:
    app = FastAPI()
    add_library_page(app, library, LimitSettings())
    return visiting(app, visitor).get(address).text


def test_who_may_only_read_sees_no_controls_and_loads_no_script() -> None:
    library = FakeLibrary([document("a.md", "A <title>", "Text.")])
    html = page_of(library, visitor=CHINESE_READER)
    assert "A &lt;title&gt;" in html
    assert "<script" not in html
    assert "data-action" not in html
    assert "添加文档" not in html


def test_an_empty_library_says_what_to_do_first() -> None:
    assert "citedesk index FOLDER" in page_of(FakeLibrary([]))
    reader = page_of(FakeLibrary([]), visitor=CHINESE_READER)
    assert "citedesk index" not in reader
    assert "管理者尚未添加文档" in reader


def test_many_documents_are_shown_a_page_at_a_time() -> None:
    library = FakeLibrary([document(f"{n}.md", f"Title {n}", "Text.") for n in range(120)])
    html = page_of(library, "/library?search=title&sort=outlet&page=2")
    assert html.count("<tr data-id=") == 50
    assert "Page 2 of 3" in html
    assert 'href="/library?search=title&amp;sort=outlet"' in html
    assert 'href="/library?search=title&amp;sort=outlet&amp;page=3"' in html


def test_an_address_that_makes_no_sense_shows_the_plain_list() -> None:
    library = FakeLibrary([document("a.md", "A", "Text.")])
    html = page_of(library, "/library?sort=colour&page=-3&status=odd&dated=maybe&language=fr")
    assert "All documents" in html
