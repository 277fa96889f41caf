from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.domain import Citation, Document, Span, Stripped
from rag.links import document_path
from tests.fakes import FakeLibrary
from tests.ui.archive import HELD, SIGNED
from tests.ui.pages.visiting import CHINESE_READER, READER, visiting
from tests.ui.sources import CHINESE, DOCUMENTS, HOSTILE, REPRINT, WUZHEN, cite, document
from ui.access.visitor import Visitor
from ui.pages.document_page import add_document_pages
from ui.pages.document_text import split_blocks


@pytest.fixture
def client() -> Iterator[TestClient]:
    with _client(*DOCUMENTS) as client:
        yield client


def _client(*documents: Document, visitor: Visitor = READER) -> TestClient:
    app = FastAPI()
    add_document_pages(app, FakeLibrary(documents))
    return visiting(app, visitor)


def page_of(source: Document, start: int, end: int) -> str:
    return _rendered(source, str(start), str(end))


def _rendered(source: Document, start: str | None, end: str | None) -> str:
    span = {name: value for name, value in (("start", start), ("end", end)) if value is not None}
    return _client(source).get(document_path(source.id), params=span).text


def _place(quote: str) -> tuple[int, int]:
    start = WUZHEN.text.index(quote)
    return start, start + len(quote)


def marks(html: str) -> list[str]:
    return [unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL)]


@pytest.mark.parametrize(
    "citation",
    [
        HELD.citations[0],
        SIGNED.citations[0],
        cite(1, WUZHEN, "delegates' rooms"),
        cite(1, CHINESE, "大会由国家互联网信息办公室和浙江省人民政府共同主办。"),
        cite(1, HOSTILE, "![chart](http://canary.example/chart.png)"),
    ],
)
def test_the_link_of_a_citation_opens_its_document_with_the_quote_marked(
    client: TestClient, citation: Citation
) -> None:
    path = document_path(citation.document.id, citation.start, citation.end)
    response = client.get(path.removesuffix("#cited"))
    assert response.status_code == 200
    found = re.findall(r'<mark id="cited" class="current">(.*?)</mark>', response.text, re.DOTALL)
    assert [unescape(quote) for quote in found] == [citation.quote]


def test_a_span_over_several_blocks_is_marked_in_each_and_anchored_once() -> None:
    start, end = WUZHEN.text.index("It asked"), WUZHEN.text.index("Nobody")
    html = page_of(WUZHEN, start, end)
    assert html.count('id="cited"') == 1
    assert "\n".join(marks(html)).split() == [
        word for word in WUZHEN.text[start:end].split() if word != "-"
    ]


def cited_twice(visitor: Visitor = READER) -> str:
    """The page of WUZHEN with three spans, the second of them linked."""
    first, second, third = map(_place, ("delegates' rooms", "It asked", "Nobody signed it."))
    path = document_path(WUZHEN.id, *second, also=(first, third, first))
    return _client(*DOCUMENTS, visitor=visitor).get(path.removesuffix("#cited")).text


def test_all_that_an_answer_cites_is_marked_and_leads_from_one_to_the_next() -> None:
    html = cited_twice()
    anchors = re.findall(r'<mark id="([^"]+)"', html)
    assert anchors == ["citation-1", "cited", "citation-3"]
    assert html.count('class="current"') == 1
    assert re.findall(r"<span>(\d) of 3 cited passages</span>", html) == ["1", "2", "3"]
    around = re.findall(r'<a href="#([^"]+)" rel="(prev|next)">', html)
    following = [anchor for anchor, rel in around if rel == "next"]
    assert following == [*anchors[1:], anchors[0]]
    assert [anchor for anchor, rel in around if rel == "prev"] == [anchors[-1], *anchors[:-1]]


def test_the_only_citation_of_a_document_leads_nowhere() -> None:
    assert 'class="steps"' not in page_of(WUZHEN, *_place("Nobody signed it."))


def test_of_spans_that_overlap_each_keeps_what_the_linked_one_leaves_it() -> None:
    blocks = split_blocks(document("a.md", "A", "one two three four"), (Span(4, 13), Span(0, 7)))
    assert [(p.text, p.cited, p.opens) for b in blocks for p in b.pieces] == [
        ("one ", Span(0, 7), True),
        ("two", Span(4, 13), True),
        (" three", Span(4, 13), False),
        (" four", None, False),
    ]


def test_an_address_with_any_number_of_spans_is_read_no_further_than_a_page_can_be() -> None:
    also = [f"{n}-{n + 1}" for n in range(60, 1000)]
    response = _client(WUZHEN).get(document_path(WUZHEN.id), params={"also": [*also, "x", "9-3"]})
    assert response.status_code == 200
    assert 0 < len(marks(response.text)) <= 50


def test_the_page_speaks_the_language_of_its_reader_and_says_what_they_may_do() -> None:
    html = cited_twice(CHINESE_READER)
    assert "所引段落：第1处，共3处" in html
    assert "出自：文件头信息" in html
    assert 'href="/?document=editions%2F2014%20Wuzhen.md">就此文档提问' in html
    assert "/library?search" not in html
    assert "/library?search" in cited_twice()


def test_copies_of_the_story_are_linked_with_outlet_and_date(client: TestClient) -> None:
    html = client.get(document_path(WUZHEN.id)).text
    (copy,) = re.findall(r'<li><a href="(/documents/[^"]+)">([^<]+)</a> <small>([^<]+)', html)
    assert copy == (
        document_path(REPRINT.id),
        REPRINT.title,
        "The Daily Planet · 22\u00a0November\u00a02014",
    )
    assert "<dt>Copies" not in client.get(document_path(CHINESE.id)).text


