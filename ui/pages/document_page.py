"""The page of one document, with the cited span highlighted; it works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from rag.domain import Document, Span
from rag.reading.article import web_address
from rag.text import detect_language
from ui.pages.shell import PlainPage
from ui.protocols import Library
from ui.showing.times import written_date

_PAGE = PlainPage("document", "document.css")
_NOT_FOUND = PlainPage("not_found", "document.css")

_PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
_BLOCK_OPENER = re.compile(r"^[^\S\n]*(?:(?P<hashes>#{1,6})|[-*+•])[^\S\n]+", re.MULTILINE)
# A paragraph whose lines are all this long was wrapped by an editor: its line breaks mean nothing.
_WRAPPED_LINE_MIN_CHARS = 50

BlockKind = Literal["heading", "item", "paragraph", "lines"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text, cut where the highlight begins and ends.

    A heading has a level from 1 to 6; in "lines", line breaks mean something. `page` is that on
    which the block begins; None: the document has no pages.
    """

    kind: BlockKind
    level: int
    before: str
    cited: str
    after: str
    page: int | None = None


def add_document_pages(app: FastAPI, library: Library) -> None:
    """Serve `/documents/<id>`; `start` and `end` name the span to highlight."""

    @app.get("/documents/{document_id:path}", response_class=HTMLResponse)
    def document_page(
        request: Request, document_id: str, start: str | None = None, end: str | None = None
    ) -> HTMLResponse:
        document = library.document(document_id)
        if document is None:
            return _NOT_FOUND.render(request, status_code=404, document_id=document_id)
        return _PAGE.render(request, **shown(document, start, end))


def shown(document: Document, start: str | None, end: str | None) -> dict[str, Any]:
    """What the page shows of a document; a span that its text does not have is told, not shown."""
    cited = _span(document, start, end)
    blocks = list(split_blocks(document, cited))
    if blocks and blocks[0] == Block("heading", 1, document.title, "", ""):
        del blocks[0]  # the page begins with the title anyway
    published = document.publication.published
    original = web_address(document.publication.url or "")
    return {
        "document": document,
        "publication": document.publication,
        "published": written_date(published) if published else "undated",
        "original": original,
        "original_host": urlsplit(original).hostname if original else None,
        "language": document.publication.language or detect_language(document.text),
        "blocks": blocks,
        "first_cited": next((i for i, block in enumerate(blocks) if block.cited), None),
        "page_begins": _page_begins(blocks),
        "stripped": [
            (part.reason, part.span.of(document.text).strip()) for part in document.stripped
        ],
        "span_missing": (start is not None or end is not None)
        and not any(block.cited for block in blocks),
    }


def split_blocks(document: Document, cited: Span | None = None) -> Iterator[Block]:
    """The document's content as blocks, in order; their text is without layout marks (#, -)."""
    for content in document.content:
        start = content.start
        for gap in _PARAGRAPH_BREAK.finditer(document.text, content.start, content.end):
            yield from _blocks_of_paragraph(document, start, gap.start(), cited)
            start = gap.end()
        yield from _blocks_of_paragraph(document, start, content.end, cited)


def _page_begins(blocks: Sequence[Block]) -> dict[int, int]:
    """Index of the first block of each page: the page."""
    begins: dict[int, int] = {}
    page = None
    for index, block in enumerate(blocks):
        if block.page and block.page != page:
            begins[index] = page = block.page
    return begins


def _blocks_of_paragraph(
    document: Document, start: int, end: int, cited: Span | None
) -> Iterator[Block]:
    """Cut a paragraph before each list item and around each heading, which is one line."""
    text = document.text
    while start < end:
        opener = _BLOCK_OPENER.match(text, start, end)
        body = opener.end() if opener else start
        stop = _next_opener(text, body, end)
        if opener and opener["hashes"]:
            line_end = text.find("\n", body, end)
            stop = end if line_end == -1 else line_end + 1
        if words := text[body:stop].strip():
            first = text.index(words, body, stop)
            block = _block(text, opener, Span(first, first + len(words)), cited)
            yield replace(block, page=document.page_at(first))
        start = stop


def _next_opener(text: str, start: int, end: int) -> int:
    line_break = text.find("\n", start, end)
    opener = _BLOCK_OPENER.search(text, line_break + 1, end) if line_break != -1 else None
    return opener.start() if opener else end


def _block(text: str, opener: re.Match[str] | None, body: Span, cited: Span | None) -> Block:
    lines = body.of(text).split("\n")
    wrapped = all(len(line) >= _WRAPPED_LINE_MIN_CHARS for line in lines[:-1])
    kind: BlockKind = "paragraph" if wrapped else "lines"
    level = 0
    if opener:
        kind = "heading" if opener["hashes"] else "item"
        level = len(opener["hashes"] or "")
    start = min(max(cited.start, body.start), body.end) if cited else body.end
    end = max(min(cited.end, body.end), start) if cited else body.end
    return Block(kind, level, text[body.start : start], text[start:end], text[end : body.end])


def _span(document: Document, start: str | None, end: str | None) -> Span | None:
    try:
        span = Span(int(start or ""), int(end or ""))
    except ValueError:
        return None
    return span if span.end <= len(document.text) else None
