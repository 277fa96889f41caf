"""EPUB: a book's chapters in reading order, with what its package says about it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from rag.errors import UnreadableFile
from rag.reading.article import Article, one_line
from rag.reading.dates.alone import parse_date
from rag.reading.publication.findings import DECLARED, Finding, Findings
from rag.reading.source import Source
from rag.reading.structures.markup import Markup, blocks_of, hidden_texts
from rag.reading.structures.properties import article_of
from rag.reading.structures.styles import is_concealed
from rag.reading.structures.zipped import ZipContainer

if TYPE_CHECKING:
    from lxml.etree import _Element

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_CHAPTER_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_ORIGIN = "epub package"

_NAMED_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")

_MARKUP = Markup(
    blocks=frozenset(
        """address article aside blockquote body caption dd div dl dt figcaption figure footer h1 h2
        h3 h4 h5 h6 header hr li main nav ol p pre section table td th ul""".split()
    ),
    row="tr",
    cells=frozenset({"td", "th"}),
    skipped=frozenset("audio head noscript rp rt script style svg template video".split()),
    characters={"br": "\n"},
    is_hidden=lambda element: is_concealed(element.attrib),
)


def read_epub(source: Source) -> Iterator[Article]:
    """Read a book: the chapters of its spine, without its table of contents.

    Title, author, publisher (as the outlet), language and date are those that its package declares.

    Raises:
        UnreadableFile: it is damaged, encrypted, lacks a chapter, or unpacks to too much.
    """
    container = ZipContainer(source)
    package_name = _package_name(container, source)
    package = container.read_xml(package_name)
    chapters = list(_chapter_names(package, posixpath.dirname(package_name)))
    if not _encrypted_names(container).isdisjoint(chapters):
        raise UnreadableFile(
            f"{source.name} is encrypted (DRM).", hint="Index a copy without copy protection."
        )
    blocks: list[str] = []
    hidden: list[str] = []
    for name in chapters:
        root = _root(container.read(name))
        if root is not None:
            blocks += blocks_of(root, _MARKUP)
            hidden += hidden_texts(root, _MARKUP)
    language = one_line(package.findtext(f".//{_DC}language") or "")
    yield article_of(source, "\n\n".join(blocks), _findings(package), language, hidden)


def _package_name(container: ZipContainer, source: Source) -> str:
    for element in container.read_xml("META-INF/container.xml").iter("{*}rootfile"):
        if name := element.get("full-path"):
            return str(name)
    raise UnreadableFile(f"{source.name} is unreadable: it names no package of a book.")


def _chapter_names(package: _Element, folder: str) -> Iterator[str]:
    """The names of the chapters' files, in reading order."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _CHAPTER_TYPES:
            continue
        if "nav" not in item.get("properties", "").split():
            path = unquote(urlsplit(item.get("href", "")).path)
            yield posixpath.normpath(posixpath.join(folder, path))


def _encrypted_names(container: ZipContainer) -> set[str]:
    """What is encrypted; fonts often are, in books that anyone may read."""
    name = "META-INF/encryption.xml"
    if name not in container.names:
        return set()
    references = container.read_xml(name).iter("{*}CipherReference")
    return {posixpath.normpath(unquote(element.get("URI", ""))) for element in references}


def _findings(package: _Element) -> Findings:
    def declared(name: str) -> list[str]:
        texts = (one_line(element.text or "") for element in package.iter(f"{_DC}{name}"))
        return [text for text in texts if text]

    findings = Findings()
    findings.title.extend(Finding(title, _ORIGIN, DECLARED) for title in declared("title"))
    findings.outlet.extend(Finding(name, _ORIGIN, DECLARED) for name in declared("publisher"))
    if creators := declared("creator"):
        findings.author.append(Finding(", ".join(creators[:20]), _ORIGIN, DECLARED))
    for element in package.iter(f"{_DC}date"):
        published = parse_date(one_line(element.text or ""))
        # Programs write the year 101 where they know none.
        is_publication = element.get(f"{_OPF}event", "publication") == "publication"
        if published and is_publication and published.year > 1000:
            findings.published.append(Finding(published, _ORIGIN, DECLARED))
    return findings


def _root(chapter: bytes) -> _Element | None:
    """The chapter's element, its names without namespaces; None: it is empty."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # XHTML's entities are declared in a DTD that nobody fetches.
    chapter = _NAMED_ENTITY.sub(_as_number, chapter)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(chapter, parser)
    except etree.XMLSyntaxError:
        try:
            root = document_fromstring(chapter, parser=HTMLParser(encoding="utf-8"))
        except etree.ParserError:  # nothing but space or comments
            return None
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    return root


def _as_number(entity: re.Match[bytes]) -> bytes:
    characters = html5.get(entity[1].decode("ascii"))
    if characters is None:
        return entity[0]
    return "".join(f"&#{ord(character)};" for character in characters).encode("ascii")
