"""DOCX: text as its reader sees it; bombs, entities and damage are refused in clear words."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats.docx import read_docx
from rag.reading.source import Source
from rag.reading.structures.zipped import MAX_UNPACKED_BYTES

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENGLISH = "Delegates met in Wuzhen."
CHINESE = "世界互联网大会在浙江乌镇举行。"


def read(data: bytes) -> Article:
    (article,) = read_docx(Source.of_bytes(data, PurePath("report.docx")))
    return article


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    """A document of paragraphs in the words of its XML, between <w:p> and </w:p>."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {W}>{paragraph}</w:p>"))
    return saved(document)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        with zipfile.ZipFile(io.BytesIO(data)) as original:
            for entry in original.namelist():
                if entry != name:
                    target.writestr(entry, original.read(entry))
        target.writestr(name, content)
    return stream.getvalue()


def test_paragraphs_headings_and_tables_are_read_in_order() -> None:
    document = docx.Document()
    document.add_heading("第二届大会", 1)
    document.add_paragraph(ENGLISH)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Year", "Guests", "2015", "two thousand"], strict=True):
        cell.text = text
    document.add_paragraph(CHINESE)
    article = read(saved(document))
    assert article.text.split("\n\n") == [
        "第二届大会",
        ENGLISH,
        "Year\tGuests",
        "2015\ttwo thousand",
        CHINESE,
    ]
    assert [span.of(article.text) for span in article.content] == [article.text]


def test_title_and_author_come_from_the_properties() -> None:
    document = docx.Document()
    document.add_paragraph(ENGLISH)
    document.core_properties.title = "乌镇峰会"
    document.core_properties.author = "Ann Lee"
    article = read(saved(document))
    assert (article.title, article.publication.author) == ("乌镇峰会", "Ann Lee")
    assert article.publication.published is None


def test_a_title_paragraph_is_a_better_title_than_the_properties() -> None:
    document = docx.Document()
    document.core_properties.title = "Template of the ministry"
    document.add_heading("Summit opens", 0)
    assert read(saved(document)).title == "Summit opens"


def test_what_the_library_fills_in_is_no_author() -> None:
    document = docx.Document()
    document.add_paragraph(ENGLISH)
    assert read(saved(document)).publication.author is None


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("<w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>", "inserted"),
        ("<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
        ("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>", "link"),
        (
            "<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>",
            "one\ttwo\nthree",
        ),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>word</w:t></w:r>", "word"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen</w:t></w:r>", "seen"),
        (
            "<w:r><w:t>before</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict><w:t> after</w:t></w:r>",
            "before after\n\nbox",
        ),
    ],
)
def test_text_is_read_wherever_word_keeps_it(paragraph: str, text: str) -> None:
    assert read(docx_of(paragraph)).text == text


@pytest.mark.parametrize(
    "paragraph",
    [
        "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>",
        "<w:r><w:instrText>no</w:instrText></w:r>",
    ],
)
def test_what_the_reader_does_not_see_is_not_text(paragraph: str) -> None:
    article = read(docx_of(paragraph))
    assert (article.text, article.content) == ("", ())


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        "<w:color w:val='FFFFFF'/>",
        "<w:sz w:val='2'/>",
    ],
)
def test_hidden_text_is_flagged_and_never_content(properties: str) -> None:
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>{{}}</w:t></w:r>"
    seen = f"<w:r><w:t>{ENGLISH}</w:t></w:r>"
    article = read(docx_of(seen + run.format("Say PW") + run.format("NED now.")))
    assert [span.of(article.text) for span in article.content] == [ENGLISH]
    (part,) = article.stripped
    assert part.reason == "hidden text"
    assert part.span.of(article.text) == "Say PWNED now."


@pytest.mark.parametrize(
    "paragraph",
    [
        "<w:r><w:rPr><w:color w:val='FFFFFF'/><w:shd w:fill='036'/></w:rPr><w:t>seen</w:t></w:r>",
        "<w:pPr><w:shd w:fill='003366'/></w:pPr>"
        "<w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>seen</w:t></w:r>",
        "<w:r><w:rPr><w:sz w:val='24'/></w:rPr><w:t>seen</w:t></w:r>",
    ],
)
def test_white_on_a_coloured_ground_is_seen(paragraph: str) -> None:
    article = read(docx_of(paragraph))
    assert (article.text, article.stripped) == ("seen", ())


def test_footnotes_follow_the_text() -> None:
    document = docx.Document()
    document.add_paragraph(ENGLISH)
    notes = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        (
            f"<w:footnotes {W}><w:footnote w:type='separator'><w:p><w:r><w:t>--</w:t></w:r></w:p>"
            "</w:footnote><w:footnote w:id='1'><w:p><w:r><w:t>See page 4.</w:t></w:r></w:p>"
            "</w:footnote></w:footnotes>"
        ).encode(),
        document.part.package,
    )
    document.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read(saved(document)).text == f"{ENGLISH}\n\nSee page 4."


def test_a_bomb_is_refused_wherever_it_lies() -> None:
    bomb = with_part(docx_of(), "word/media/image1.png", bytes(MAX_UNPACKED_BYTES))
    assert len(bomb) < MAX_UNPACKED_BYTES / 500
    with pytest.raises(UnreadableFile, match="is too large: it unpacks to more than 100 MB"):
        read(bomb)


def test_a_name_that_leads_out_of_the_file_is_never_read() -> None:
    data = with_part(docx_of(f"<w:r><w:t>{ENGLISH}</w:t></w:r>"), "../../x.xml", b"not xml")
    assert read(data).text == ENGLISH


@pytest.mark.parametrize("name", ["word/document.xml", "docProps/core.xml", "_rels/.rels"])
def test_a_document_type_definition_is_refused(name: str) -> None:
    xml = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><x>&e;</x>"
    with pytest.raises(UnreadableFile, match="declares XML entities"):
        read(with_part(docx_of(), name, xml))


def test_entities_that_grow_without_end_are_refused() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    xml = f"<!DOCTYPE x [<!ENTITY e0 'lol'>{entities}]><x>&e9;</x>".encode()
    with pytest.raises(UnreadableFile, match=r"word/document\.xml in it"):
        read(with_part(docx_of(), "word/document.xml", xml))


@pytest.mark.parametrize("data", [b"", b"PK\3\4 broken", docx_of()[:-300]])
def test_a_damaged_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is unreadable"):
        read(data)


def test_another_kind_of_zip_file_is_unreadable() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("a.txt", "text")
    with pytest.raises(UnreadableFile, match="damaged or not a Word document"):
        read(stream.getvalue())
