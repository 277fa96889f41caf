"""HTML: the article's text without the page around it, and what the page says about it."""

from __future__ import annotations

import logging
from pathlib import PurePath

from rag.domain import Publication
from rag.reading.article import Article, language_of, title_from_name
from rag.reading.publication.attribution import attribute
from rag.reading.publication.boilerplate import content_without, find_boilerplate
from rag.reading.publication.declarations import declared
from rag.reading.publication.findings import resolve

# What a visitor of the page does not see is not quoted from it.
_HIDDEN = [
    "//*[@hidden]",
    "//*[@aria-hidden='true']",
    "//*[contains(translate(@style, ' ', ''), 'display:none')]",
    "//*[contains(translate(@style, ' ', ''), 'visibility:hidden')]",
    "//*[contains(translate(@style, ' ', ''), 'font-size:0')]",
]


def read_html(text: str, path: PurePath) -> Article:
    """Read a saved web page. `Article.text` is the text of its article, without markup.

    Metadata comes from what the page declares (JSON-LD, meta elements, canonical link), then from
    its bylines and times, then from the lines of the article. Nothing is fetched.
    """
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    try:
        # As bytes: lxml rejects a str that declares an encoding of its own.
        tree = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))
    except ParserError:  # nothing but space or comments
        return Article(title_from_name(path), "", Publication(), ())
    article_text = _article_text(text)
    stripped = find_boilerplate(article_text)
    findings = declared(tree)
    in_text = attribute(article_text, stripped)
    # The page's headline is in its markup: a line of the text would only compete with it.
    findings.outlet.extend(in_text.outlet)
    findings.author.extend(in_text.author)
    findings.published.extend(in_text.published)
    publication, title = resolve(
        findings, path, language_of(article_text, tree.get("lang")), article_text
    )
    content = content_without(article_text, stripped)
    return Article(title, article_text, publication, content, stripped)


def _article_text(page: str) -> str:
    import trafilatura

    # What it complains of on stderr (too short, not an article) is in what it returns.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(page, include_comments=False, prune_xpath=_HIDDEN)
    # Pages of a few words count as no article; what they say is still their text.
    return text or trafilatura.html2txt(page).strip()
