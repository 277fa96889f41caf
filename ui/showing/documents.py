"""A document in one line, and links to places in it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup

from rag.domain import Document
from rag.links import document_path
from ui.showing.times import written_date
from ui.words import Words


def byline(document: Document, t: Words) -> str:
    """Outlet, author and date in one line; an unknown date is said to be unknown."""
    publication = document.publication
    published = (
        written_date(publication.published, t) if publication.published else t("answer.undated")
    )
    parts = (publication.outlet, publication.author, published)
    return t("answer.comma").join(part for part in parts if part)


def asking_path(document: Document) -> str:
    """The chat, where the next question is about this document."""
    return f"/?document={quote(document.id, safe='')}"


def title_link(
    document: Document, start: int, end: int, also: Sequence[tuple[int, int]] = ()
) -> Markup:
    """The title of a document as a link to a span of it; `also`: see `document_path`."""
    return Markup('<a class="source-link" href="{}" target="_blank" rel="noopener">{}</a>').format(
        document_path(document.id, start, end, also), document.title
    )
