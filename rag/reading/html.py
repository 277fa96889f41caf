"""HTML: the article's text without the page around it; metadata only where the page declares it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from rag.domain import Publication, Span
from rag.reading.article import Article, language_of, one_line, title_from_name, web_address
from rag.reading.dates import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

T = TypeVar("T")

# What a visitor of the page does not see is not quoted from it.
_HIDDEN = [
    "//*[@hidden]",
    "//*[@aria-hidden='true']",
    "//*[contains(translate(@style, ' ', ''), 'display:none')]",
    "//*[contains(translate(@style, ' ', ''), 'visibility:hidden')]",
    "//*[contains(translate(@style, ' ', ''), 'font-size:0')]",
]
# Where pages declare what they are, best first; "json-ld" is schema.org's Article.
_DECLARED_IN = {
    "title": ("json-ld headline", "meta og:title", "element h1", "element title"),
    "outlet": ("json-ld publisher", "meta og:site_name"),
    "author": ("json-ld author", "meta author", "meta byl", "meta article:author"),
    "published": (
        "json-ld datePublished",
        "meta article:published_time",
        "meta datePublished",
        "meta date",
        "meta dc.date",
        "meta pubdate",
        "meta publishdate",
    ),
    "url": ("link canonical", "meta og:url", "json-ld url"),
}
_ARTICLE_TYPE = re.compile("(Article|Posting|Report)")


def read_html(text: str, path: PurePath) -> Article:
    """Read a saved web page. `Article.text` is the text of its article, without markup.

    Metadata comes from what the page declares (meta elements, JSON-LD, canonical link), never
    from guesses over its text; `provenance` names the declaration. Nothing is fetched.
    """
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    try:
        # As bytes: lxml rejects a str that declares an encoding of its own.
        tree = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))
    except ParserError:  # nothing but space or comments
        return Article(title_from_name(path), "", Publication(), ())
    declared = _Declarations(tree)
    title, title_place = declared.first("title", str)
    outlet, outlet_place = declared.first("outlet", str)
    author, author_place = declared.first("author", _not_an_address)
    published, published_place = declared.first("published", parse_date)
    url, url_place = declared.first("url", web_address)
    places = {
        "title": title_place,
        "outlet": outlet_place,
        "author": author_place,
        "published": published_place,
        "url": url_place,
    }
    article_text = _article_text(text)
    return Article(
        title=title or title_from_name(path),
        text=article_text,
        publication=Publication(
            outlet=outlet,
            author=author,
            published=published,
            url=url,
            language=language_of(article_text, tree.get("lang")),
            provenance={field: place for field, place in places.items() if place},
        ),
        content=(Span(0, len(article_text)),) if article_text else (),
    )


def _article_text(page: str) -> str:
    import trafilatura

    # What it complains of on stderr (too short, not an article) is in what it returns.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(page, include_comments=False, prune_xpath=_HIDDEN)
    # Pages of a few words count as no article; what they say is still their text.
    return text or trafilatura.html2txt(page).strip()


def _not_an_address(text: str) -> str | None:
    """The text, unless it is a profile's address where a name is due."""
    return None if web_address(text) else text


class _Declarations:
    """What a page declares about itself, by place."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._json_ld = next(_json_ld_articles(tree), {})
        self._meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            self._meta.setdefault((name or "").lower(), element.get("content") or "")

    def first(
        self, field: str, valid: Callable[[str], T | None]
    ) -> tuple[T, str] | tuple[None, None]:
        """The first declaration of a field that holds a valid value, and its place."""
        for place in _DECLARED_IN[field]:
            value = valid(one_line(self._at(place)))
            if value:
                return value, f"html {place}"
        return None, None

    def _at(self, place: str) -> str:
        kind, name = place.split()
        if kind == "json-ld":
            return _named(self._json_ld.get(name))
        if kind == "meta":
            return self._meta.get(name.lower(), "")
        if kind == "link":
            return next(
                (e.get("href", "") for e in self._tree.iter("link") if e.get("rel") == name), ""
            )
        return next((e.text_content() for e in self._tree.iter(name)), "")


def _json_ld_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                if _ARTICLE_TYPE.search(str(item.get("@type", ""))):
                    yield item
                waiting.append(item.get("@graph"))


def _named(value: object) -> str:
    """A text, or the name of a schema.org person or organisation, or several of them."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_named, value[:20])))
    if isinstance(value, dict):
        return _named(value.get("name"))
    return value if isinstance(value, str) else ""
