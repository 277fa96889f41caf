"""RSS 0.9x, 1.0, 2.0 and Atom: the articles that a feed lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from rag.errors import WebError
from rag.reading.article import one_line
from rag.reading.dates.alone import parse_date
from rag.reading.structures.decoding import decode
from rag.reading.web.addresses import web_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD_BYTES = 4096
# The groups do not backtrack: a page of comments is looked through once.
_FEED_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?>(?><\?.*?\?>)|(?><!--.*?-->)|(?><!DOCTYPE[^>]*>))\s*+)*+"
    rb"<(?:rss|(?:\w+:)?(?:feed|RDF))[\s>]",
    re.DOTALL,
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding=[\"']([\w.-]+)")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# "updated" is no date of publication.
_DATES = ("{*}pubDate", "{*}published", "{*}issued", "{http://purl.org/dc/elements/1.1/}date")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article that a feed lists; `published` is the day where it was written, as declared."""

    url: str
    title: str
    published: date | None


def is_feed(data: bytes) -> bool:
    """Whether a page is a feed by what it holds: many are sent as plain XML or as HTML."""
    return bool(_FEED_ROOT.match(data, 0, _HEAD_BYTES))


def articles_of(data: bytes, url: str, charset: str | None = None) -> tuple[FeedEntry, ...]:
    """The articles that the feed at `url` lists, in its order; those without a web address not.

    Entities and remote parts of the XML are not resolved; what is malformed is passed over.

    Raises:
        UnreadableFile: its encoding cannot be told.
    """
    from lxml import etree

    declared = _XML_ENCODING.search(data, 0, _HEAD_BYTES)
    text = decode(data, PurePath(url), charset or (declared[1].decode() if declared else None))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True
    )
    root = etree.fromstring(text.encode(), parser)
    return () if root is None else tuple(_entries(root, url))


def _entries(root: _Element, feed_url: str) -> Iterator[FeedEntry]:
    for item in root.iter("{*}item", "{*}entry"):
        title, *_ = *map(_text, item.iterfind("{*}title")), ""
        dates = (_day(_text(element)) for name in _DATES for element in item.iterfind(name))
        for link in _links(item):
            try:
                url = web_url(urljoin(_base(item, feed_url), link))
            except (WebError, ValueError):
                continue
            yield FeedEntry(str(url), title, next(filter(None, dates), None))
            break


def _links(item: _Element) -> Iterator[str]:
    """What may be the article's address, best first."""
    for link in item.iterfind("{*}link"):
        if link.get("rel", "alternate") == "alternate":
            yield link.get("href") or _text(link)
    for guid in item.iterfind("{*}guid"):
        if guid.get("isPermaLink", "true") == "true":
            yield _text(guid)


def _base(item: _Element, feed_url: str) -> str:
    bases = [base for element in item.iterancestors() if (base := element.get(_XML_BASE))]
    for base in [*reversed(bases), item.get(_XML_BASE, "")]:
        feed_url = urljoin(feed_url, base)
    return feed_url


def _text(element: _Element) -> str:
    return one_line("".join(element.itertext()))


def _day(text: str) -> date | None:
    """The day as written, in its own time zone: the one that the outlet prints."""
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return parse_date(text)
