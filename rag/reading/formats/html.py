"""HTML: the article's text without the page around it, and what the page says about it."""

from __future__ import annotations

import logging
from pathlib import PurePath
from typing import TYPE_CHECKING

from rag.domain import Publication
from rag.reading.article import Article, language_of, title_from_name
from rag.reading.publication.attribution import attribute
from rag.reading.publication.boilerplate import content_without, find_boilerplate
from rag.reading.publication.declarations import declared
from rag.reading.publication.findings import resolve
from rag.reading.structures.hidden import with_hidden_text
from rag.reading.structures.styles import WHITE, background_of, concealed_names, is_concealed
from rag.text.inert import read_tags, unseen_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Around an article, menus and dialogues wait unseen for a click: they hide nothing.
_CONTROLS = frozenset("aside button dialog footer form header nav select svg".split())
_OWN_WORDS = ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
_WITH_ATTRIBUTES = "//*[@hidden or @aria-hidden or @style or @color or @class or @id]"


def read_html(text: str, path: PurePath) -> Article:
    """Read a saved web page. `Article.text` is the text of its article, without markup.

    Metadata comes from what the page declares (JSON-LD, meta elements, canonical link), then from
    its bylines and times, then from the lines of the article. Nothing is fetched. What a visitor
    of the page does not see is behind the text, as `stripped`.
    """
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring, tostring

    try:
        # As bytes: lxml rejects a str that declares an encoding of its own.
        tree = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))
    except ParserError:  # nothing but space or comments
        return Article(title_from_name(path), "", Publication(), ())
    findings = declared(tree)
    hidden = _take_hidden(tree)
    article_text = _article_text(tostring(tree, encoding="unicode") if hidden else text)
    stripped = find_boilerplate(article_text)
    in_text = attribute(article_text, stripped)
    # The page's headline is in its markup: a line of the text would only compete with it.
    findings.outlet.extend(in_text.outlet)
    findings.author.extend(in_text.author)
    findings.published.extend(in_text.published)
    publication, title = resolve(
        findings, path, language_of(article_text, tree.get("lang")), article_text
    )
    content = content_without(article_text, stripped)
    article = Article(title, article_text, publication, content, stripped)
    # Of the extracted text, they are gone.
    hidden += [read_tags(span.of(text)) for span in unseen_words(text)]
    return with_hidden_text(article, hidden)


def _take_hidden(tree: HtmlElement) -> list[str]:
    """Remove what is hidden; the words of each such element, "" for a control of the page."""
    names = concealed_names("\n".join(sheet.text or "" for sheet in tree.iter("style")))
    hidden = [element for element in tree.xpath(_WITH_ATTRIBUTES) if _is_hidden(element, names)]
    taken: list[str] = []
    for element in hidden:
        around = {ancestor.tag for ancestor in element.iterancestors()}
        if "html" not in around:
            continue  # it lay in another that is gone by now
        is_control = not _CONTROLS.isdisjoint({element.tag, *around})
        taken.append("" if is_control else " ".join(element.xpath(_OWN_WORDS)))
        element.drop_tree()
    return taken


def _is_hidden(element: HtmlElement, concealed: frozenset[str]) -> bool:
    # Many pages hide all of themselves until a script has run.
    if element.tag in ("html", "body"):
        return False
    names = {f"#{element.get('id')}", *(f".{name}" for name in element.get("class", "").split())}
    behind = (background_of(ancestor.attrib) for ancestor in element.iterancestors())
    background = next(filter(None, behind), WHITE)
    return not names.isdisjoint(concealed) or is_concealed(element.attrib, background)


def _article_text(page: str) -> str:
    import trafilatura

    # What it complains of on stderr (too short, not an article) is in what it returns.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(page, include_comments=False)
    # Pages of a few words count as no article; what they say is still their text.
    return text or trafilatura.html2txt(page).strip()
