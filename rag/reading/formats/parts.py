"""What lies in another file (a member, an attachment), read as the file that it is."""

from __future__ import annotations

import io
import lzma
import math
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Protocol, cast

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats.registry import read_source, tell_format
from rag.reading.naming import safe_path
from rag.reading.source import MAX_FILE_BYTES, Budget, LimitReached, Source, UnreadPart

DAMAGED = (EOFError, OSError, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, zlib.error)
"""What the libraries that unpack raise over bytes that they cannot."""
_COPIED_AT_ONCE = 1 << 16


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def counted(stream: Readable, budget: Budget) -> io.BufferedReader:
    """A stream whose bytes are taken from a budget as they are unpacked, whatever headers say."""
    return io.BufferedReader(_Counted(stream, budget))


class _Counted(io.RawIOBase):
    def __init__(self, stream: Readable, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._budget.spend(byte_count=len(data))
        buffer[: len(data)] = data
        return len(data)


def read_part(
    container: Source, name: str, stream: Readable, media_type: str | None = None
) -> Iterator[Article | UnreadPart]:
    """Read a file that lies in another; its articles' names begin with its own.

    A part that cannot be read is yielded as such: the others are read all the same. Its bytes
    are kept in memory, or in an unnamed temporary file if it is a large container itself.

    Raises:
        LimitReached: more lies in the file than is ever taken out of one.
    """
    path = PurePosixPath(safe_path(name) or "unnamed")
    container.budget.spend(parts=1)
    yield from within(str(path), _copied_and_read(container, path, stream, media_type))


def within(name: str, items: Iterator[Article | UnreadPart]) -> Iterator[Article | UnreadPart]:
    """What a part gives, under the part's name; itself as unread if that fails.

    Raises:
        LimitReached: more lies in the file than is ever taken out of one.
    """
    try:
        for item in items:
            yield replace(item, name=f"{name}/{item.name}" if item.name else name)
    except LimitReached:
        raise
    except UnreadableFile as error:
        yield UnreadPart(name, str(error))


def _copied_and_read(
    container: Source, path: PurePosixPath, stream: Readable, media_type: str | None
) -> Iterator[Article | UnreadPart]:
    with SpooledTemporaryFile(max_size=MAX_FILE_BYTES + 1) as copy:
        _copy(stream, copy, path, MAX_FILE_BYTES + 1)
        part = container.part(path, cast(BinaryIO, copy), media_type)
        if tell_format(part).many:
            _copy(stream, copy, path)
        yield from read_source(part)


def _copy(stream: Readable, copy: IO[bytes], name: PurePosixPath, size: float = math.inf) -> None:
    """Copy so many bytes more, if there are as many."""
    copy.seek(0, io.SEEK_END)
    end = copy.tell() + size
    try:
        while block := stream.read(int(min(_COPIED_AT_ONCE, end - copy.tell()))):
            copy.write(block)
    except DAMAGED as error:
        raise UnreadableFile(f"{name} cannot be unpacked: {error}.") from error
