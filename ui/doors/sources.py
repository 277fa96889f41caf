"""Where programs and their readers find a source."""

from __future__ import annotations

from starlette.requests import Request

from rag.domain import Document
from rag.links import document_path
from rag.reading.article import web_address


def site_of(request: Request) -> str:
    """The address of the chat as whoever sends the request knows it."""
    return str(request.base_url).rstrip("/")


def source_url(
    document: Document, site: str, start: int | None = None, end: int | None = None
) -> str:
    """Where it was published, else its page here, with a span at what is cited.

    `site`: the address of the chat.
    """
    published = web_address(document.publication.url or "")
    return published or site + document_path(document.id, start, end)
