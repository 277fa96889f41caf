"""PDF: the text layer, page by page, with the offset of each page for citations."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile
from rag.reading.article import Article, language_of
from rag.reading.publication.findings import resolve
from rag.reading.source import Source
from rag.reading.structures.pages import running_text
from rag.reading.structures.properties import property_findings

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 5_000
MAX_TEXT_CHARS = 20_000_000

# Acrobat looks for the end of the file in as many bytes; mail gateways append to files.
_END_WITHIN_BYTES = 1024
# Ligatures are the typesetter's glyphs, not the writer's letters.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_NOT_TEXT = dict.fromkeys([*range(9), 11, *range(14, 32), 127])


def read_pdf(source: Source) -> Iterator[Article]:
    """Read the text layer of a PDF. Title and author come from its properties, a date never does.

    Its date of creation is the day on which somebody printed or scanned it.

    Raises:
        UnreadableFile: it is cut off, damaged, needs a password, has too many pages, or has no
            text layer (a scan).
    """
    data = source.read()
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_END_WITHIN_BYTES:]:
        raise UnreadableFile(f"{source.name} is unreadable: the end of the PDF is missing.")
    try:
        pages, title, author = _read(data, source)
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:  # pypdf: "broken PDF files might cause other Exceptions"
        raise UnreadableFile(f"{source.name} is unreadable: the PDF is damaged.") from error
    laid_out = running_text(pages)
    if not any(map(str.isalnum, laid_out.text)):
        raise UnreadableFile(
            f"{source.name} has no text layer: its pages are images.",
            hint="Run OCR over it (ocrmypdf writes a PDF with text) and index the result.",
        )
    language = language_of(laid_out.text, None)
    findings = property_findings(title, author, "pdf metadata")
    publication, best_title = resolve(findings, source.name, language, laid_out.text)
    yield Article(
        title=best_title,
        text=laid_out.text,
        publication=publication,
        content=laid_out.content,
        stripped=laid_out.stripped,
        page_starts=laid_out.page_starts,
    )


def _read(data: bytes, source: Source) -> tuple[list[str], str, str]:
    """The text of each page, the title, and the author."""
    from pypdf import PasswordType, PdfReader

    # It complains there of what it repaired.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    # Files that may be read by anyone, but not printed or changed, have an empty password.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise UnreadableFile(
            f"{source.name} is password-protected.", hint="Save a copy without the password."
        )
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableFile(
            f"{source.name} has {len(reader.pages):,} pages; at most {MAX_PAGES:,} are read.",
            hint="Split it into its documents.",
        )
    pages = list(_page_texts(reader, source))
    return pages, _property(reader, "/Title"), _property(reader, "/Author")


def _page_texts(reader: PdfReader, source: Source) -> Iterator[str]:
    chars = 0
    for page in reader.pages:
        text = _cleaned(page.extract_text())
        chars += len(text)
        if chars > MAX_TEXT_CHARS:
            raise UnreadableFile(
                f"{source.name} holds more than {MAX_TEXT_CHARS:,} characters of text.",
                hint="Split it into its documents.",
            )
        yield text


def _property(reader: PdfReader, key: str) -> str:
    value = reader.metadata.get(key) if reader.metadata else None
    value = value.get_object() if value else None
    return _cleaned(value) if isinstance(value, str) else ""


def _cleaned(text: str) -> str:
    """Text without control characters; half a surrogate pair becomes U+FFFD."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_LIGATURES).translate(_NOT_TEXT)
