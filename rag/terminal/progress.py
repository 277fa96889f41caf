"""What is said while something goes on: spinners, bars, lines about files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from rag.errors import CitedeskError, LibraryLocked
from rag.terminal.console import err, escape, print_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.library import FileOutcome, FileStatus, IndexReport, Library


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A spinner while something without a measure goes on."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=err, transient=True) as progress:
        progress.add_task(escape(what), total=None)
        yield


@contextmanager
def download_bar(model_id: str) -> Iterator[Callable[[int, int], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as progress:
        task = progress.add_task(model_id, total=None)

        def report(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield report


@contextmanager
def fetching() -> Iterator[Callable[[str], None]]:
    """A line that names the address that was fetched last."""
    columns = (SpinnerColumn(), TextColumn("Fetching"), TextColumn("{task.completed} done"))
    with Progress(*columns, TextColumn("{task.fields[url]}"), console=err) as progress:
        task = progress.add_task("", total=None, url="")
        yield lambda url: progress.update(task, advance=1, url=escape(url))


def print_unfetched(reason: str) -> None:
    err.print(f"[red]failed[/] {escape(reason)}")


class IndexBars:
    """Bars for indexing: files, then the search indexes; bad files are named as they come.

    With `told`, which has what was named before, each is named once, and the bars do not stay.
    """

    def __init__(self, told: set[FileOutcome] | None = None) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=err,
            transient=told is not None,
        )
        self._told = set() if told is None else told
        self._files: TaskID | None = None
        self._indexes: TaskID | None = None
        self._passages = 0

    def __enter__(self) -> IndexBars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def files_found(self, total: int) -> None:
        self._files = self._progress.add_task("Reading and embedding", total=total, note="")

    def passages_embedded(self, count: int) -> None:
        self._passages += count
        if self._files is not None:
            self._progress.update(self._files, note=f"{self._passages} passages")

    def file_finished(self, outcome: FileOutcome) -> None:
        if outcome.status in {"failed", "skipped"} and outcome not in self._told:
            self._told.add(outcome)
            self._progress.console.print(_bad_file(outcome))
        if self._files is not None and outcome.status not in {"removed", "skipped"}:
            self._progress.advance(self._files)

    def passages_indexed(self, done: int, total: int) -> None:
        if self._indexes is None:
            self._indexes = self._progress.add_task("Search indexes", total=total, note="")
        self._progress.update(self._indexes, completed=done, total=total)


class WatchLines:
    """What is said while folders are watched: one line for what changed, or for what failed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._told: set[FileOutcome] = set()
        self._first = True

    def indexing(self) -> IndexBars:
        return IndexBars(self._told)

    def indexed(self, report: IndexReport) -> None:
        changed = any(o.status in {"added", "updated", "removed"} for o in report.outcomes)
        if changed or self._first:
            err.print(index_summary(report, *self._library.counts), markup=False)
        self._first = False

    def waiting(self, reason: LibraryLocked) -> None:
        err.print(f"[yellow]Waiting:[/] {escape(reason.message)}")

    def failed(self, error: CitedeskError) -> None:
        print_error(error)


def _bad_file(outcome: FileOutcome) -> str:
    colour = "red" if outcome.status == "failed" else "yellow"
    return f"[{colour}]{outcome.status}[/] {escape(outcome.name)}: {escape(outcome.reason)}"


def index_summary(report: IndexReport, documents: int, passages: int) -> str:
    statuses: tuple[FileStatus, ...] = (
        "added",
        "updated",
        "unchanged",
        "removed",
        "failed",
        "skipped",
    )
    counted = [f"{n} {status}" for status in statuses if (n := len(report.with_status(status)))]
    files = ", ".join(counted) or "no files found"
    return f"{files}. The library holds {documents} documents in {passages} passages."
