"""What people see in a terminal: results on stdout, progress and errors on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
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

from rag.domain import Answer, RetrievedPassage, Verdict
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rag.library import FileOutcome, FileStatus, IndexReport

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def print_error(error: CitedeskError) -> None:
    err.print(f"[bold red]Error:[/] {escape(error.message)}")
    if error.hint:
        err.print(f"[dim]{escape(error.hint)}[/]")


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


class IndexBars:
    """Bars for indexing: files, then the search indexes; bad files are named as they come."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=err,
        )
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
        if outcome.status in {"failed", "skipped"}:
            self._progress.console.print(_bad_file(outcome))
        if self._files is not None and outcome.status not in {"removed", "skipped"}:
            self._progress.advance(self._files)

    def passages_indexed(self, done: int, total: int) -> None:
        if self._indexes is None:
            self._indexes = self._progress.add_task("Search indexes", total=total, note="")
        self._progress.update(self._indexes, completed=done, total=total)


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


def print_answer(answer: Answer) -> None:
    """The answer, its unsupported sentences marked, then its sources with the quoted words."""
    if answer.notice:
        out.print(f"[dim]{escape(answer.notice)}[/]\n")
    if answer.refusal:
        out.print(escape(answer.refusal.message))
        if answer.refusal.nearest:
            out.print("\n[bold]Nearest passages[/]")
            print_results(answer.refusal.nearest)
        return
    for claim in answer.claims:
        if claim.verdict is Verdict.SUPPORTED:
            out.print(escape(claim.marked_text))
        else:
            reasons = "; ".join(claim.reasons)
            out.print(
                f"[strike]{escape(claim.text)}[/] [yellow](unsupported: {escape(reasons)})[/]"
            )
    if answer.citations:
        out.print("\n[bold]Sources[/]")
    for citation in answer.citations:
        publication = citation.document.publication
        about = _about(citation.document.title, publication.outlet, publication.published)
        out.print(escape(f"[{citation.number}] {about} ({citation.document.id})"))
        out.print(f"    [italic]“{escape(' '.join(citation.quote.split()))}”[/]")


def print_results(results: Sequence[RetrievedPassage]) -> None:
    for found in results:
        publication = found.document.publication
        about = _about(found.document.title, publication.outlet, publication.published)
        out.print(f"{found.rank:>2}. {escape(about)} [dim]{found.score:.3f}[/]")
        out.print(f"    [dim]{escape(found.document.id)}[/]")
        out.print(f"    {escape(' '.join(found.passage.text.split()))}")


def _about(title: str, outlet: str | None, published: object) -> str:
    return ", ".join(str(part) for part in (title, outlet, published or "undated") if part)
