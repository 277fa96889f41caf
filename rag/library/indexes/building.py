"""What a build is made with: an index brought up to date, a copy of the last build, a seal."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol, TypeVar

from rag.library.outcomes import BuildProgress

# Chroma writes to its own SQLite file whenever it is opened: it is checked by the ids it holds.
_UNSEALED = "chroma.sqlite3"
_ENTRIES_A_STEP = 2000
_CHUNK_BYTES = 1 << 20
_Entry_contra = TypeVar("_Entry_contra", contravariant=True)


class _Index(Protocol[_Entry_contra]):
    def ids(self) -> set[str]: ...

    def add(self, entries: Sequence[_Entry_contra]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...


def bring_up_to_date(
    index: _Index[_Entry_contra],
    wanted: set[str],
    entries: Callable[[Sequence[str]], Sequence[_Entry_contra]],
    progress: BuildProgress | None = None,
) -> None:
    """Compare ids: the same id always means the same content."""
    present = index.ids()
    stale, missing = sorted(present - wanted), sorted(wanted - present)
    if stale:
        index.remove(stale)
    for first in range(0, len(missing), _ENTRIES_A_STEP):
        some = missing[first : first + _ENTRIES_A_STEP]
        index.add(entries(some))
        if progress:
            progress.passages_indexed(first + len(some), len(missing))


def copy_build(base: Path, target: Path) -> None:
    """Copy what can be brought up to date; the columns are written anew."""
    shutil.copytree(base, target, ignore=shutil.ignore_patterns(f"{_UNSEALED}*", "columns"))
    source = base / "dense" / _UNSEALED
    if source.exists():
        # A reader may be opening, so writing, this very file: ask SQLite for a consistent copy.
        with (
            closing(sqlite3.connect(source)) as reading,
            closing(sqlite3.connect(target / "dense" / _UNSEALED)) as writing,
        ):
            reading.backup(writing)


def seal(build_folder: Path) -> dict[str, int]:
    """CRC-32 by relative path of every file that never changes once the build is published."""
    files = sorted(path for path in build_folder.rglob("*") if path.is_file())
    return {
        path.relative_to(build_folder).as_posix(): _crc32(path)
        for path in files
        if not path.name.startswith(_UNSEALED)
    }


def _crc32(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
