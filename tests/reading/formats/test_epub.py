"""EPUB: chapters in reading order, metadata of the package; DRM, bombs and damage refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from types import MappingProxyType

import pytest

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats.epub import read_epub
from rag.reading.source import Source
from rag.reading.structures.zipped import MAX_UNPACKED_BYTES

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
ENGLISH = "Delegates met in Wuzhen."
CHINESE = "世界互联网大会在浙江乌镇举行。"


def read(data: bytes) -> Article:
    (article,) = read_epub(Source.of_bytes(data, PurePath("book.epub")))
    return article


def epub_of(
    *chapters: str | bytes, metadata: str = "", files: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """A book of chapters, stored in the reverse of their reading order."""
    items = "".join(
        f'<item id="c{n}" href="text/chapter%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    references = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{references}</spine></package>"
    )
    named = {f"OEBPS/text/chapter {n}.xhtml": chapter for n, chapter in enumerate(chapters)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip")
        for name in reversed(named):
            file.writestr(name, named[name])
        for name, data in {
            "OEBPS/book.opf": package,
            "META-INF/container.xml": CONTAINER,
            **files,
        }.items():
            file.writestr(name, data)
    return stream.getvalue()


def chapter(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN"'
        ' "http://127.0.0.1:9/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title/></head><body>{body}</body></html>"
    )


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    article = read(
        epub_of(
            chapter(f"<h1>One</h1><div><p>{ENGLISH}</p></div>"),
            chapter(f"<h1>第二章</h1><p>{CHINESE}</p>"),
        )
    )
    assert article.text.split("\n\n") == ["One", ENGLISH, "第二章", CHINESE]
    assert [span.of(article.text) for span in article.content] == [article.text]


def test_the_package_names_the_publication() -> None:
    metadata = (
        "<dc:title>乌镇 年鉴</dc:title><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Wu"
        "</dc:creator><dc:publisher>The Press</dc:publisher><dc:language>zh-CN</dc:language>"
        '<dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2016-11-16</dc:date>'
    )
    article = read(epub_of(chapter(f"<p>{ENGLISH}</p>"), metadata=metadata))
    publication = article.publication
    assert article.title == "乌镇 年鉴"
    assert publication.author == "Ann Lee, Bo Wu"
    assert publication.outlet == "The Press"
    assert publication.language == "zh"
    assert publication.published == date(2016, 11, 16)
    assert publication.provenance["published"].origin == "epub package"


def test_the_date_of_a_program_that_knows_none_is_no_date() -> None:
    metadata = "<dc:date>0101-01-01T00:00:00+00:00</dc:date>"
    article = read(epub_of(chapter(f"<p>{ENGLISH}</p>"), metadata=metadata))
    assert article.publication.published is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>caf&eacute;&nbsp;&amp; <i>more</i>\n text</p>", "café\u00a0& more text"),
        ("<p>one<br/>two</p>three", "one\ntwo\n\nthree"),
        ("<table><tr><th>Year</th><td>2015</td></tr></table>", "Year\t2015"),
        ("<p>kept<script>no()</script></p><p hidden=''>no</p>", "kept"),
        ("<p style='font-size: 0.8em'>kept</p><p style='display: none'>no</p>", "kept"),
        ("<p>a<ruby>字<rt>zi</rt></ruby></p>", "a字"),
    ],
)
def test_a_chapter_is_read_as_it_is_seen(body: str, text: str) -> None:
    assert read(epub_of(chapter(body))).text == text


def test_a_chapter_that_is_not_well_formed_is_read_as_html() -> None:
    broken = f"<html><body><p>{ENGLISH}<p>{CHINESE}&unknown;</body>"
    text = read(epub_of(broken)).text
    assert text.startswith(f"{ENGLISH}\n\n{CHINESE}")


def test_a_chapter_in_a_declared_encoding_is_decoded() -> None:
    xml = f"<?xml version='1.0' encoding='gb18030'?><html><body><p>{CHINESE}</p></body></html>"
    assert read(epub_of(xml.encode("gb18030"))).text == CHINESE


def test_a_book_with_copy_protection_is_named_as_encrypted() -> None:
    encryption = (
        "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:EncryptedData><e:CipherData>"
        "<e:CipherReference URI='{}'/></e:CipherData></e:EncryptedData></encryption>"
    )
    chapters = {"META-INF/encryption.xml": encryption.format("OEBPS/text/chapter%200.xhtml")}
    with pytest.raises(UnreadableFile, match=r"book\.epub is encrypted"):
        read(epub_of(b"\0\1\2", files=chapters))
    fonts = {"META-INF/encryption.xml": encryption.format("OEBPS/fonts/a.otf")}
    assert read(epub_of(chapter(ENGLISH), files=fonts)).text == ENGLISH


def test_a_chapter_outside_the_book_is_never_read() -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c"'
        ' href="../../../etc/hostname" media-type="text/html"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    with pytest.raises(UnreadableFile, match="is not there"):
        read(epub_of(files={"OEBPS/book.opf": package}))


def test_entities_that_grow_or_fetch_are_never_expanded() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<!DOCTYPE html [<!ENTITY e0 'lol'>{entities}]><html><body>{{}}</body></html>"
    fetching = (
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hosts'>]><html><body>{}</body></html>"
    )
    for hostile, entity in ((bomb, "&e9;"), (fetching, "&x;")):
        text = read(epub_of(hostile.format(f"<p>before</p>{entity}<p>after</p>"))).text
        assert "before" in text
        assert text.endswith("after")
        assert len(text) < 40


def test_a_bomb_is_refused() -> None:
    data = epub_of(b" " * (MAX_UNPACKED_BYTES + 1))
    assert len(data) < MAX_UNPACKED_BYTES / 500
    with pytest.raises(UnreadableFile, match="unpacks to more than 100 MB"):
        read(data)


def test_deep_nesting_is_survived() -> None:
    nested = "<div>" * 20_000 + "deep" + "</div>" * 20_000
    assert read(epub_of(chapter(f"<p>{ENGLISH}</p>{nested}"))).text.startswith(ENGLISH)


@pytest.mark.parametrize(
    "data",
    [b"", epub_of(ENGLISH)[:-100], epub_of(ENGLISH)[:100]],
    ids=["empty", "without its end", "its beginning"],
)
def test_a_damaged_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is unreadable"):
        read(data)


def test_a_zip_file_that_is_no_book_is_unreadable() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("a.txt", "text")
    with pytest.raises(UnreadableFile, match=r"META-INF/container\.xml in it is not there"):
        read(stream.getvalue())
