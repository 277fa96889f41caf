"""Builds: the derived indexes are written in a new folder, sealed, then named in SQLite.

Chroma's files do not survive a crash in the middle of a write, and a reader must not see half an
update. So no published file is ever written again: an update copies the last build, brings the
copy up to date, and publishes it in one SQLite transaction. What a killed process leaves behind is
a folder that nobody names. (A Chroma server keeps its own files: there the collection is brought
up to date in place.)
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol, TypeVar

from rag.errors import LibraryError
from rag.library.embedder import Vectors
from rag.library.indexes.dense import DenseIndex
from rag.library.indexes.lexical import LexicalIndex
from rag.library.lock import writer_lock
from rag.library.outcomes import BuildProgress
from rag.library.truth.records import Build
from rag.library.truth.store import Store

# Chroma writes to its own SQLite file whenever it is opened: it is checked by the ids it holds.
_UNSEALED = "chroma.sqlite3"
_ENTRIES_A_STEP = 2000
_CHUNK_BYTES = 1 << 20
_Entry_contra = TypeVar("_Entry_contra", contravariant=True)
_log = logging.getLogger(__name__)


class _Index(Protocol[_Entry_contra]):
    def ids(self) -> set[str]: ...

    def add(self, entries: Sequence[_Entry_contra]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...


class SearchIndexes:
    """The published build, open for searching; follows when any process publishes a new one."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        embedder_id: str,
        passage_tokens: int,
        chroma_url: str | None,
    ) -> None:
        self._folder = folder
        self._store = store
        self._embedder_id = embedder_id
        self._passage_tokens = passage_tokens
        self._chroma_url = chroma_url
        self._lock = threading.RLock()
        self._number: int | None = None
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None

    def open(self) -> None:
        """Open the published build, after mending it where it is damaged or behind the truth.

        While another process writes, its last complete build is opened as it is.

        Raises:
            LibraryError: the passages were made with other settings, or there is nothing to search
                in and no way to make it.
        """
        self._check_settings()
        state = self._store.state()
        if state.revision == 0:
            return
        usable = self._try_open(state.build)
        if usable and state.build and state.build.revision == state.revision:
            return
        try:
            with writer_lock(self._folder):
                # Another process may have mended it meanwhile.
                newest = self._store.state().build
                if newest == state.build or not self._try_open(newest):
                    self.publish()
                    self.sweep()
        except LibraryError as error:
            if self._number is None:
                raise
            _log.warning("Searching the last complete index. %s", error)

    def dense_search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        with self._lock:
            self._follow()
            found = self._dense.search(vector, k) if self._dense else []
        passages = self._store.passages_of_vectors([vector_id for vector_id, _ in found])
        scored = [(i, score) for vector_id, score in found for i in passages.get(vector_id, ())]
        return scored[:k]

    def lexical_search(self, text: str, k: int) -> list[tuple[str, float]]:
        with self._lock:
            self._follow()
            return self._lexical.search(text, k) if self._lexical else []

    def publish(self, progress: BuildProgress | None = None, *, from_scratch: bool = False) -> None:
        """Publish a build that holds exactly the store's passages. The caller is the one writer.

        Where it is part of a transaction, it is published when that ends.

        Raises:
            LibraryError: it could not be written; the last build stays published.
        """
        self._store.drop_unused_vectors()
        state = self._store.state()
        number = state.build.number + 1 if state.build else 1
        target = self._build_folder(number)
        bases: list[Path | None] = [None]
        if state.build and not from_scratch and self._is_intact(state.build):
            bases.insert(0, self._build_folder(state.build.number))
        self._make(target, bases, progress)
        vector_ids = _checksum(self._store.vector_ids())
        build = Build(number, state.revision, vector_ids, _seal(target))
        self._store.publish(build)
        with self._lock:
            self._try_open(build)

    def sweep(self) -> None:
        """Delete every build but the published one. The caller is the one writer."""
        build = self._store.state().build
        for folder in (self._folder / "indexes").iterdir():
            if build and folder != self._build_folder(build.number):
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        with self._lock:
            if self._dense:
                self._dense.close()
            self._dense = self._lexical = self._number = None

    def _follow(self) -> None:
        build = self._store.state().build
        if build and build.number != self._number:
            self.open()

    def _check_settings(self) -> None:
        ours = (self._embedder_id, self._passage_tokens)
        others = self._store.settings() - {ours}
        if others:
            made = ", ".join(f"{name} in passages of {tokens} tokens" for name, tokens in others)
            raise LibraryError(
                f"The library {self._folder} was embedded with {made}; the settings are now"
                f" {ours[0]} and {ours[1]} tokens.",
                hint="Run: citedesk index --rebuild (or set embedder.model and"
                " retrieval.passage_tokens back).",
            )

    def _is_intact(self, build: Build) -> bool:
        """Its files are those that were sealed. Chroma can crash on others, past all catching."""
        return _seal(self._build_folder(build.number)) == build.seal

    def _try_open(self, build: Build | None) -> bool:
        """Open the build if it is whole: its files as sealed, its vectors those of its passages."""
        with self._lock:
            self.close()
            if build is None or not self._is_intact(build):
                return False
            folder = self._build_folder(build.number)
            try:
                self._lexical = LexicalIndex(folder / "lexical")
                self._dense = self._dense_index(folder)
                whole = _checksum(self._dense.ids()) == build.vector_ids
            except LibraryError as error:
                _log.warning("Search index %s cannot be opened: %s", folder, error)
                whole = False
            if not whole:
                self.close()
                return False
            self._number = build.number
            return True

    def _make(
        self, target: Path, bases: Sequence[Path | None], progress: BuildProgress | None
    ) -> None:
        """Write both indexes in `target`, starting from the first base that will do."""
        for base in bases:
            shutil.rmtree(target, ignore_errors=True)
            try:
                if base:
                    _copy_build(base, target)
                lexical = LexicalIndex(target / "lexical")
                _bring_up_to_date(lexical, self._store.passage_ids(), self._store.text_entries)
                with closing(self._dense_index(target)) as dense:
                    if base is None:
                        dense.clear()
                    _bring_up_to_date(
                        dense, self._store.vector_ids(), self._store.vector_entries, progress
                    )
            except (LibraryError, OSError, sqlite3.Error) as error:
                failure = error
            else:
                return
        shutil.rmtree(target, ignore_errors=True)
        raise LibraryError(
            f"The search indexes could not be written: {failure}",
            hint="The documents are safe; free some space, or mend what is named, and try again.",
        ) from failure

    def _dense_index(self, build_folder: Path) -> DenseIndex:
        if self._chroma_url:
            name = f"citedesk-{self._store.state().library_id}"
            return DenseIndex.on_server(self._chroma_url, name)
        return DenseIndex.in_folder(build_folder / "dense")

    def _build_folder(self, number: int) -> Path:
        return self._folder / "indexes" / f"{number:06}"


def _bring_up_to_date(
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


def _copy_build(base: Path, target: Path) -> None:
    shutil.copytree(base, target, ignore=shutil.ignore_patterns(f"{_UNSEALED}*"))
    source = base / "dense" / _UNSEALED
    if source.exists():
        # A reader may be opening, so writing, this very file: ask SQLite for a consistent copy.
        with (
            closing(sqlite3.connect(source)) as reading,
            closing(sqlite3.connect(target / "dense" / _UNSEALED)) as writing,
        ):
            reading.backup(writing)


def _seal(build_folder: Path) -> dict[str, int]:
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


def _checksum(ids: Iterable[str]) -> int:
    return zlib.crc32("\n".join(sorted(ids)).encode())
