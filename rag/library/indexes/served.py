"""The dense index on a Chroma server, which other processes share and which may be away.

A build has its own folder, but its vectors stay in the collection of the build before and are
brought up to date there: a server copies no collection, and to add 100,000 vectors again at every
change takes minutes. Half an update misleads no reader. An id stands for the same vector for ever,
and readers come from ids to passages by the columns of their own build, then to texts by SQLite:
a vector that came early has no passage yet, one that is gone early has no text any more. What is
made from scratch (for another embedder, or as a repair) gets a new collection, published with its
build and swept like one.

The collection is derived, too: one that is gone, empty or behind is filled again from SQLite,
without embedding, as soon as somebody searches in it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from rag.errors import DenseIndexAway, LibraryError
from rag.library.embedder import Vectors
from rag.library.indexes.dense import DenseIndex, checksum
from rag.library.indexes.server import ChromaServer
from rag.library.outcomes import BuildProgress
from rag.library.truth.records import Build

SEARCH_SECONDS = 5.0
"""A server that has not answered a search in this time is away."""
WRITE_SECONDS = 120.0
RETRY_SECONDS = 5.0
"""A server that is away is asked again after this time; until then no question waits for it."""

_log = logging.getLogger(__name__)


class ServedIndex:
    """A library's vectors on a server; threads may share it.

    `mend` publishes a new build, with the vectors that the server lacks. It is called in a thread
    of its own while questions are answered without.
    """

    def __init__(
        self, server: ChromaServer, library_id: str, mend: Callable[[BuildProgress], None]
    ) -> None:
        self._server = server
        self._prefix = f"citedesk-{library_id}"
        self._mend = mend
        self._lock = threading.Lock()
        self._build: Build | None = None
        self._index: DenseIndex | None = None
        self._mending: threading.Thread | None = None
        self._closing = threading.Event()
        self._trouble: LibraryError | None = None
        self._next_try = 0.0  # by the monotonic clock

    def follow(self, build: Build) -> bool:
        """Search this build from now on; False if the server answers and lacks vectors of it."""
        try:
            with self._lock:
                self._drop()
                self._build = build
                return self._open() is not None
        except DenseIndexAway as error:
            _log.info("Searching by words alone. %s", error)
            return True

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest vectors, best first: (vector id, cosine similarity).

        Raises:
            DenseIndexAway: the server does not answer, failed, or lacks vectors.
        """
        with self._lock:
            index = None if self._is_mending() else self._open()
            if index is None:
                self._start_mending()
                raise DenseIndexAway(
                    f"The Chroma server at {self._server.url} lacks vectors of this library, which"
                    " are being sent to it.",
                    hint="Ask again in a moment.",
                )
        try:
            return index.search(vector, k)
        except LibraryError as error:
            with self._lock:
                self._lose(error)
            raise _as_away(error) from error

    def to_write(self, collection: int) -> DenseIndex:
        """The collection of that number, to bring up to date and close. For the one writer.

        Raises:
            DenseIndexAway: the server does not answer.
        """
        index = self._server.open(self._name(collection), WRITE_SECONDS)
        self._next_try = 0.0
        return index

    def sweep(self, build: Build) -> None:
        """Delete the library's other collections, if that can be done now."""
        try:
            self._server.drop_others(self._prefix, self._name(build.collection))
        except LibraryError as error:
            _log.info("Old collections stay for now. %s", error)

    def close(self) -> None:
        self._closing.set()
        if self._mending:
            self._mending.join()
        with self._lock:
            self._drop()

    def passages_indexed(self, done: int, total: int) -> None:
        """Mending reports its progress here, and ends here when the library is closed."""
        if self._closing.is_set():
            raise DenseIndexAway(f"The library was closed with {done} of {total} vectors sent.")

    def _open(self) -> DenseIndex | None:
        """The index, or None if it lacks vectors of the build. The caller holds the lock."""
        if self._index or not self._build:
            return self._index
        if self._trouble and time.monotonic() < self._next_try:
            raise _as_away(self._trouble)
        try:
            index = self._server.open(self._name(self._build.collection), SEARCH_SECONDS)
            if checksum(index.ids()) == self._build.vector_ids:
                self._index = index
            else:
                index.close()
        except LibraryError as error:
            self._lose(error)
            raise _as_away(error) from error
        return self._index

    def _lose(self, error: LibraryError) -> None:
        self._drop()
        self._trouble = error
        self._next_try = time.monotonic() + RETRY_SECONDS

    def _drop(self) -> None:
        if self._index:
            self._index.close()
        self._index = None

    def _is_mending(self) -> bool:
        return self._mending is not None and self._mending.is_alive()

    def _start_mending(self) -> None:
        if not self._is_mending() and not self._closing.is_set():
            self._mending = threading.Thread(
                target=self._run_mending, name="fill-chroma", daemon=True
            )
            self._mending.start()

    def _run_mending(self) -> None:
        try:
            self._mend(self)
        except LibraryError as error:
            _log.warning("The Chroma server could not be filled. %s", error)
            with self._lock:
                self._lose(error)

    def _name(self, collection: int) -> str:
        return f"{self._prefix}-{collection:06}"


def _as_away(error: LibraryError) -> DenseIndexAway:
    return DenseIndexAway(error.message, error.hint)
