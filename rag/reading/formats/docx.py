"""DOCX: the text of a Word document as its reader sees it, footnotes after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile
from rag.reading.article import Article, one_line
from rag.reading.publication.findings import STATED, Finding
from rag.reading.source import Source
from rag.reading.structures.markup import Markup, blocks_of, hidden_texts
from rag.reading.structures.properties import article_of, property_findings
from rag.reading.structures.styles import WHITE, is_same_colour
from rag.reading.structures.zipped import ZipContainer

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# The head of a document: what is styled as a title further down is a chapter's.
_TITLE_WITHIN_PARAGRAPHS = 20


# Half points: nobody reads letters of one point.
_UNREADABLE_SIZE = 2
_BACKGROUNDS = (f"{_W}rPr", f"{_W}pPr", f"{_W}tcPr")


def _is_hidden(element: _Element) -> bool:
    """Whether a run is marked as hidden, too small to be read, or as white as its ground."""
    properties = element.find(f"{_W}rPr") if element.tag == f"{_W}r" else None
    if properties is None:
        return False
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off"):
        return True
    size = _value(properties, "sz")
    if size.isdecimal() and int(size) <= _UNREADABLE_SIZE:
        return True
    is_white = is_same_colour(f"#{_value(properties, 'color')}", WHITE)
    return is_white and not _has_background(element)


def _has_background(run: _Element) -> bool:
    """Whether something may be behind a run; the style of a table may colour its cells."""
    for element in (run, *run.iterancestors()):
        styled = element.find(f"{_W}tblPr/{_W}tblStyle") is not None
        if styled or element.tag == f"{_W}txbxContent":
            return True
        for properties in filter(lambda child: child.tag in _BACKGROUNDS, element):
            if any(properties.find(f"{_W}{name}") is not None for name in ("shd", "highlight")):
                return True
    return run.getroottree().find(f"{_W}background") is not None


def _value(properties: _Element, name: str) -> str:
    element = properties.find(f"{_W}{name}")
    return element.get(f"{_W}val", "") if element is not None else ""


_MARKUP = Markup(
    blocks=frozenset({f"{_W}p"}),
    row=f"{_W}tr",
    cells=frozenset({f"{_W}tc"}),
    skipped=frozenset(
        {
            f"{_W}pPr",  # among a paragraph's properties are its tab stops, named as tabs are
            f"{_W}del",  # a deletion that nobody has accepted yet
            f"{_W}moveFrom",
            f"{_W}rt",  # the pronunciation above Chinese words
            f"{_COMPATIBILITY}Fallback",  # the same text box once more, for old versions of Word
        }
    ),
    aside=frozenset({f"{_W}txbxContent"}),
    characters={
        f"{_W}tab": "\t",
        f"{_W}br": "\n",
        f"{_W}cr": "\n",
        f"{_W}noBreakHyphen": "-",
    },
    text_only_in=frozenset({f"{_W}t", f"{_MATH}t"}),
    is_hidden=_is_hidden,
)


def read_docx(source: Source) -> Iterator[Article]:
    """Read a Word document. Title and author come from its properties or its title paragraph.

    Deleted text, comments, page headers and the numbers of automatic lists are not part of the
    text; hidden text is behind it, as stripped.

    Raises:
        UnreadableFile: it is damaged, unpacks to too much, or holds a document type definition.
    """
    container = ZipContainer(source)
    for name in container.names:
        # All is counted before python-docx, which counts nothing, unpacks it again.
        if name.endswith((".xml", ".rels")):
            container.read_xml(name)
        else:
            container.read(name)
    try:
        article = _article(source)
    except MemoryError:
        raise
    except Exception as error:  # python-docx promises no set of exceptions for damaged files
        raise UnreadableFile(
            f"{source.name} is unreadable: it is damaged or not a Word document."
        ) from error
    yield article


def _article(source: Source) -> Article:
    import docx

    document = docx.Document(io.BytesIO(source.read()))
    parts = [document.element.body, *_notes(document)]
    blocks = [block for part in parts for block in blocks_of(part, _MARKUP)]
    hidden = [text for part in parts for text in hidden_texts(part, _MARKUP)]
    properties = document.core_properties
    findings = property_findings(properties.title, properties.author, "docx properties")
    title = _titled(document)
    if title:
        findings.title.append(Finding(title, "title paragraph", STATED))
    return article_of(source, "\n\n".join(blocks), findings, hidden=hidden)


def _notes(document: Document) -> Iterator[_Element]:
    """The footnotes and endnotes, less the rules that separate them from the text."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in ("footnotes", "endnotes") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(f"{_W}type", "normal") == "normal":
                    yield note


def _titled(document: Document) -> str:
    """The text of the paragraph styled as the document's title."""
    for paragraph in document.paragraphs[:_TITLE_WITHIN_PARAGRAPHS]:
        if paragraph.style is not None and paragraph.style.name == "Title":
            return one_line(paragraph.text)
    return ""
