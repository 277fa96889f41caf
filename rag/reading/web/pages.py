"""A fetched page on its way into the library: what is read, and what fetching tells about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePath
from types import MappingProxyType
from urllib.parse import urlsplit

from rag.domain import Provenance, Publication
from rag.reading.dates.alone import date_in_url
from rag.reading.publication.findings import DECLARED, INFERRED, NAMED
from rag.reading.source import Source
from rag.reading.web.addresses import id_for_url
from rag.reading.web.fetching import FetchedPage

_SAME_SITE = ("www.", "m.", "amp.", "mobile.")


def source_of(page: FetchedPage) -> Source:
    """The page as a file to read: named by its address, typed as its server declared it."""
    charset = f"; charset={page.charset}" if page.charset else ""
    media_type = page.media_type + charset if page.media_type else None
    return Source.of_bytes(page.data, PurePath(id_for_url(page.url)), media_type)


def as_fetched(publication: Publication, page: FetchedPage) -> Publication:
    """What a page declares about itself, completed by what fetching it has told.

    `url` becomes the address that it was fetched from, unless it declares one of the same site.
    The outlet is named by that site, and the date by the feed or the address, only where the page
    itself says nothing better. The day of fetching says nothing about the article.
    """
    told: dict[str, tuple[str | date, Provenance]] = {}
    if _site(publication.url or "") != _site(page.url):
        told["url"] = page.url, Provenance("fetched from", DECLARED)
        if publication.outlet is None:
            told["outlet"] = _site(page.url), Provenance("host of the url", NAMED)
    trusted = publication.provenance.get("published", Provenance("", 0.0)).confidence
    if page.listed and page.listed.published and trusted < DECLARED:
        told["published"] = page.listed.published, Provenance("feed", DECLARED)
    elif (dated := date_in_url(page.url)) and trusted < INFERRED:
        told["published"] = dated, Provenance("path of the url", INFERRED)
    found = {name: provenance for name, (_, provenance) in told.items()}
    provenance = MappingProxyType({**publication.provenance, **found})
    values = {name: value for name, (value, _) in told.items()}
    return replace(publication, provenance=provenance, **values)  # type: ignore[arg-type]


def _site(url: str) -> str:
    """The host, without what names the edition for telephones."""
    host = urlsplit(url).hostname or ""
    return next((host.removeprefix(name) for name in _SAME_SITE if host.startswith(name)), host)
