"""A file to read, wherever its bytes lie: in a folder, in an archive, in a fetched page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from rag.errors import UnreadableFile
from rag.reading.article import Article

MAX_FILE_BYTES = 20_000_000
"""Largest single document. Archives, mailboxes and tables are streams of documents."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file, and the name that people know it by (never opened by that name).

    `stream` is seekable and stands at its beginning.
    """

    name: PurePath
    stream: BinaryIO
    media_type: str | None = None
    """What whoever delivered it says it is (HTTP, e-mail); None: nobody said."""

    @classmethod
    def of_bytes(cls, data: bytes, name: PurePath, media_type: str | None = None) -> Source:
        return cls(name, io.BytesIO(data), media_type)

    def head(self, size: int = 4096) -> bytes:
        """The first bytes, from which the format is told; the stream is left at its beginning."""
        self.stream.seek(0)
        data = self.stream.read(size)
        self.stream.seek(0)
        return data

    def read(self) -> bytes:
        """All bytes. Raises UnreadableFile: there are more than one document may have."""
        self.stream.seek(0)
        data = self.stream.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise UnreadableFile(
                f"{self.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.",
                hint="Split it into its documents.",
            )
        return data


class FormatReader(Protocol):
    """Reads one format: yields each article of the file as soon as it is read.

    Raises:
        UnreadableFile: the file is damaged, encrypted, without text, or breaks a limit.
    """

    def __call__(self, source: Source) -> Iterator[Article]: ...


def open_source(path: Path) -> Source:
    """Raises OSError as `open` does. The caller closes `stream`."""
    return Source(path, path.open("rb"))
