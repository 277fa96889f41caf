"""MHTML: a web page saved with its images, as one MIME message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from rag.domain import Provenance
from rag.errors import UnreadableFile
from rag.reading.article import Article, web_address
from rag.reading.formats.html import read_html
from rag.reading.publication.findings import DECLARED
from rag.reading.source import Source
from rag.reading.structures.mime import header, leaves, parse_message, text_of


def read_mhtml(source: Source) -> Iterator[Article]:
    """Read the page, which is the first part of HTML. Its address is where it was saved from.

    The Date header is the day on which somebody saved it; the page's own date is elsewhere.

    Raises:
        UnreadableFile: there is no page in it.
    """
    message = parse_message(source.read(), source.name)
    page = next((p for p in leaves(message) if p.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableFile(f"{source.name} is unreadable: there is no web page in it.")
    article = read_html(text_of(page, source.name), source.name)
    url = web_address(header(message, "Snapshot-Content-Location")) or web_address(
        header(page, "Content-Location")
    )
    yield _at(article, url) if url else article


def _at(article: Article, url: str) -> Article:
    provenance = {
        **article.publication.provenance,
        "url": Provenance("address that the page was saved from", DECLARED),
    }
    publication = replace(article.publication, url=url, provenance=MappingProxyType(provenance))
    return replace(article, publication=publication)
