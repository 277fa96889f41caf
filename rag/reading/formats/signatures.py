"""What a file is, from the bytes that it begins with and the members that it has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import cached_property

from rag.reading.source import Source

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"BM", "a bitmap image"),
    (b"8BPS", "a Photoshop image"),
    (b"ID3", "an MP3 recording"),
    (b"\xff\xfb", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM film"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (doc, xls, ppt, msg)"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xfe\xed\xfa", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"PAR1", "a Parquet table"),
    (b"wOF", "a font"),
    (b"!BDN", "an Outlook mailbox (pst)"),
)
_RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAVE recording", b"AVI ": "an AVI film"}
_ISO_MEDIA = {b"heic": "a HEIC image", b"avif": "an AVIF image", b"M4A ": "an M4A recording"}
# A member that only one kind of zip container has.
_MEMBERS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("META-INF/MANIFEST.MF", "a Java program"),
    ("Index/Document.iwa", "an iWork file"),
)

# Atomic: each comment ends at the first "-->", so that many of them are not tried in all ways.
_HTML = re.compile(
    rb"(?>(?>\s|<\?xml[^>]*>|<!--.*?-->)*)<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_HEADER = re.compile(rb"([A-Za-z][\w-]*):[ \t]*(.*(?:\r?\n[ \t].*)*)(?:\r?\n|\Z)")
_MAIL_HEADERS = {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to"}
ENVELOPE = re.compile(rb"From \S.*\d{1,2}:\d{2}.*")
"""The line before each message of a mailbox: sender and time of delivery."""


def kind_of_binary(head: bytes) -> str | None:
    """The name of what begins with these bytes, which are not text; None: not known."""
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _ISO_MEDIA.get(head[8:12], "an MP4 film")
    return next((name for beginning, name in _BEGINNINGS if head.startswith(beginning)), None)


def kind_of_container(look: Look) -> str | None:
    """The name of a zip container that is a file of its own, not an archive of files."""
    return next((name for member, name in _MEMBERS if member in look.members), None)


class Look:
    """A look into a file: as much of it as telling its format takes."""

    def __init__(self, source: Source) -> None:
        self.head = source.head()
        self._source = source

    @cached_property
    def opening(self) -> bytes:
        """The head as ASCII, whatever the encoding, without marks and space before the text."""
        return self.head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")

    @cached_property
    def is_zip(self) -> bool:
        return self.head.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in a zip container; none if it is another file, or damaged."""
        if not self.is_zip:
            return frozenset()
        try:
            with zipfile.ZipFile(self._source.stream) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return frozenset()


def begins_with(*beginnings: bytes) -> Callable[[Look], bool]:
    return lambda look: look.head.startswith(beginnings)


def holds(*members: str) -> Callable[[Look], bool]:
    return lambda look: look.members.issuperset(members)


def is_pdf(look: Look) -> bool:
    # Readers of PDF skip what stands before the mark; an archive's first member may bear it, too.
    return b"%PDF-" in look.head[:1024] and not (look.is_zip or is_tar(look))


def is_archive(look: Look) -> bool:
    return look.is_zip and not kind_of_container(look)


def is_tar(look: Look) -> bool:
    return look.head[257:262] == b"ustar"


is_compressed = begins_with(b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")


def is_html(look: Look) -> bool:
    return bool(_HTML.match(look.opening))


def is_saved_page(look: Look) -> bool:
    """A web page saved with its images: a MIME message that nobody sent."""
    headers = _headers(look)
    sender = headers.get(b"from", b"saved by nobody")
    return b"snapshot-content-location" in headers or (
        b"multipart/related" in headers.get(b"content-type", b"") and b"saved by" in sender
    )


def is_mailbox(look: Look) -> bool:
    envelope, _, rest = look.opening.partition(b"\n")
    return bool(ENVELOPE.match(envelope) and _HEADER.match(rest))


def is_message(look: Look) -> bool:
    """An e-mail, by the headers that mail programs write; an article may begin "From: Paris"."""
    return len(_headers(look).keys() & _MAIL_HEADERS) >= 2


def _headers(look: Look) -> dict[bytes, bytes]:
    """The headers that a file begins with, names and values in lower case."""
    found: dict[bytes, bytes] = {}
    position = 0
    while header := _HEADER.match(look.opening, position):
        found[header[1].lower()] = header[2].lower()
        position = header.end()
    return found
