"""PDF files for the tests, with text in any script."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)


def pdf_of(
    *pages: Sequence[str],
    properties: dict[str, str] | None = None,
    password: str | None = None,
    algorithm: str = "AES-256",
    padding: int = 0,
) -> bytes:
    """A PDF of these lines; `password` "" is one that anyone may open and nobody may change.

    `padding` bytes of space, compressed, follow the text of each page.
    """
    characters = sorted({character for lines in pages for line in lines for character in line})
    writer = PdfWriter()
    font = writer._add_object(_font(writer, characters))
    for lines in pages:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        shown = b"BT /F1 10 Tf 14 TL 40 800 Td " + _shown(lines, characters) + b"ET"
        content = _stream(shown + b" " * padding).flate_encode()
        page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata(properties or {})
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def scan_of(*pages: Sequence[tuple[int, int]], rotation: int = 0) -> bytes:
    """A PDF whose pages show images of these sizes, in this order, and hold no text."""
    writer = PdfWriter()
    for sizes in pages:
        page = writer.add_blank_page(width=595, height=842)
        images = DictionaryObject(
            {
                NameObject(f"/Im{number}"): writer._add_object(_image(width, height))
                for number, (width, height) in enumerate(sizes)
            }
        )
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
        page.rotate(rotation)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _image(width: int, height: int) -> StreamObject:
    image = _stream(b"\xff" * (width * height)).flate_encode()
    image[NameObject("/Type")] = NameObject("/XObject")
    image[NameObject("/Subtype")] = NameObject("/Image")
    image[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    image[NameObject("/BitsPerComponent")] = NumberObject(8)
    image[NameObject("/Width")] = NumberObject(width)
    image[NameObject("/Height")] = NumberObject(height)
    return image


def _shown(lines: Sequence[str], characters: Sequence[str]) -> bytes:
    codes = {character: f"{code:04x}" for code, character in enumerate(characters, 1)}
    return b"".join(
        f"<{''.join(codes[character] for character in line)}> Tj T*\n".encode() for line in lines
    )


def _font(writer: PdfWriter, characters: Sequence[str]) -> DictionaryObject:
    """A font without glyphs, whose codes have a meaning: all that reading needs."""
    meanings = "\n".join(
        f"<{code:04x}> <{character.encode('utf-16-be', 'surrogatepass').hex()}>"
        for code, character in enumerate(characters, 1)
    )
    to_unicode = _stream(
        f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{meanings}\nendbfchar endcmap".encode()
    )
    descendant = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/None"),
            NameObject("/DW"): NumberObject(500),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/None"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([writer._add_object(descendant)]),
            NameObject("/ToUnicode"): writer._add_object(to_unicode),
        }
    )


def _stream(data: bytes) -> StreamObject:
    stream = StreamObject()
    stream.set_data(data)
    return stream
