"""What people bring in through the application: it waits in line, and one thread indexes it.

The chat goes on answering meanwhile, from what was there before.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from rag.config import WebSettings
from rag.errors import CitedeskError, LibraryLocked
from rag.library import FileOutcome, IndexReport
from rag.reading.web import Unfetched, fetch_all, keep_page
from ui.doors.arrivals import Arrival, IndexState, Reindexed
from ui.protocols import Archive

_LOCK_RETRY_S = 1.0
_EDIT_WAIT_S = 10.0
_ARRIVALS_KEPT = 1000
"""And all that are still on their way."""
_log = logging.getLogger(__name__)


class Intake:
    """Brings files and pages into a library, in the order in which they came.

    Files that wait one after the other are indexed together. While another process writes to the
    library, all wait, and `state` says so.
    """

    def __init__(self, library: Archive, web: WebSettings) -> None:
        self._library = library
        self._web = web
        self._numbers = count(1)
        self._change = threading.Condition()
        """Held while any of the following is read or changed."""
        self._line: deque[Arrival | None] = deque()  # None: all folders are indexed again
        self._thread: threading.Thread | None = None
        self._arrivals: deque[Arrival] = deque()
        self._progress = _Progress()
        self._reindexed: Reindexed | None = None
        self._message = ""
        self._stopping = threading.Event()
        self._writing = threading.Lock()

    def add_file(self, path: Path) -> Arrival:
        """Index a file that is kept in the folder for uploads; one that cannot be read goes."""
        return self._queue(Arrival(f"{next(self._numbers)}", path.name, path))

    def add_page(self, url: str) -> Arrival:
        """Fetch a page, or the pages of a feed, and index what could be fetched."""
        return self._queue(Arrival(f"{next(self._numbers)}", url, None))

    def index_again(self) -> None:
        """Index all files and folders that were indexed before; once, however often it is said."""
        with self._change:
            if None not in self._line:
                self._line.append(None)
            self._work()

    def state(self) -> IndexState:
        """What is being done now, what came of what was brought, and of indexing again."""
        with self._change:
            return IndexState(
                running=self._thread is not None,
                message=self._message,
                waiting=len(self._line),
                files_found=self._progress.found,
                files_done=self._progress.done,
                passages=self._progress.passages,
                arrivals=tuple(arrival.told() for arrival in self._arrivals),
                reindexed=self._reindexed,
            )

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the library while nothing is indexed.

        Raises:
            LibraryLocked: it is indexed for longer than one waits.
        """
        if not self._writing.acquire(timeout=_EDIT_WAIT_S):
            raise LibraryLocked(
                "The library is being indexed and cannot be changed now.",
                hint="Try again when that is done.",
            )
        try:
            yield
        finally:
            self._writing.release()

    def close(self) -> None:
        """Stop between two documents; what is in line is not indexed."""
        self._stopping.set()

    def _queue(self, arrival: Arrival) -> Arrival:
        with self._change:
            while len(self._arrivals) >= _ARRIVALS_KEPT and self._arrivals[0].is_settled:
                self._arrivals.popleft()
            self._arrivals.append(arrival)
            self._line.append(arrival)
            self._work()
        return arrival

    def _work(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while jobs := self._next():
            try:
                self._do(jobs)
            except _Stopped:
                return
            except CitedeskError as error:
                self._fail(jobs, str(error))
            except Exception as error:  # noqa: BLE001 (a fault in here must not stop the line)
                _log.exception("Something could not be indexed.")
                self._fail(jobs, f"Citedesk made a mistake: {error!r}.")

    def _next(self) -> list[Arrival | None]:
        """What is to be done next: the files at the head of the line, or what else is there."""
        with self._change:
            self._progress, self._message = _Progress(self._stopping), ""
            jobs = [self._line.popleft()] if self._line else []
            while jobs and _is_file(jobs[0]) and self._line and _is_file(self._line[0]):
                jobs.append(self._line.popleft())
            for arrival in filter(None, jobs):
                arrival.state = "reading" if arrival.path else "fetching"
            if not jobs:
                self._thread = None
            return jobs

    def _do(self, jobs: Sequence[Arrival | None]) -> None:
        arrivals = [arrival for arrival in jobs if arrival]
        if not arrivals:
            self._index_again()
        elif arrivals[0].path is None:
            self._bring_pages(arrivals[0])
        else:
            files = {arrival: [arrival.path] for arrival in arrivals if arrival.path}
            self._bring(self._library.uploads, files)

    def _index_again(self) -> None:
        report = self._index(self._library.roots)
        statuses = Counter(outcome.status for outcome in report.outcomes)
        with self._change:
            self._reindexed = Reindexed(
                datetime.now(UTC), dict(statuses), tuple(report.with_status("failed"))
            )

    def _bring_pages(self, arrival: Arrival) -> None:
        paths, reasons = [], []
        for page in fetch_all([arrival.name], self._web):
            if isinstance(page, Unfetched):
                reasons.append(page.reason)
            else:
                paths.append(keep_page(page, self._library.pages))
            if self._stopping.is_set():
                raise _Stopped
        arrival.reasons = tuple(reasons)
        if paths:
            with self._change:
                arrival.state = "reading"
            self._bring(self._library.pages, {arrival: paths})
        else:
            self._fail([arrival], "")

    def _bring(self, folder: Path, brought: dict[Arrival, list[Path]]) -> None:
        """Index a folder in which the files lie that were brought, and tell what came of each."""
        report = self._index([folder])
        gone: list[Path] = []
        for arrival, paths in brought.items():
            held = {path: self._library.documents_in(path.absolute()) for path in paths}
            reasons = [r for path in paths for r in _reasons(path.absolute(), folder, report)]
            with self._change:
                arrival.documents = tuple(i for ids in held.values() for i in ids)
                arrival.reasons += tuple(reasons)
                arrival.state = "indexed" if arrival.documents else "failed"
            gone += [path for path, ids in held.items() if not ids]
        if gone:
            for path in gone:
                path.unlink(missing_ok=True)
            # The library forgets a file that is not there.
            self._index([path.absolute() for path in gone])

    def _index(self, paths: Sequence[Path]) -> IndexReport:
        while True:
            try:
                with self._writing:
                    return self._library.index(paths, self._progress)
            except LibraryLocked as error:
                with self._change:
                    self._message = str(error)
                if self._stopping.wait(_LOCK_RETRY_S):
                    raise _Stopped from None

    def _fail(self, jobs: Iterable[Arrival | None], reason: str) -> None:
        with self._change:
            for arrival in jobs:
                if arrival is None:
                    failure = FileOutcome("", "failed", reason=reason)
                    self._reindexed = Reindexed(datetime.now(UTC), {}, (failure,))
                else:
                    arrival.state = "failed"
                    arrival.reasons += (reason,) if reason else ()


class _Stopped(Exception):
    """Indexing was broken off between two documents; the library holds what was done."""


class _Progress:
    """How far indexing is; it breaks off where `stopping` is set."""

    def __init__(self, stopping: threading.Event | None = None) -> None:
        self._stopping = stopping or threading.Event()
        self.found = self.done = self.passages = 0

    def files_found(self, total: int) -> None:
        self._go_on()
        self.found = total

    def passages_embedded(self, count: int) -> None:
        self._go_on()
        self.passages += count

    def file_finished(self, outcome: FileOutcome) -> None:  # noqa: ARG002
        self._go_on()
        self.done += 1

    def passages_indexed(self, done: int, total: int) -> None:  # noqa: ARG002
        self._go_on()

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise _Stopped


def _is_file(job: Arrival | None) -> bool:
    return job is not None and job.path is not None


def _reasons(path: Path, folder: Path, report: IndexReport) -> Iterator[str]:
    """Why a file, or some part of it, did not become a document; without where it is kept."""
    inside = path.relative_to(folder.absolute()).as_posix()
    names = {str(path), inside, f"{folder.name}/{inside}"}
    for outcome in report.outcomes:
        name = next((name for name in names if f"{outcome.name}/".startswith(f"{name}/")), None)
        if name and outcome.status == "skipped":
            yield f"{outcome.name.replace(str(path), inside)} {outcome.reason.rstrip('.')}."
        elif name and outcome.status == "failed":
            yield outcome.reason.replace(str(path), inside)
