"""A file to read, wherever its bytes lie: in a folder, in an archive, in a fetched page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from rag.errors import UnreadableFile
from rag.reading.article import Article

MAX_FILE_BYTES = 20_000_000
"""Largest single document. Archives, mailboxes and tables are streams of documents."""
MAX_DEPTH = 3
"""How deep a document may lie: in a message in a mailbox in an archive."""

Recognizer = Callable[[bytes], str]
"""The text in an image of a page (PNG), as `rag.reading.ocr.recognize` finds it."""


class LimitReached(UnreadableFile):
    """A file holds more than is ever taken out of one; the rest of it is not read."""


@dataclass(slots=True)
class Budget:
    """What may still be taken out of one file, however deep it is nested."""

    bytes_left: int = 4_000_000_000
    parts_left: int = 100_000

    def spend(self, byte_count: int = 0, parts: int = 0) -> None:
        """Raises LimitReached: the budget is used up."""
        self.bytes_left -= byte_count
        self.parts_left -= parts
        if self.bytes_left < 0:
            raise LimitReached("It unpacks to more than 4 GB.", hint="Unpack it yourself.")
        if self.parts_left < 0:
            raise LimitReached("It holds more than 100,000 files.", hint="Unpack it yourself.")


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A file inside another (a member, an attachment, a row) that cannot be read."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file, and the name that people know it by (never opened by that name).

    `stream` is seekable and stands at its beginning.
    """

    name: PurePath
    stream: BinaryIO
    media_type: str | None = None
    """What whoever delivered it says it is (HTTP, e-mail); None: nobody said."""
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    recognize: Recognizer | None = None
    """What finds the text in pages that are images; None: they are left unread."""

    @classmethod
    def of_bytes(cls, data: bytes, name: PurePath, media_type: str | None = None) -> Source:
        return cls(name, io.BytesIO(data), media_type)

    def part(self, name: PurePath, stream: BinaryIO, media_type: str | None = None) -> Source:
        """A file that lies inside this one. Raises UnreadableFile: too deep."""
        if self.depth == MAX_DEPTH:
            raise UnreadableFile(f"{name} lies more than {MAX_DEPTH} containers deep.")
        return Source(name, stream, media_type, self.depth + 1, self.budget, self.recognize)

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
    """Reads one format: yields each article of the file, or why there is none, once it is read.

    Raises:
        UnreadableFile: the file is damaged, encrypted, without text, or breaks a limit.
    """

    def __call__(self, source: Source) -> Iterator[Article | UnreadPart]: ...


def open_source(path: Path) -> Source:
    """Raises OSError as `open` does. The caller closes `stream`."""
    return Source(path, path.open("rb"))
