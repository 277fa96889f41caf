"""The page of one document, with all that an answer cites highlighted; it needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from rag.domain import Document, Span
from rag.links import document_path
from rag.reading.article import web_address
from rag.text import detect_language
from ui.access.visitor import visitor_of
from ui.pages.document_text import Block, Piece, split_blocks
from ui.pages.error_page import render_error
from ui.pages.shell import PlainPage
from ui.protocols import Library
from ui.showing.times import written_date
from ui.words import Words, catalogue

_PAGE = PlainPage("document", "document.css")

_MOST_CITED = 50
"""Spans that one page highlights: an answer cites fewer, an address may name any number."""
_MOST_COPIES = 30
_BLOCKS_A_STRETCH = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a highlighted span begins on the page: the `number`-th of `total`, from 1."""

    number: int
    total: int
    anchor: str
    before: str
    after: str
    """The anchors of the spans beside it: the last stands before the first."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document with the same text."""

    title: str
    path: str
    outlet: str | None
    published: str


def add_document_pages(app: FastAPI, library: Library) -> None:
    """Serve `/documents/<id>`; see `rag.links.document_path` for what its query says."""

    @app.get("/documents/{document_id:path}", response_class=HTMLResponse)
    def document_page(
        request: Request,
        document_id: str,
        start: str = "",
        end: str = "",
        also: Annotated[Sequence[str], Query()] = (),
    ) -> HTMLResponse:
        t = Words(visitor_of(request).language)
        document = library.document(document_id)
        if document is None:
            sentence = t("errors.missing_document_page", document=document_id)
            return render_error(request, 404, t("errors.missing_document"), sentence)
        current = _span(document, start, end)
        others = [_span(document, *text.partition("-")[::2]) for text in also[:_MOST_CITED]]
        shown = _shown(document, [span for span in (current, *others) if span], current)
        return _PAGE.render(
            request,
            **_about(document, t),
            **shown,
            current=current,
            is_missing=bool(start or end) and current not in shown["marks"],
            copies=list(_copies(library, document, t)),
        )


def _about(document: Document, t: Words) -> dict[str, Any]:
    publication = document.publication
    original = web_address(publication.url or "")
    return {
        "document": document,
        "publication": publication,
        "published": written_date(publication.published, t) if publication.published else None,
        "original": original,
        "original_host": urlsplit(original).hostname if original else None,
        "language": publication.language or detect_language(document.text),
        "asking": f"/?document={quote(document.id, safe='')}",
        "editing": f"/library?search={quote(document.id, safe='')}",
        "in_words": lambda kind, phrase: _in_words(kind, phrase, t),
        "stripped": [
            (part.reason, part.span.of(document.text).strip()) for part in document.stripped
        ],
    }


def _shown(document: Document, cited: Sequence[Span], current: Span | None) -> dict[str, Any]:
    """The text, and the mark of each span of it that is highlighted."""
    blocks = list(split_blocks(document, cited))
    if blocks and blocks[0] == Block("heading", 1, (Piece(document.title),), blocks[0].page):
        del blocks[0]  # the page begins with the title anyway
    return {
        "blocks": blocks,
        "page_begins": _page_begins(blocks),
        "headings": [(place, b) for place, b in enumerate(blocks) if b.kind == "heading"],
        "ranks": _heading_ranks(blocks),
        "marks": _marks(
            [p.cited for b in blocks for p in b.pieces if p.cited and p.opens], current
        ),
    }


def _marks(spans: Sequence[Span], current: Span | None) -> dict[Span, Mark]:
    """The marks of spans, by span; `spans` are in the order in which they begin on the page."""
    anchors = [
        "cited" if span == current else f"citation-{number}"
        for number, span in enumerate(spans, start=1)
    ]
    return {
        span: Mark(
            number=place + 1,
            total=len(spans),
            anchor=anchors[place],
            before=anchors[place - 1],
            after=anchors[(place + 1) % len(spans)],
        )
        for place, span in enumerate(spans)
    }


def _heading_ranks(blocks: Sequence[Block]) -> dict[int, int]:
    """Each heading's rank in HTML, by its block's index: below the title's, and none skipped."""
    levels = {place: b.level for place, b in enumerate(blocks) if b.kind == "heading"}
    least = min(levels.values(), default=1)
    ranks: dict[int, int] = {}
    rank = 1
    for place, level in levels.items():
        ranks[place] = rank = min(level - least + 2, rank + 1, 6)
    return ranks


def _page_begins(blocks: Sequence[Block]) -> dict[int, int]:
    """Index of the first block of each page: the page."""
    begins: dict[int, int] = {}
    page = None
    for index, block in enumerate(blocks):
        if block.page and block.page != page:
            begins[index] = page = block.page
    return begins


def _copies(library: Library, document: Document, t: Words) -> Iterator[Copy]:
    others = [i for i in library.story_of(document.id).document_ids if i != document.id]
    for document_id in others[:_MOST_COPIES]:
        # It may have been removed since its story was read.
        if copy := library.document(document_id):
            published = copy.publication.published
            yield Copy(
                copy.title,
                document_path(copy.id),
                copy.publication.outlet,
                written_date(published, t) if published else t("document.undated"),
            )


def _in_words(kind: str, phrase: str, t: Words) -> str:
    """A phrase of the readers ("front matter", "dateline “WUZHEN”") as the interface says it."""
    known, quotation, quoted = phrase.partition(" “")
    word = f"document.{kind}_{known.replace(' ', '_')}"
    return f"{t(word)}{quotation}{quoted}" if word in catalogue(t.language) else phrase


def _span(document: Document, start: str, end: str) -> Span | None:
    try:
        span = Span(int(start), int(end))
    except ValueError:
        return None
    return span if span.end <= len(document.text) else None
