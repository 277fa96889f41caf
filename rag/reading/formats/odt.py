"""ODT: the text of an OpenDocument file as its reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.source import Source
from rag.reading.structures.markup import Markup, blocks_of, hidden_texts
from rag.reading.structures.properties import article_of, property_findings
from rag.reading.structures.zipped import ZipContainer

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT = f"{{{_OASIS}:text:1.0}}"
_TABLE = f"{{{_OASIS}:table:1.0}}"
_OFFICE = f"{{{_OASIS}:office:1.0}}"
_DRAW = f"{{{_OASIS}:drawing:1.0}}"
_SVG = f"{{{_OASIS}:svg-compatible:1.0}}"
_META = f"{{{_OASIS}:meta:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"

_HIDDEN = (f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph")

_MARKUP = Markup(
    blocks=frozenset({f"{_TEXT}p", f"{_TEXT}h"}),
    row=f"{_TABLE}table-row",
    cells=frozenset({f"{_TABLE}table-cell"}),
    skipped=frozenset(
        {
            f"{_TEXT}tracked-changes",
            f"{_TEXT}note-citation",
            f"{_TEXT}ruby-text",
            f"{_OFFICE}annotation",
            f"{_OFFICE}binary-data",
            f"{_OFFICE}forms",
            f"{_SVG}title",
            f"{_SVG}desc",
        }
    ),
    aside=frozenset({f"{_TEXT}note-body", f"{_DRAW}text-box"}),
    # `s` stands for a run of spaces of any declared length.
    characters={f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "},
    is_hidden=lambda element: element.tag in _HIDDEN,
)


def read_odt(source: Source) -> Iterator[Article]:
    """Read an OpenDocument text. Title and author come from its properties.

    Deleted text, comments and page headers are not part of the text; hidden text is behind it, as
    stripped.

    Raises:
        UnreadableFile: it is damaged, password-protected, unpacks to too much, or holds a
            document type definition.
    """
    container = ZipContainer(source)
    manifest = "META-INF/manifest.xml"
    if manifest in container.names and any(
        str(element.tag).endswith("}encryption-data")
        for element in container.read_xml(manifest).iter()
    ):
        raise UnreadableFile(
            f"{source.name} is password-protected.", hint="Save a copy without the password."
        )
    body = container.read_xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableFile(f"{source.name} is unreadable: it is not an OpenDocument text.")
    properties = dict[str, str]()
    if "meta.xml" in container.names:
        for element in container.read_xml("meta.xml").iter("{*}*"):
            properties.setdefault(element.tag, element.text or "")
    findings = property_findings(
        properties.get(f"{_DC}title"),
        properties.get(f"{_META}initial-creator") or properties.get(f"{_DC}creator"),
        "odt properties",
    )
    text = "\n\n".join(blocks_of(body, _MARKUP))
    hidden = hidden_texts(body, _MARKUP)
    yield article_of(source, text, findings, properties.get(f"{_DC}language"), hidden)
