"""Zip containers (office files, books, archives) read in memory, never trusting their headers."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from rag.errors import UnreadableFile
from rag.reading.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED_BYTES = 100_000_000
"""What the files read from one container may come to, together."""
MAX_ENTRIES = 10_000

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
# Deflate unpacks in bounded memory; LZMA's header may ask for gigabytes before the first byte.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises over damaged files; ValueError over offsets before the file's beginning.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)


class ZipContainer:
    """The files in a zip container, by name; nothing is ever written to disk.

    `names` are the files that may be read, in the container's order: relative, without `..`, no
    links. `refused` are the others, each with the reason as a phrase: "is encrypted".
    """

    def __init__(self, source: Source, max_bytes: int = MAX_UNPACKED_BYTES) -> None:
        """Raises UnreadableFile: it is no zip file, is damaged, or has too many entries."""
        self._source_name = source.name
        self._max_bytes = max_bytes
        self._bytes_read = 0
        source.stream.seek(0)
        try:
            self._zip = zipfile.ZipFile(source.stream)
        except _DAMAGE as error:
            raise UnreadableFile(
                f"{source.name} is unreadable: it is damaged or not a zip file."
            ) from error
        entries = [entry for entry in self._zip.infolist() if not entry.filename.endswith("/")]
        if len(entries) > MAX_ENTRIES:
            raise UnreadableFile(
                f"{source.name} holds {len(entries):,} files; at most {MAX_ENTRIES:,} are read."
            )
        self._entries = {entry_name(entry): entry for entry in entries}
        self.refused: Mapping[str, str] = {
            name: reason
            for name, entry in self._entries.items()
            if (reason := reason_to_refuse(name, entry))
        }
        self.names = tuple(name for name in self._entries if name not in self.refused)

    def read(self, name: str, max_bytes: int | None = None) -> bytes:
        """The bytes of one of `names`, counted as they unpack, whatever its header says.

        Raises:
            UnreadableFile: it is not there, is refused or damaged, is larger than `max_bytes`, or
                takes what was read from the container over the container's limit.
        """
        if name in self.refused or name not in self._entries:
            reason = self.refused.get(name, "is not there")
            raise UnreadableFile(f"{self._source_name} is unreadable: {name} in it {reason}.")
        left = self._max_bytes - self._bytes_read
        limit = left if max_bytes is None else min(left, max_bytes)
        try:
            with self._zip.open(self._entries[name]) as file:
                data = file.read(limit + 1)
        except _DAMAGE as error:
            raise UnreadableFile(
                f"{self._source_name} is unreadable: {name} in it is damaged."
            ) from error
        self._bytes_read += len(data)
        if len(data) > limit:
            raise UnreadableFile(
                f"{self._source_name} is too large: it unpacks to more than"
                f" {self._max_bytes // 1_000_000} MB."
                if limit == left
                else f"{name} in {self._source_name} is larger than {limit // 1_000_000} MB."
            )
        return data

    def read_xml(self, name: str) -> _Element:
        """The root element of one of `names`.

        Office files and books need no document type definition, so one is a sign of an attack
        (entities that grow, or that fetch a file): it is refused.

        Raises:
            UnreadableFile: as for `read`, or it is not well-formed, too deep, or has a DTD.
        """
        from lxml import etree

        data = self.read(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                f"{self._source_name} is unreadable: {name} in it is damaged."
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(
                f"{self._source_name} is refused: {name} in it declares XML entities (a DTD)."
            )
        return root


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; one without a declared encoding is told by its bytes, as UTF-8 or GB2312.

    Chinese versions of Windows write GBK names. GB2312, its common part, is told from Western
    names: these hardly ever have two bytes above A0 in a row.
    """
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    for encoding in ("utf-8", "gb2312"):
        try:
            return entry.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return entry.filename


def reason_to_refuse(name: str, entry: zipfile.ZipInfo) -> str | None:
    """Why an entry is not read, as a phrase: "is encrypted"; None: it may be."""
    if leads_out(name):
        return "leads out of it"
    # The upper half holds the file's mode where the archive was made on Unix, else zero.
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return "is not a regular file"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in _METHODS:
        return "is compressed in a way that is not read"
    return None


def leads_out(name: str) -> bool:
    """Whether an entry's name, taken for a path, would lie anywhere but in the container."""
    # By the rules of Windows, which know all of Unix's ways out and more.
    path = PureWindowsPath(name)
    return bool(path.anchor) or ".." in path.parts or not path.parts
