"""Documents in a terminal: all of them a line each, or one with where its fields were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from rag import terminal
from rag.domain import Document, Publication
from rag.terminal import escape

if TYPE_CHECKING:
    from rag.library import DocumentSummary

FIELDS = ("title", "outlet", "author", "published", "url", "language")
_COLUMNS = ("id", "title", "published", "outlet", "author", "language", "passages", "copies")
_WIDE_COLUMNS = {"id": 3, "title": 4, "outlet": 2, "author": 2}
_MAX_QUOTE_CHARS = 60


def print_documents(summaries: Sequence[DocumentSummary], copies: Mapping[str, int]) -> None:
    """One line a document: as a table in a terminal, in a file or a pipe tab-separated."""
    rows = [_row(summary, copies[summary.id]) for summary in summaries]
    if not terminal.out.is_terminal:
        for row in (_COLUMNS, *rows):
            terminal.out.file.write("\t".join(map(terminal.plain, row)) + "\n")  # rich expands tabs
        return
    table = Table(box=None, expand=True, pad_edge=False, header_style="bold")
    for name in _COLUMNS:
        if ratio := _WIDE_COLUMNS.get(name):
            # An id is there to be copied whole.
            table.add_column(
                name,
                ratio=ratio,
                no_wrap=name != "id",
                overflow="fold" if name == "id" else "ellipsis",
            )
        else:
            table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*map(escape, row))
    terminal.out.print(table, soft_wrap=False)


def _row(summary: DocumentSummary, copies: int) -> tuple[str, ...]:
    about = summary.publication
    fields = (summary.title, about.published, about.outlet, about.author, about.language)
    words = ("" if value is None else " ".join(str(value).split()) for value in fields)
    return (summary.id, *words, str(summary.passages), str(copies))


def print_document(document: Document, passages: int, copies: Sequence[DocumentSummary]) -> None:
    """Every field, what was left out of the text, and the copies of the same story."""
    print_fields(document)
    pages = f" on {len(document.page_starts)} pages" if document.page_starts else ""
    _print_line("text", f"{len(document.text):,} characters{pages}, {passages} passages")
    _print_line("file", document.path)
    for part in document.stripped:
        quote = " ".join(part.span.of(document.text).split())
        cut = f"{quote[:_MAX_QUOTE_CHARS]}…" if len(quote) > _MAX_QUOTE_CHARS else quote
        where = f"{part.span.start}-{part.span.end}"
        _print_line("left out", f"{part.reason}, {where}: “{cut}”")
    for copy in copies:
        published = copy.publication.published or "undated"
        outlet = copy.publication.outlet or "outlet unknown"
        _print_line("copy", f"{copy.id} ({outlet}, {published})")


def print_fields(document: Document | DocumentSummary) -> None:
    """Each field with where it was found, and how far to trust that, from 0 to 1."""
    terminal.out.print(escape(document.id), style="bold")
    publication = document.publication
    for name in FIELDS:
        value = document.title if name == "title" else _value(publication, name)
        found = publication.provenance.get(name)
        _print_line(
            name, value or "unknown", f"{found.origin}, {found.confidence:.2f}" if found else ""
        )


def _print_line(name: str, text: str, note: str = "") -> None:
    dimmed = f"  [dim]{escape(note)}[/]" if note else ""
    terminal.out.print(f"  {name:<10}{escape(text)}{dimmed}")


def _value(publication: Publication, name: str) -> str:
    value = getattr(publication, name)
    return "" if value is None else str(value)
