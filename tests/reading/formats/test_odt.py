"""ODT: text as its reader sees it; encryption, bombs and damage are refused in clear words."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

import pytest

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats.odt import read_odt
from rag.reading.source import Source
from rag.reading.structures.zipped import MAX_UNPACKED_BYTES

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "meta": "meta",
        "manifest": "manifest",
    }.items()
)
ENGLISH = "Delegates met in Wuzhen."
CHINESE = "世界互联网大会在浙江乌镇举行。"


def read(data: bytes) -> Article:
    (article,) = read_odt(Source.of_bytes(data, PurePath("report.odt")))
    return article


def odt_of(body: str, **parts: str | bytes) -> bytes:
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}>{content}</office:document-content>",
        )
        for name, part in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", part)
    return stream.getvalue()


def test_paragraphs_headings_lists_and_tables_are_read_in_order() -> None:
    article = read(
        odt_of(
            f"<text:h>第二届大会</text:h><text:p>{ENGLISH}</text:p>"
            "<text:list><text:list-item><text:p>An item</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>Year</text:p>"
            "</table:table-cell><table:table-cell><text:p>2015</text:p></table:table-cell>"
            f"</table:table-row></table:table><text:p>{CHINESE}</text:p>"
        )
    )
    assert article.text.split("\n\n") == [
        "第二届大会",
        ENGLISH,
        "An item",
        "Year\t2015",
        CHINESE,
    ]
    assert [span.of(article.text) for span in article.content] == [article.text]


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("a <text:span>b<text:tab/>c</text:span> d", "a b\tc d"),
        ("a<text:s text:c='999999999'/>b<text:line-break/>c", "a b\nc"),
        (
            "before<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>a note</text:p></text:note-body></text:note> after",
            "before after\n\na note",
        ),
        ("kept<office:annotation><text:p>comment</text:p></office:annotation>", "kept"),
        ("kept<text:hidden-text>hidden</text:hidden-text>", "kept"),
    ],
)
def test_a_paragraph_is_read_as_it_is_seen(paragraph: str, text: str) -> None:
    assert read(odt_of(f"<text:p>{paragraph}</text:p>")).text == text


def test_a_deletion_not_yet_accepted_is_not_text() -> None:
    deleted = "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    assert read(odt_of(f"{deleted}<text:p>{ENGLISH}</text:p>")).text == ENGLISH


def test_title_and_author_come_from_the_properties() -> None:
    meta = (
        f"<office:document-meta {NAMESPACES} xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<office:meta><dc:title>乌镇峰会</dc:title><dc:creator>the last to save it</dc:creator>"
        "<meta:initial-creator>Ann Lee</meta:initial-creator></office:meta>"
        "</office:document-meta>"
    )
    article = read(odt_of(f"<text:p>{ENGLISH}</text:p>", meta=meta))
    assert (article.title, article.publication.author) == ("乌镇峰会", "Ann Lee")


def test_an_encrypted_file_is_named_as_such() -> None:
    manifest = (
        f"<manifest:manifest {NAMESPACES}><manifest:file-entry><manifest:encryption-data/>"
        "</manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(UnreadableFile, match=r"report\.odt is password-protected"):
        read(odt_of("", **{"META-INF__manifest": manifest}))


def test_a_bomb_is_refused() -> None:
    data = odt_of("", meta=b" " * (MAX_UNPACKED_BYTES + 1))
    assert len(data) < MAX_UNPACKED_BYTES / 900
    with pytest.raises(UnreadableFile, match="unpacks to more than 100 MB"):
        read(data)


def test_text_nested_too_deep_is_refused() -> None:
    nested = "<text:span>" * 1000 + "x" + "</text:span>" * 1000
    with pytest.raises(UnreadableFile, match=r"content\.xml in it is damaged"):
        read(odt_of(f"<text:p>{nested}</text:p>"))


@pytest.mark.parametrize("data", [b"", odt_of("")[:-200], odt_of("<text:p>")])
def test_a_damaged_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is unreadable"):
        read(data)
