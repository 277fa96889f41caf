"""What an HTML page declares about itself: JSON-LD, meta elements, links, times and bylines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from rag.reading.article import one_line, web_address
from rag.reading.dates.alone import parse_date
from rag.reading.publication.findings import DECLARED, INFERRED, STATED, Finding, Findings
from rag.reading.publication.names import byline_name, outlet_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

T = TypeVar("T")

# Where pages declare what they are, best first; "json-ld" is schema.org's Article.
_TITLES = ("json-ld headline", "meta og:title", "meta citation_title")
_OUTLETS = (
    "json-ld publisher",
    "meta og:site_name",
    "meta dc.publisher",
    "meta citation_journal_title",
    "meta source",
)
_AUTHORS = ("json-ld author", "meta author", "meta byl", "meta article:author", "meta dc.creator")
_DATES = (
    "json-ld datePublished",
    "meta article:published_time",
    "meta datePublished",
    "meta parsely-pub-date",
    "meta sailthru.date",
    "meta citation_publication_date",
    "meta dc.date.issued",
    "meta dc.date",
    "meta date",
    "meta pubdate",
    "meta publishdate",
)
_URLS = ("link canonical", "meta og:url", "json-ld url")
_ARTICLE_TYPE = re.compile("(Article|Posting|Report)")
_NOT_IN_ARTICLE = (
    "[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::*[@hidden])]"
)
_TIMES = f"//article//time[@datetime]{_NOT_IN_ARTICLE}|//main//time[@datetime]{_NOT_IN_ARTICLE}"
_NOT_PUBLISHED = re.compile("modif|updat|comment|relat|event", re.IGNORECASE)
_BYLINES = "|".join(
    f"//{element}{_NOT_IN_ARTICLE}"
    for element in (
        "*[@itemprop='author']",
        "a[@rel='author']",
        "*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    )
)
_MAX_BYLINE_CHARS = 120
_TITLE_PARTS = re.compile(
    r"\s+[|\-–—·•«»]+\s+|\s*[|｜_]\s*|(?<=[\u4e00-\u9fff])-+(?=[\u4e00-\u9fff])"
)


def declared(tree: HtmlElement) -> Findings:
    """All that a page's markup says of its title, outlet, author, date and address."""
    places = _Places(tree)
    findings = Findings(
        title=list(places.all(_TITLES, _text)),
        outlet=list(places.all(_OUTLETS, _not_an_address)),
        author=list(places.all(_AUTHORS, _not_an_address)),
        published=[*places.all(_DATES, parse_date), *_times(tree)],
        url=list(places.all(_URLS, web_address)),
    )
    findings.author.extend(_bylines(tree))
    _read_title_element(tree, findings)
    return findings


def _read_title_element(tree: HtmlElement, findings: Findings) -> None:
    """“Headline | Site”: the site's name is what follows the headline."""
    heading = next((one_line(e.text_content()) for e in tree.iter("h1")), "")
    if heading:
        findings.title.append(Finding(heading, "element h1", STATED))
    whole = next((one_line(e.text_content()) for e in tree.iter("title")), "")
    separators = list(_TITLE_PARTS.finditer(whole))
    headlines = [finding.value for finding in findings.title]
    if separators:
        last = separators[-1]
        named = outlet_name(whole[last.end() :])
        known = any(whole[: s.start()] in headlines for s in separators)
        # A dash may belong to the headline: only one that is known tells where it ends.
        if named and (known or last[0].strip() in "|｜_"):
            findings.outlet.append(Finding(named, f"element title “{whole}”", INFERRED))
            whole = whole[: last.start()]
    if whole:
        findings.title.append(Finding(whole, "element title", INFERRED))


def _times(tree: HtmlElement) -> Iterator[Finding[date]]:
    """The one day that the article's time elements give; several days tell nothing."""
    days: dict[date, float] = {}
    for element in tree.xpath(_TIMES):
        kinds = " ".join((element.get("itemprop", ""), element.get("class", "")))
        around = element.getparent()
        kinds += " " + (around.get("class", "") if around is not None else "")
        day = parse_date(element.get("datetime").strip())
        if day and not _NOT_PUBLISHED.search(kinds):
            says_so = element.get("itemprop") == "datePublished" or "pubdate" in element.attrib
            days[day] = max(days.get(day, 0.0), DECLARED if says_so else STATED)
    best = max(days.values(), default=0.0)
    of_best = [day for day, confidence in days.items() if confidence == best]
    if len(of_best) == 1:
        yield Finding(of_best[0], "element time", best)


def _bylines(tree: HtmlElement) -> Iterator[Finding[str]]:
    for element in tree.xpath(_BYLINES):
        text = one_line(element.text_content())
        name = byline_name(text) if len(text) <= _MAX_BYLINE_CHARS else None
        if name:
            yield Finding(name, f"byline “{text}”", STATED)


def _text(text: str) -> str | None:
    return text or None


def _not_an_address(text: str) -> str | None:
    """The text, unless it is a profile's address where a name is due."""
    return None if web_address(text) else text or None


class _Places:
    """What stands at the places where a page declares something."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._json_ld = next(_json_ld_articles(tree), {})
        self._meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            self._meta.setdefault((name or "").lower(), element.get("content") or "")

    def all(
        self, places: tuple[str, ...], valid: Callable[[str], T | None]
    ) -> Iterator[Finding[T]]:
        """The declarations that hold a valid value, best first."""
        for place in places:
            value = valid(one_line(self._at(place)))
            if value is not None:
                yield Finding(value, place, DECLARED)

    def _at(self, place: str) -> str:
        kind, name = place.split()
        if kind == "json-ld":
            return _named(self._json_ld.get(name))
        if kind == "meta":
            return self._meta.get(name.lower(), "")
        return next(
            (e.get("href", "") for e in self._tree.iter("link") if e.get("rel") == name), ""
        )


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
