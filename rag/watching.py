"""Watching folders: what changes in them is indexed once they have been quiet for a moment."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.errors import CitedeskError, LibraryLocked

if TYPE_CHECKING:
    from rag.library import FileOutcome, IndexProgress, IndexReport, Library

QUIET_S = 2.0
"""How long nothing may change before it is indexed: what is being copied in is not read half."""
_LOCK_RETRY_S = 1.0
_LAST_DOCUMENT_S = 10.0
_log = logging.getLogger(__name__)


class WatchNotes(Protocol):
    """Told how watching goes on; called in the thread that watches."""

    def indexing(self) -> AbstractContextManager[IndexProgress]:
        """Indexing goes on as long as the context lasts."""
        ...

    def indexed(self, report: IndexReport) -> None:
        """The library holds what the folders hold."""
        ...

    def waiting(self, reason: LibraryLocked) -> None:
        """Another process is writing to the library; told once, then waited for."""
        ...

    def failed(self, error: CitedeskError) -> None:
        """The folders could not be indexed; they are tried again after the next change."""
        ...


class FolderWatch:
    """Keeps a library up to date with folders, and with files that were indexed by themselves.

    A root that is not there is awaited: a disk may be mounted, a folder made. Hidden files and
    the library's own are not looked at.
    """

    def __init__(
        self, library: Library, roots: Sequence[Path], notes: WatchNotes, quiet_s: float = QUIET_S
    ) -> None:
        self._library = library
        self._own_folder = library.path.absolute()
        self._roots = [root.expanduser().absolute() for root in roots]
        self._notes = notes
        self._quiet_s = quiet_s
        self._stopping = threading.Event()

    def run(self) -> None:
        """Index the folders now and after every change, until `stop` is called.

        In the main thread, Ctrl-C ends it with KeyboardInterrupt.

        Raises:
            CitedeskError: the system does not let us watch.
        """
        while not self._stopping.is_set():
            self._watch(self._places())

    def stop(self) -> None:
        """Let `run` return, at the latest when the document is done that is being embedded."""
        self._stopping.set()

    def _watch(self, places: dict[Path, int]) -> None:
        """Index, and again after changes, as long as the same places are there to be watched."""
        # What changed while nobody watched is indexed at once.
        changed_at: float | None = time.monotonic() - self._quiet_s
        for changed in self._changes(list(places)):
            if changed:
                changed_at = time.monotonic()
            elif changed_at is not None and time.monotonic() - changed_at >= self._quiet_s:
                self._index()
                changed_at = None
            if changed_at is None and self._places() != places:
                return

    def _places(self) -> dict[Path, int]:
        """The roots that are there. An editor replaces a file: then it is another to watch."""
        places = {}
        for root in self._roots:
            with suppress(OSError):
                places[root] = root.stat().st_ino
        return places

    def _changes(self, places: Sequence[Path]) -> Iterator[bool]:
        """Whether something of ours changed, at least once every `quiet_s`, until stopped."""
        import watchfiles

        if not places:
            while not self._stopping.wait(self._quiet_s):
                yield False
            return
        try:
            for changes in watchfiles.watch(
                *places,
                watch_filter=None,
                rust_timeout=max(1, int(1000 * self._quiet_s)),
                yield_on_timeout=True,
                stop_event=self._stopping,
                ignore_permission_denied=True,
            ):
                yield any(self._is_ours(Path(path)) for _, path in changes)
        except FileNotFoundError:
            return  # It was there a moment ago: we look again.
        except (OSError, RuntimeError) as error:
            raise CitedeskError(
                f"The folders cannot be watched: {error}.",
                hint="Watch fewer folders, or run citedesk index from time to time.",
            ) from error

    def _is_ours(self, path: Path) -> bool:
        if path.is_relative_to(self._own_folder):
            return False
        within = [path.relative_to(root) for root in self._roots if path.is_relative_to(root)]
        return any(not any(step.startswith(".") for step in p.parts) for p in within)

    def _index(self) -> None:
        try:
            report = self._index_when_free()
        except _Stopped:
            return
        except CitedeskError as error:
            self._notes.failed(error)
        else:
            self._notes.indexed(report)

    def _index_when_free(self) -> IndexReport:
        told = False
        while not self._stopping.is_set():
            try:
                with self._notes.indexing() as progress:
                    return self._library.index(self._roots, _Stoppable(progress, self._stopping))
            except LibraryLocked as error:
                if not told:
                    self._notes.waiting(error)
                told = True
                self._stopping.wait(_LOCK_RETRY_S)
        raise _Stopped


class _Stopped(Exception):
    """Indexing was broken off between two documents; the library holds what was done."""


@dataclass(frozen=True, slots=True)
class _Stoppable:
    """Passes progress on, and breaks indexing off when watching is to stop."""

    progress: IndexProgress
    stopping: threading.Event

    def files_found(self, total: int) -> None:
        self._go_on()
        self.progress.files_found(total)

    def passages_embedded(self, count: int) -> None:
        self._go_on()
        self.progress.passages_embedded(count)

    def file_finished(self, outcome: FileOutcome) -> None:
        self._go_on()
        self.progress.file_finished(outcome)

    def passages_indexed(self, done: int, total: int) -> None:
        self._go_on()
        self.progress.passages_indexed(done, total)

    def _go_on(self) -> None:
        if self.stopping.is_set():
            raise _Stopped


@contextmanager
def watched(library: Library, notes: WatchNotes, quiet_s: float = QUIET_S) -> Iterator[None]:
    """Watch in a thread what the library was made of, as long as the context lasts.

    Whatever fails there is told, and harms nothing else.
    """
    watch = FolderWatch(library, library.roots, notes, quiet_s)

    def run() -> None:
        try:
            watch.run()
        except CitedeskError as error:
            notes.failed(error)
        except Exception as error:  # noqa: BLE001 (a fault in here must not end the chat)
            _log.info("The folders are watched no more.", exc_info=True)
            notes.failed(CitedeskError(f"The folders are watched no more: {error!r}."))

    thread = threading.Thread(target=run, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.stop()
        # A reader may be at work on a large file: it is not waited for to its end.
        thread.join(_LAST_DOCUMENT_S)
