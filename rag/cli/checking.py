"""`citedesk check`, `citedesk doctor` and `citedesk settings`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import print_json, settings_of


def show_settings(context: typer.Context) -> None:
    """Print every setting as it is now; keys are redacted."""
    print_json(settings_of(context).model_dump(mode="json"), indent=2)


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What was exported: .md, .docx or .json.")],
) -> None:
    """Look up each quote of an exported FILE in the library, at its place."""
    from rag import terminal
    from rag.exporting.checking import check_export
    from rag.factory import connect_library

    with closing(connect_library(settings_of(context))) as library:
        checked = check_export(file, library)
    faults = [quote for quote in checked if quote.fault]
    for quote in faults:
        terminal.out.print(terminal.plain(f"{quote.noted}: {quote.fault}"), markup=False)
    terminal.out.print(
        f"{len(checked) - len(faults)} of {_quotes_stand(len(checked))} where {file.name} says.",
        markup=False,
    )
    if faults:
        raise typer.Exit(1)


def _quotes_stand(count: int) -> str:
    return "1 quote stands" if count == 1 else f"{count} quotes stand"


def doctor(
    context: typer.Context,
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make the search indexes anew; nothing is embedded.")
    ] = False,
) -> None:
    """Say what this machine has, what it can read, and what is missing."""
    from rag import terminal
    from rag.doctor import examine

    settings = settings_of(context)
    if repair:
        from rag.factory import connect_library

        with terminal.IndexBars() as bars, closing(connect_library(settings)) as library:
            library.repair(bars)
    with terminal.waiting("Looking around"):
        findings = examine(settings)
    for finding in findings:
        terminal.out.print(f"[bold]{finding.name:<9}[/]", end=" ")
        terminal.out.print(finding.text, markup=False)
        if finding.remedy:
            terminal.out.print(f"{'':<9} {finding.remedy}", style="yellow", markup=False)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)
