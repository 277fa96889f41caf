"""A file becomes a Document: its bytes are decoded, then read by the reader of its format."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading.article import Reader
from rag.reading.decoding import decode
from rag.reading.html import read_html
from rag.reading.markdown import read_markdown
from rag.reading.plain_text import read_plain_text

MAX_FILE_BYTES = 20_000_000

_READERS: dict[str, Reader] = {
    ".htm": read_html,
    ".html": read_html,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".text": read_plain_text,
    ".txt": read_plain_text,
    ".xhtml": read_html,
}
SUFFIXES = frozenset(_READERS)
"""Endings, in lower case, of the files that can be read."""


def is_readable(path: Path) -> bool:
    """Whether there is a reader for files of this name."""
    return path.suffix.lower() in SUFFIXES


def read_file(path: Path, document_id: str) -> Document:
    """Read a file of any supported format.

    Raises:
        UnreadableFile: it is of another format, binary, empty, too large, or not decodable.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            f"{path} is of a type that cannot be read ({path.suffix or 'no ending'}).",
            hint=f"Readable are: {' '.join(sorted(SUFFIXES))}.",
        )
    data = _read_bytes(path)
    article = reader(decode(data, path), path)
    if not any(map(str.isalnum, "".join(span.of(article.text) for span in article.content))):
        raise UnreadableFile(f"{path} is empty: it holds no text.")
    return Document(
        id=document_id,
        title=article.title,
        text=article.text,
        publication=article.publication,
        path=str(path),
        content_hash=_hash(data),
        content=article.content,
    )


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal: `Document.content_hash` without the reading.

    Raises:
        UnreadableFile: it is too large or cannot be opened.
    """
    return _hash(_read_bytes(path))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"{path} is not a regular file.")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be opened: {error.strerror}.") from error
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(
            f"{path} is larger than {MAX_FILE_BYTES // 1_000_000} MB.",
            hint="Split it into its documents.",
        )
    return data
