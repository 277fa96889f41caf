"""`python -m eval`: measure Citedesk, compare runs, check case files."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from eval.bench.command import app as bench_app
from eval.cases import read_cases
from eval.rows import Row
from rag import terminal
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from eval.run_folder import RunFolder
    from rag.config import Settings

app = typer.Typer(
    help="Measure Citedesk on your own questions or on public data, and compare runs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cases_app = typer.Typer(help="Case files.", no_args_is_help=True)
app.add_typer(cases_app, name="cases")
app.add_typer(bench_app, name="bench")

CasesFile = Annotated[
    Path | None, typer.Option("--cases", help="Case file (JSON Lines), asked of your library.")
]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="Public data set: a BEIR folder, SQuAD, XQuAD or RAMDocs file."),
]
Questions = Annotated[
    Path | None,
    typer.Option(help="SQuAD file with the questions of --data in another language."),
]
Also = Annotated[
    Path | None,
    typer.Option(help="Data set whose texts are archived beside those of --data, never relevant."),
]
Split = Annotated[str, typer.Option(help="Which qrels of a BEIR folder.")]
Systems = Annotated[
    list[str] | None,
    typer.Option(
        "--system", help="citedesk, baseline, dense, lexical, fused, closed-book; repeatable."
    ),
]
Limit = Annotated[
    int | None, typer.Option(min=1, help="So many cases, as many of each kind as can be.")
]
Seed = Annotated[int, typer.Option(help="Draws the cases of --limit.")]
Name = Annotated[str | None, typer.Option(help="Name of the folder in runs/.")]
Judge = Annotated[
    bool, typer.Option("--judge", help="Ask the model of the judge settings as well.")
]
Llm = Annotated[str | None, typer.Option(help='Model, or "none" for verbatim evidence.')]
Translator = Annotated[
    str, typer.Option("--llm", help="Model that rewrites and translates questions.")
]
LibraryFolder = Annotated[Path | None, typer.Option(help="Folder of the library.")]
Config = Annotated[Path | None, typer.Option(help="Configuration file.")]


class CasesFailed(CitedeskError):
    """The run is complete and written, but some of its rows are errors."""


class Dropped(CitedeskError):
    """A measure is significantly worse than before."""


@cases_app.command("check")
def check_cases(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Read a case file and say what is in it, or name the file and line of its first fault."""
    cases = read_cases(file)
    kinds = Counter(case.kind for case in cases)
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    terminal.out.print(f"{len(cases)} cases: {counted}.", markup=False)


@app.command()
def retrieval(
    *,
    cases: CasesFile = None,
    data: Data = None,
    questions: Questions = None,
    also: Also = None,
    split: Split = "test",
    system: Systems = None,
    limit: Limit = None,
    seed: Seed = 2014,
    name: Name = None,
    llm: Translator = "none",
    library: LibraryFolder = None,
    config: Config = None,
) -> None:
    """Measure what is found, and how fast."""
    from eval.running import run_retrieval
    from eval.session import Asked, open_session

    asked = Asked(
        cases=cases,
        data=data,
        questions=questions,
        also=also,
        split=split,
        limit=limit,
        seed=seed,
        name=name,
    )
    settings = _settings(config, library, llm)
    with open_session("retrieval", asked, system or ["citedesk"], settings, judge=False) as session:
        rows = run_retrieval(session.systems, session.cases, session.folder.has)
        _run(session.folder, rows, len(session.cases))


@app.command()
def answers(
    *,
    cases: CasesFile = None,
    data: Data = None,
    questions: Questions = None,
    also: Also = None,
    split: Split = "test",
    system: Systems = None,
    limit: Limit = None,
    seed: Seed = 2014,
    name: Name = None,
    judge: Judge = False,
    llm: Llm = None,
    library: LibraryFolder = None,
    config: Config = None,
) -> None:
    """Measure answers, citations, refusals and times."""
    from eval.session import Asked, open_session

    asked = Asked(
        cases=cases,
        data=data,
        questions=questions,
        also=also,
        split=split,
        limit=limit,
        seed=seed,
        name=name,
    )
    settings = _settings(config, library, llm)
    with open_session("answers", asked, system or ["citedesk"], settings, judge=judge) as session:
        rows = session.answering.rows(session.cases, session.folder.has)
        _run(session.folder, rows, len(session.cases))


@app.command()
def verify(
    *,
    data: Annotated[
        Path,
        typer.Option(
            help="Pairs of ExpertQA or SciFact, or documents or a SQuAD file to make pairs of."
        ),
    ],
    limit: Limit = None,
    seed: Seed = 2014,
    name: Name = None,
    judge: Judge = False,
    config: Config = None,
) -> None:
    """Measure the verifier on claims with evidence.

    People have judged them; or they are made from documents or questions: true claims, some of
    them said otherwise, and the same with a number, date, name or speaker swapped, a denial, or
    an altered quotation.
    """
    from eval.running import run_verification
    from eval.session import Asked, open_verification

    asked = Asked(data=data, limit=limit, seed=seed, name=name)
    with open_verification(asked, _settings(config, None, "none"), judge=judge) as session:
        rows = run_verification(session.verifiers, session.pairs, session.folder.has)
        _run(session.folder, rows, len(session.pairs))


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="RUN_A")],
    after: Annotated[Path, typer.Argument(metavar="RUN_B")],
    *,
    fail_if_drop: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=MARGIN", help="E.g. nDCG@10=0.02; repeatable."),
    ] = None,
) -> None:
    """Compare two runs case by case; with --fail-if-drop exit 1 on a significant drop."""
    from eval.comparing import compare_runs, drops, read_margins
    from eval.report import print_comparison
    from eval.run_folder import RunFolder

    margins = read_margins(fail_if_drop or [])
    differences = compare_runs(RunFolder.read(before), RunFolder.read(after))
    for system, measured in differences.items():
        terminal.out.print(f"[bold]{system}[/]")
        print_comparison(measured, (before.name, after.name))
    if dropped := drops(differences, margins):
        raise Dropped(f"{after} is significantly worse than {before}: {'; '.join(dropped)}.")


def _settings(config: Path | None, library: Path | None, llm: str | None) -> Settings:
    from rag.config import load_settings

    overrides: dict[str, object] = {}
    if llm:
        overrides["llm"] = {"model": llm}
    if library:
        overrides["library"] = library
    return load_settings(config, **overrides)


def _run(folder: RunFolder, rows: AsyncIterator[Row], cases: int) -> None:
    """Run to the end, write the figures and print them.

    Raises:
        CasesFailed: some rows are errors; everything was written nevertheless.
    """
    from eval.report import print_tables

    try:
        asyncio.run(_keep(folder, rows, cases * len(folder.run.facts.systems)))
    except KeyboardInterrupt:
        terminal.err.print(f"Interrupted. The same command with --name {folder.path.name} goes on.")
        raise
    run = folder.finish()
    failures = [row for row in folder.rows if row.error is not None]
    print_tables(run, failures)
    terminal.out.print(f"\n{folder.path / 'report.html'}", markup=False)
    if failures:
        raise CasesFailed(
            f"{len(failures)} of {len(folder.rows)} rows failed.", hint=f"See {folder.path}."
        )


async def _keep(folder: RunFolder, rows: AsyncIterator[Row], total: int) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=terminal.err, transient=True) as progress:
        task = progress.add_task(folder.run.facts.name, total=total, completed=len(folder.rows))
        async for row in rows:
            folder.add(row)
            progress.advance(task)


def main() -> None:
    try:
        app()
    except CitedeskError as error:
        terminal.print_error(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
