"""Archives (ZIP, TAR, and what GZIP, BZIP2 and XZ compress): each member is read as a file.

Nothing is unpacked to a name of the archive's choosing, so no name can lead anywhere.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from typing import IO

from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats.parts import DAMAGED, Readable, counted, read_part
from rag.reading.naming import safe_path
from rag.reading.source import Source, UnreadPart
from rag.reading.structures.zipped import entry_name, leads_out, reason_to_refuse

_TAR_MARK_AT = slice(257, 262)


def read_zip(source: Source) -> Iterator[Article | UnreadPart]:
    """Read a ZIP archive's members in their order."""
    try:
        archive = zipfile.ZipFile(source.stream)
    except (*DAMAGED, ValueError, NotImplementedError) as error:
        raise UnreadableFile(f"{source.name} is a damaged ZIP archive: {error}.") from error
    for entry in archive.infolist():
        name = entry_name(entry)
        if name.endswith("/") or _is_hidden(name):
            continue
        reason = reason_to_refuse(name, entry)
        if reason:
            source.budget.spend(parts=1)
            yield UnreadPart(safe_path(name), f"{safe_path(name)} {reason}.")
            continue
        try:
            stream = archive.open(entry)
        except (*DAMAGED, ValueError, NotImplementedError) as error:
            yield UnreadPart(safe_path(name), f"{safe_path(name)} cannot be unpacked: {error}.")
            continue
        with stream:
            yield from read_part(source, name, counted(stream, source.budget))


def read_tar(source: Source) -> Iterator[Article | UnreadPart]:
    """Read a TAR archive's members in their order."""
    source.stream.seek(0)
    yield from _members(source, source.stream)


def read_compressed(source: Source) -> Iterator[Article | UnreadPart]:
    """Read what one compressed file holds: a TAR archive, or the file that was compressed."""
    source.stream.seek(0)
    unpacked = counted(_unpacking(source), source.budget)
    try:
        is_tar = unpacked.peek(512)[_TAR_MARK_AT] == b"ustar"
    except DAMAGED as error:
        raise UnreadableFile(f"{source.name} is damaged: {error}.") from error
    if is_tar:
        yield from _members(source, unpacked)
    else:
        yield from read_part(source, source.name.stem, unpacked)


def _unpacking(source: Source) -> Readable:
    head = source.head(6)
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=source.stream)
    if head.startswith(b"BZh"):
        return bz2.BZ2File(source.stream)
    return lzma.LZMAFile(source.stream)


def _members(source: Source, stream: IO[bytes]) -> Iterator[Article | UnreadPart]:
    try:
        archive = tarfile.open(fileobj=stream, mode="r|", encoding="utf-8")  # noqa: SIM115
    except DAMAGED as error:
        raise UnreadableFile(f"{source.name} is a damaged TAR archive: {error}.") from error
    with archive:
        while member := _next(source, archive):
            if member.isdir() or _is_hidden(member.name):
                source.budget.spend(parts=1)
            else:
                yield from _member(source, archive, member)


def _next(source: Source, archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except (ValueError, *DAMAGED) as error:  # ValueError: a header of nonsense
        raise UnreadableFile(f"{source.name} is a damaged TAR archive: {error}.") from error


def _member(
    source: Source, archive: tarfile.TarFile, member: tarfile.TarInfo
) -> Iterator[Article | UnreadPart]:
    name = _decoded_name(member.name)
    # A sparse file may claim terabytes of zeros that are nowhere in the archive.
    stream = archive.extractfile(member) if member.isreg() and not member.issparse() else None
    if stream is None or leads_out(name):
        reason = "leads out of it" if stream else "is not a regular file"
        source.budget.spend(parts=1)
        yield UnreadPart(safe_path(name), f"{safe_path(name)} {reason}.")
    else:
        yield from read_part(source, name, stream)


def _decoded_name(name: str) -> str:
    """The name of a member; Chinese versions of Windows write GBK names."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _is_hidden(name: str) -> bool:
    """Whether a member would be hidden in a folder, or is one of the macOS Finder's own."""
    return any(
        step == "__MACOSX" or (step.startswith(".") and step.strip(".")) for step in name.split("/")
    )
