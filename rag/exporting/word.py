"""Answers as a Word document with footnotes of Word's own, and the footnotes read back.

python-docx knows no footnotes: their part is put together here (ECMA-376, part 1, 17.11).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import PurePath
from typing import TYPE_CHECKING

from rag.exporting.notes import Note, NotedQuote, as_printed, quotes_in
from rag.exporting.transcript import Paragraph, ParagraphKind, Strong, Transcript

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

_FOOTNOTES = "word/footnotes.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAMESPACE}}}"
_MAX_TITLE_CHARS = 255
_SMALL_PT = 9
# Word knows its own styles by name; python-docx makes their ids by leaving out the space.
_NOTE_TEXT, _NOTE_MARK = "footnote text", "footnote reference"

# Word asks for both of them: the rule above the footnotes, and that above continued ones.
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
_STYLES: dict[ParagraphKind, str] = {
    "question": "Heading 1",
    "heading": "Heading 2",
    "text": "Normal",
    "doubt": "Quote",
    "item": "List Bullet",
    "aside": "Caption",
}


def to_word(transcript: Transcript) -> bytes:
    """The transcript as DOCX."""
    import docx

    document = docx.Document()
    _set_properties(document, transcript)
    _add_note_styles(document)
    numbers = {note: number for number, note in enumerate(transcript.notes, start=1)}
    if numbers:
        _add_footnotes(document, numbers)
    body = _Body(document, numbers)
    for paragraph in transcript.paragraphs:
        body.add(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def from_word(data: bytes) -> list[NotedQuote]:
    """Raises UnreadableFile: it is damaged, or unpacks to too much."""
    from rag.reading.source import Source
    from rag.reading.structures.zipped import ZipContainer

    container = ZipContainer(Source(PurePath("The file"), io.BytesIO(data)))
    if _FOOTNOTES not in container.names:
        return []
    notes = container.read_xml(_FOOTNOTES).iter(f"{_W}footnote")
    return quotes_in("".join(text.text or "" for text in note.iter(f"{_W}t")) for note in notes)


def _set_properties(document: WordDocument, transcript: Transcript) -> None:
    properties = document.core_properties
    properties.author = "Citedesk"
    properties.comments = ""
    properties.title = as_printed(transcript.title)[:_MAX_TITLE_CHARS]
    asked_on = transcript.replies[-1].asked_on
    properties.created = properties.modified = datetime.combine(asked_on, time())


def _add_note_styles(document: WordDocument) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    text = document.styles.add_style(_NOTE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.font.size = Pt(_SMALL_PT)
    text.paragraph_format.space_after = Pt(2)
    reference = document.styles.add_style(_NOTE_MARK, WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    aside = document.styles["Caption"].font
    aside.bold, aside.size, aside.color.rgb = False, Pt(_SMALL_PT), RGBColor(0x5C, 0x60, 0x66)


def _add_footnotes(document: WordDocument, numbers: Mapping[Note, int]) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from lxml import etree

    root = parse_xml(f'<w:footnotes xmlns:w="{_NAMESPACE}">{_SEPARATORS}</w:footnotes>')
    root.extend(_footnote(note, number) for note, number in numbers.items())
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI(f"/{_FOOTNOTES}"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    separators = _element("footnotePr")
    separators.extend(_element("footnote", id=number) for number in ("-1", "0"))
    settings = document.settings.element
    settings.find(f"{_W}compat").addprevious(separators)  # the schema has them in this order


def _footnote(note: Note, number: int) -> BaseOxmlElement:
    address = f" {as_printed(note.url)}," if note.url else ""
    run = _element("r")
    run.append(_text(f" {note.source},{address} {note.place}{note.translated}"))
    paragraph = _element("p")
    paragraph.style = _NOTE_TEXT.replace(" ", "")
    paragraph.extend((_superscript(_element("footnoteRef")), run))
    footnote = _element("footnote", id=str(number))
    footnote.append(paragraph)
    return footnote


class _Body:
    """The text, in which each note is referred to by its footnote."""

    def __init__(self, document: WordDocument, numbers: Mapping[Note, int]) -> None:
        self._document = document
        self._numbers = numbers
        self._referred: set[Note] = set()

    def add(self, paragraph: Paragraph) -> None:
        written = self._document.add_paragraph(style=_STYLES[paragraph.kind])
        for piece in paragraph.pieces:
            match piece:
                case Note():
                    written._p.extend(self._reference(piece))
                case Strong(text):
                    written.add_run(as_printed(text)).bold = True
                case _:
                    written.add_run(as_printed(piece))

    def _reference(self, note: Note) -> list[BaseOxmlElement]:
        """The footnote's own mark, in a bookmark to which later references to it lead."""
        number = str(self._numbers[note])
        bookmark = f"_Note{number}"
        if note in self._referred:
            field = _element("fldSimple", instr=f" NOTEREF {bookmark} \\f \\h ")
            field.append(_superscript(_text(number)))
            return [field]
        self._referred.add(note)
        return [
            _element("bookmarkStart", id=number, name=bookmark),
            _superscript(_element("footnoteReference", id=number)),
            _element("bookmarkEnd", id=number),
        ]


def _superscript(mark: BaseOxmlElement) -> BaseOxmlElement:
    run = _element("r")
    run.style = _NOTE_MARK.replace(" ", "")
    run.append(mark)
    return run


def _text(text: str) -> BaseOxmlElement:
    element = _element("t")
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = text
    return element


def _element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{tag}", {f"{_W}{key}": value for key, value in attributes.items()})
