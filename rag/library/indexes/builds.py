"""Builds: the derived indexes are written in a new folder, sealed, then named in SQLite.

Chroma's files do not survive a crash in the middle of a write, and a reader must not see half an
update. So no published file is ever written again: an update copies the last build, brings the
copy up to date, and publishes it in one SQLite transaction. What a killed process leaves behind is
a folder that nobody names. (On a Chroma server the vectors are in a collection: see served.)
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from rag.domain import Filters
from rag.errors import DenseIndexAway, LibraryError
from rag.library.embedder import Vectors
from rag.library.indexes.building import bring_up_to_date, copy_build, seal
from rag.library.indexes.column_writer import write_columns
from rag.library.indexes.columns import Columns
from rag.library.indexes.dense import DenseIndex, checksum
from rag.library.indexes.lexical import LexicalIndex
from rag.library.indexes.nearest import nearest_passages
from rag.library.indexes.served import ServedIndex
from rag.library.indexes.server import ChromaServer
from rag.library.lock import writer_lock
from rag.library.outcomes import BuildProgress
from rag.library.truth.records import LAYOUT, Build
from rag.library.truth.store import Store

_log = logging.getLogger(__name__)


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
        self._lock = threading.RLock()
        self._number: int | None = None
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None
        self._columns: Columns | None = None
        self._served: ServedIndex | None = None
        if chroma_url:
            library_id = store.state().library_id
            self._served = ServedIndex(ChromaServer(chroma_url), library_id, self._mend)

    def open(self) -> None:
        """Open the published build, after mending it where it is damaged or behind the truth.

        While another process writes, its last complete build is opened as it is; while a Chroma
        server is away, what needs no server.

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

    def dense_search(self, vector: Vectors, k: int, filters: Filters) -> list[tuple[str, float]]:
        """The k nearest passages, best first.

        Raises:
            DenseIndexAway: it takes a Chroma server, which cannot be searched for now.
        """
        with self._lock:
            self._follow()
            if self._dense and self._columns:
                return nearest_passages(self._dense, self._columns, vector, k, filters)
            columns = self._columns
        # Others need not wait for the server.
        if self._served and columns:
            return nearest_passages(self._served, columns, vector, k, filters)
        return []

    @contextmanager
    def lexical(self) -> Iterator[LexicalIndex | None]:
        """The published lexical index, for one thread at a time; None: there is nothing yet."""
        with self._lock:
            self._follow()
            yield self._lexical

    @contextmanager
    def columns(self) -> Iterator[Columns | None]:
        """The published columns, for one thread at a time; None: there is nothing yet."""
        with self._lock:
            self._follow()
            yield self._columns

    def publish(self, progress: BuildProgress | None = None, *, from_scratch: bool = False) -> None:
        """Publish a build that holds exactly the store's passages. The caller is the one writer.

        Where it is part of a transaction, it is published when that ends.

        Raises:
            LibraryError: it could not be written; the last build stays published.
            DenseIndexAway: it is published, but the Chroma server does not have its vectors yet.
        """
        self._store.drop_unused_vectors()
        state = self._store.state()
        number = state.build.number + 1 if state.build else 1
        target = self._build_folder(number)
        bases: list[Path | None] = [None]
        if state.build and not from_scratch and self._is_intact(state.build):
            bases.insert(0, self._build_folder(state.build.number))
        self._make(target, bases, progress)
        collection, failure = 0, None
        if self._served:
            kept = [state.build.collection] if state.build and not from_scratch else []
            collection, failure = self._fill_served(self._served, [*kept, number], progress)
        vector_ids = checksum(self._store.vector_ids())
        build = Build(number, state.revision, vector_ids, seal(target), LAYOUT, collection)
        self._store.publish(build)
        with self._lock:
            self._try_open(build)
        if failure:
            raise DenseIndexAway(
                failure.message,
                hint=f"{failure.hint} Nothing is lost: what is stored is found by its words, and"
                " its vectors are sent when the server answers.",
            ) from failure

    def sweep(self) -> None:
        """Delete every build but the published one. The caller is the one writer."""
        build = self._store.state().build
        if build is None:
            return
        for folder in (self._folder / "indexes").iterdir():
            if folder != self._build_folder(build.number):
                shutil.rmtree(folder, ignore_errors=True)
        if self._served:
            self._served.sweep(build)

    def close(self) -> None:
        if self._served:
            self._served.close()
        self._close_build()

    def _close_build(self) -> None:
        with self._lock:
            if self._dense:
                self._dense.close()
            self._dense = self._lexical = self._columns = self._number = None

    def _follow(self) -> None:
        build = self._store.state().build
        if build and build.number != self._number:
            self.open()

    def _mend(self, progress: BuildProgress) -> None:
        with writer_lock(self._folder):
            self.publish(progress)
            self.sweep()

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
        return build.layout == LAYOUT and seal(self._build_folder(build.number)) == build.seal

    def _try_open(self, build: Build | None) -> bool:
        """Open the build if it is whole: its files as sealed, its vectors those of its passages.

        It is opened, too, if it is only a server that lacks its vectors.
        """
        with self._lock:
            self._close_build()
            if build is None or not self._is_intact(build):
                return False
            folder = self._build_folder(build.number)
            try:
                self._lexical = LexicalIndex(folder / "lexical")
                self._columns = Columns(folder / "columns")
                if not self._served:
                    self._dense = DenseIndex.in_folder(folder / "dense")
                whole = not self._dense or checksum(self._dense.ids()) == build.vector_ids
            except LibraryError as error:
                _log.warning("Search index %s cannot be opened: %s", folder, error)
                whole = False
            if not whole:
                self._close_build()
                return False
            self._number = build.number
            return not self._served or self._served.follow(build)

    def _make(
        self, target: Path, bases: Sequence[Path | None], progress: BuildProgress | None
    ) -> None:
        """Write a whole build in `target`, starting from the first base that will do."""
        for base in bases:
            shutil.rmtree(target, ignore_errors=True)
            try:
                if base:
                    copy_build(base, target)
                kept = Columns(base / "columns") if base else None
                write_columns(target / "columns", self._store, kept)
                lexical = LexicalIndex(target / "lexical")
                bring_up_to_date(lexical, self._store.passage_ids(), self._store.text_entries)
                if not self._served:
                    with closing(DenseIndex.in_folder(target / "dense")) as dense:
                        dense.write_once(len(dense.ids() ^ self._store.vector_ids()))
                    self._fill(DenseIndex.in_folder(target / "dense"), progress)
            except (LibraryError, OSError, sqlite3.Error) as error:
                failure = error
            else:
                return
        shutil.rmtree(target, ignore_errors=True)
        raise LibraryError(
            f"The search indexes could not be written: {failure}",
            hint="The documents are safe; free some space, or mend what is named, and try again.",
        ) from failure

    def _fill_served(
        self, served: ServedIndex, collections: Sequence[int], progress: BuildProgress | None
    ) -> tuple[int, LibraryError | None]:
        """The first of these collections that can be filled; or the one to fill later, and why."""
        for collection in collections:
            try:
                self._fill(served.to_write(collection), progress)
            except DenseIndexAway as error:
                return collection, error
            except LibraryError as error:
                failure = error
            else:
                return collection, None
        return collection, failure

    def _fill(self, dense: DenseIndex, progress: BuildProgress | None) -> None:
        with closing(dense):
            bring_up_to_date(dense, self._store.vector_ids(), self._store.vector_entries, progress)

    def _build_folder(self, number: int) -> Path:
        return self._folder / "indexes" / f"{number:06}"