@pytest.mark.parametrize("span", [("x", "2"), ("-5", "2"), ("9", "9"), ("0", "99999"), ("4", None)])
def test_offsets_that_name_no_span_leave_the_page_whole_and_say_so(
    client: TestClient, span: tuple[str, str | None]
) -> None:
    parameters = {"start": span[0]} | ({"end": span[1]} if span[1] else {})
    response = client.get(document_path(WUZHEN.id), params=parameters)
    assert response.status_code == 200
    assert marks(response.text) == []
    assert "The cited passage is not in this document" in response.text
    assert "Nobody signed it." in response.text


def test_front_matter_is_neither_shown_nor_marked() -> None:
    html = page_of(WUZHEN, 0, 30)
    assert "title: The first" not in html
    assert marks(html) == []


def test_an_unknown_document_is_a_clean_404(client: TestClient) -> None:
    response = client.get("/documents/no/<b>such</b>")
    assert response.status_code == 404
    assert "There is no such document" in response.text
    assert "<b>" not in response.text


def test_publication_and_provenance_are_shown(client: TestClient) -> None:
    html = client.get(document_path(WUZHEN.id)).text
    assert "21\u00a0November\u00a02014 <small>from front matter</small>" in html
    assert "South China Morning Post <small>from the page&#39;s host, uncertain</small>" in html
    assert 'href="https://www.scmp.com/news/wuzhen"' in html
    assert "The cited passage" not in html


def test_what_is_not_known_is_undated_and_what_is_no_web_address_is_no_link() -> None:
    html = _rendered(CHINESE, None, None)
    assert "<dd>undated</dd>" in html
    assert "javascript:" not in html
    assert '<article lang="zh-Hans">' in html


def test_text_of_a_document_is_never_html() -> None:
    html = _rendered(HOSTILE, None, None)
    assert not re.search(r"<(script|img)\b", html)
    links = re.findall(r'<a [^>]*href="([^"]*)', html.partition("<main>")[2])
    assert links == ["/?document=hostile.md", "/library?search=hostile.md"]


def test_a_document_page_may_load_nothing_and_run_nothing(client: TestClient) -> None:
    policy = client.get(document_path(HOSTILE.id)).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "http" not in policy


def test_headings_items_and_lines_are_told_apart() -> None:
    text = (
        "# One\nIntro.\n\n  • first\n  • second\n\nPhoto: A\nBy B\n\n"
        "This line was wrapped by an editor at some sixty columns or so,\nand goes on here.\n"
        "## Two\nNo gap."
    )
    blocks = [(b.kind, b.level, b.text) for b in split_blocks(document("a.md", "A", text))]
    assert blocks == [
        ("heading", 1, "One"),
        ("paragraph", 0, "Intro."),
        ("item", 0, "first"),
        ("item", 0, "second"),
        ("lines", 0, "Photo: A\nBy B"),
        (
            "paragraph",
            0,
            "This line was wrapped by an editor at some sixty columns or so,\nand goes on here.",
        ),
        ("heading", 2, "Two"),
        ("paragraph", 0, "No gap."),
    ]


def test_headings_stand_below_the_title_and_skip_no_rank() -> None:
    text = "### A\n\nText.\n\n##### B\n\n###### C\n\n## D\n\n#### E\n"
    html = _rendered(document("a.md", "Title", text), None, None)
    assert re.findall(r"<(h\d)[^>]*>(\w+)</h", html) == [
        ("h1", "Title"), ("h2", "A"), ("h3", "B"), ("h4", "C"), ("h2", "D"), ("h3", "E")
    ]  # fmt: skip
    (contents,) = re.findall(r"<details class=\"contents\">(.*?)</details>", html, re.DOTALL)
    assert re.findall(r'href="#(section-\d+)"', contents) == re.findall(r'<h\d id="([^"]+)', html)


def test_no_word_of_the_content_is_lost_wherever_the_span_is() -> None:
    content = WUZHEN.content[0]
    words = re.sub(r"^(#+|-) ", "", content.of(WUZHEN.text), flags=re.MULTILINE).split()
    for start in range(content.start, content.end - 60, 37):
        spans = (Span(start, start + 40), Span(start + 20, start + 60))
        blocks = split_blocks(WUZHEN, spans)
        assert " ".join(block.text for block in blocks).split() == words


def test_a_title_that_the_text_repeats_is_shown_once() -> None:
    assert _rendered(WUZHEN, None, None).count(f">{WUZHEN.title}</h") == 1


def test_what_was_left_out_of_the_article_can_be_seen_with_its_reason() -> None:
    text = "We use <b>cookies</b>\n\nWuzhen is a town in Zhejiang."
    source = replace(
        document("page.txt", "A page", text),
        content=(Span(23, len(text)),),
        stripped=(Stripped(Span(0, 21), "cookie notice"),),
    )
    html = _rendered(source, None, None)
    article, left_out = html.split("</article>")
    assert "Wuzhen is a town in Zhejiang." in article
    assert "cookies" not in article
    assert "<dt>cookie notice</dt>" in left_out
    assert "We use &lt;b&gt;cookies&lt;/b&gt;" in left_out


def test_a_document_of_which_nothing_was_left_out_says_nothing_of_it() -> None:
    assert "Left out" not in _rendered(
        document("page.txt", "A page", "Wuzhen is a town."), None, None
    )


def test_each_page_of_a_document_begins_with_its_number_once() -> None:
    text = "The first page.\n\nMore of it.\n\n第二页的内容。"
    source = replace(document("report.pdf", "A report", text), page_starts=(0, text.index("第")))
    html = _rendered(source, None, None)
    assert re.findall(r"Page (\d+)</p>\s*<p class=\"\w+\">(\w+)", html) == [
        ("1", "The"),
        ("2", "第二页的内容"),
    ]
