"""Files are checked and read ahead of whoever embeds: in a thread of ours, in another process."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.library.intake.planning import FileToCheck, outside_look
from rag.library.truth.records import FileEntry, Recipe
from rag.reading import UnreadPart, content_hash
from rag.reading.process import ReaderBroke, ReadingProcess

T = TypeVar("T")

_WAIT_S = 0.1


@dataclass(frozen=True, slots=True)
class PartRead:
    """A document of a file, or a part of it that is none."""

    file: FileToCheck
    part: Document | UnreadPart


@dataclass(frozen=True, slots=True)
class FileChecked:
    """The last word on a file. `content_hash`: that of the bytes that were read, before reading.

    `failure` says why it could not be read; with a content_hash, the same bytes will not be tried
    again.
    """

    file: FileToCheck
    content_hash: str | None
    stat: str | None
    unchanged: FileEntry | None = None
    """The file's entry, brought up to date, where nothing had to be read."""
    failure: str | None = None


def check_files(
    files: Iterable[FileToCheck], recipe: Recipe, reading: ReadingProcess
) -> Iterator[PartRead | FileChecked]:
    """Read the files whose bytes, or whose making, are not those that the library knows."""
    for file in files:
        yield from _check(file, recipe, reading)


def _check(
    file: FileToCheck, recipe: Recipe, reading: ReadingProcess
) -> Iterator[PartRead | FileChecked]:
    known = file.known if file.known and file.known.recipe == recipe else None
    digest = stat = None
    try:
        stat = _outside_look(file)
        if known and known.stat and known.stat == stat:
            digest = known.content_hash
        else:
            digest = content_hash(file.path)
        if known and known.content_hash == digest:
            yield FileChecked(file, digest, stat, known._replace(path=str(file.path), stat=stat))
            return
        for part in reading.read(file.path, file.file_id):
            yield PartRead(file, part)
    except ReaderBroke as error:
        yield FileChecked(file, digest, stat, failure=str(error))
    except UnreadableFile as error:
        # Tried again next time: it costs little, and what was missing may be there then.
        yield FileChecked(file, None, None, failure=str(error))
    else:
        yield FileChecked(file, digest, stat)


def _outside_look(file: FileToCheck) -> str | None:
    try:
        return outside_look(file.path)
    except OSError as error:
        raise UnreadableFile(f"{file.path} cannot be opened: {error.strerror}.") from error


def read_ahead(items: Iterator[T], size: int) -> Generator[T, None, None]:
    """The same items, made in a thread up to `size` ahead; what is raised there is raised here."""
    ready: queue.Queue[T | None] = queue.Queue(size)
    abandoned = threading.Event()

    def put(item: T | None) -> None:
        while not abandoned.is_set():
            with suppress(queue.Full):
                ready.put(item, timeout=_WAIT_S)
                break

    def work() -> None:
        try:
            for item in items:
                put(item)
                if abandoned.is_set():
                    break
        finally:
            put(None)

    pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
    working = pool.submit(work)
    # Not waited for: whoever abandons a file that hangs ends its process next.
    pool.shutdown(wait=False)
    try:
        while (made := ready.get()) is not None:
            yield made
        working.result()
    finally:
        abandoned.set()
