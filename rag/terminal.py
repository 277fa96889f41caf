"""What people see in a terminal: results on stdout, progress and errors on stderr."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import markup
from rich.console import Console
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

from rag.domain import (
    Answer,
    Claim,
    Disagreement,
    Language,
    Refusal,
    RetrievedPassage,
    SearchResult,
    UnderstoodQuestion,
    Verdict,
)
from rag.errors import CitedeskError, LibraryLocked
from rag.wording import (
    VERDICT_SIGNS,
    confidence_in_words,
    refusal_title,
    relation_title,
    supported_count,
    verdict_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rag.library import FileOutcome, FileStatus, IndexReport, Library

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

_LANGUAGE: Language = "en"
"""That of the command line."""


# A title or a quotation must not move the cursor, rename the window or speak for us.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Text of documents without what commands a terminal."""
    return _CONTROL.sub("\ufffd", text)


def escape(text: str) -> str:
    """Text of documents as it is shown within rich's markup: neither markup nor commands."""
    return markup.escape(plain(text))


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


def print_answer(answer: Answer) -> None:
    """The answer, each sentence with its verdict, then its sources with the quoted words."""
    _print_understood(answer.understood)
    _print_notes(answer.notices)
    if answer.refusal:
        _print_refusal(answer.refusal)
        return
    for claim in answer.agreed:
        _print_claim(claim)
    for disagreement in answer.disagreements:
        _print_disagreement(disagreement)
    if answer.citations:
        out.print("\n[bold]Sources[/]")
    for citation in answer.citations:
        publication = citation.document.publication
        about = _about(citation.document.title, publication.outlet, publication.published)
        page = f", p. {citation.page}" if citation.page else ""
        out.print(escape(f"[{citation.number}] {about}{page} ({citation.document.id})"))
        out.print(f"    [italic]“{escape(' '.join(citation.quote.split()))}”[/]")
        if translation := answer.quote_translations.get(citation.number):
            out.print(f"    [dim]Translated by the model: {escape(translation)}[/]")
    confidence = confidence_in_words(answer.confidence, _LANGUAGE)
    out.print(f"\n[dim]{supported_count(answer, _LANGUAGE)}, confidence {confidence}[/]")


def _print_claim(claim: Claim) -> None:
    """A sentence that is not supported says so, by sign and name, and why."""
    if claim.verdict is Verdict.SUPPORTED:
        out.print(escape(claim.marked_text))
        return
    colour = "red" if claim.verdict is Verdict.CONTRADICTED else "yellow"
    label = f"{VERDICT_SIGNS[claim.verdict]} {verdict_label(claim.verdict, _LANGUAGE)}:"
    out.print(f"[bold {colour}]{label}[/] {escape(claim.marked_text)}")
    if claim.reasons:
        out.print(f"    [{colour}]{escape('; '.join(claim.reasons))}[/]")


def _print_disagreement(disagreement: Disagreement) -> None:
    """What sources do not say alike, each side on a line of its own."""
    out.print(f"[bold]{relation_title(disagreement.relation, _LANGUAGE)}:[/]")
    for side in disagreement.sides:
        out.print(escape(f"  • {side.marked_text}"))


def _print_refusal(refusal: Refusal) -> None:
    out.print(f"[bold]{refusal_title(refusal.reason, _LANGUAGE)}[/]")
    out.print(escape(refusal.message))
    if refusal.advice:
        out.print(f"[bold]What would answer it:[/] {escape(refusal.advice)}")
    if refusal.nearest:
        out.print("\n[bold]Nearest passages[/]")
        print_results(refusal.nearest)


def print_search(understood: UnderstoodQuestion, result: SearchResult) -> None:
    """The passages found, after how the question was read."""
    _print_understood(understood)
    _print_notes(result.notes)
    print_results(result.passages)


def _print_understood(understood: UnderstoodQuestion) -> None:
    """What was made of the question, where that is more than its words."""
    read_as = understood.question if understood.question != understood.asked else None
    period = understood.period
    for label, value in (
        ("Read as", read_as),
        ("Searched as well", understood.translation),
        ("About the time", str(period.period) if period else None),
        ("Because", period.explanation if period else None),
        ("Only", str(understood.filters)),
    ):
        if value:
            out.print(f"[dim]{label}: {escape(value)}[/]")


def _print_notes(notes: Sequence[str]) -> None:
    for note in notes:
        out.print(f"[dim]{escape(note)}[/]")
    if notes:
        out.print()


def print_results(results: Sequence[RetrievedPassage]) -> None:
    for found in results:
        publication = found.document.publication
        about = _about(found.document.title, publication.outlet, publication.published)
        out.print(f"{found.rank:>2}. {escape(about)} [dim]{found.score:.3f}[/]")
        out.print(f"    [dim]{escape(found.document.id)}[/]")
        out.print(f"    {escape(' '.join(found.passage.text.split()))}")


def _about(title: str, outlet: str | None, published: object) -> str:
    return ", ".join(str(part) for part in (title, outlet, published or "undated") if part)
