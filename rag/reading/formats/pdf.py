"""PDF: the text layer, page by page, with the offset of each page for citations."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile
from rag.reading.article import Article, language_of
from rag.reading.publication.findings import resolve
from rag.reading.source import Recognizer, Source
from rag.reading.structures.pages import running_text
from rag.reading.structures.properties import property_findings

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 5_000
MAX_TEXT_CHARS = 20_000_000

# Acrobat looks for the end of the file in as many bytes; mail gateways append to files.
_END_WITHIN_BYTES = 1024
# Ligatures are the typesetter's glyphs, not the writer's letters.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_NOT_TEXT = dict.fromkeys([*range(9), 11, *range(14, 32), 127])


def read_pdf(source: Source) -> Iterator[Article]:
    """Read the text layer of a PDF. Title and author come from its properties, a date never does.

    Its date of creation is the day on which somebody printed or scanned it. Where no page has
    text (a scan), `source.recognize` finds it in the images.

    Raises:
        UnreadableFile: it is cut off, damaged, needs a password, has too many pages, or is a scan
            in which no text can be recognized.
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
    if not _says_something(laid_out.text):
        raise _without_text(source)
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
    if source.recognize and not any(map(_says_something, pages)):
        pages = list(_recognized(reader, source, source.recognize))
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


def _recognized(reader: PdfReader, source: Source, recognize: Recognizer) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        try:
            scan = _scan(page)
            yield _cleaned(recognize(scan)) if scan else ""
        except UnreadableFile as error:
            problem = f"{source.name} has no text layer, and {error.message}"
            raise UnreadableFile(problem, hint=error.hint) from error
        except MemoryError:
            raise
        except Exception as error:  # whatever the decoder of such an image raises
            problem = f"the image on its page {number} cannot be read: {error}."
            raise UnreadableFile(f"{source.name} has no text layer, and {problem}") from error


def _scan(page: PageObject) -> bytes | None:
    """The page as a scanner saw it, upright (PNG); None: it has no image."""
    from PIL import Image

    images = [file.image.convert("L") for file in page.images if file.image]
    if not images:
        return None
    # Some scanners write a page in strips; what is less wide than they are is a stamp or a logo.
    width = max(image.width for image in images)
    strips = [image for image in images if image.width == width]
    scan = Image.new("L", (width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        scan.paste(strip, (0, top))
        top += strip.height
    png = io.BytesIO()
    scan.rotate(-page.rotation, expand=True).save(png, "PNG")
    return png.getvalue()


def _without_text(source: Source) -> UnreadableFile:
    if source.recognize:
        return UnreadableFile(
            f"{source.name} has no text layer, and no text can be recognized in its images."
        )
    return UnreadableFile(
        f"{source.name} has no text layer: its pages are images.",
        hint="Set reading.ocr, or run OCR over it yourself (ocrmypdf) and index the result.",
    )


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _property(reader: PdfReader, key: str) -> str:
    value = reader.metadata.get(key) if reader.metadata else None
    value = value.get_object() if value else None
    return _cleaned(value) if isinstance(value, str) else ""


def _cleaned(text: str) -> str:
    """Text without control characters; half a surrogate pair becomes U+FFFD."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_LIGATURES).translate(_NOT_TEXT)
