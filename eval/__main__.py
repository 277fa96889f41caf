"""`python -m eval run eval/cases/wic.jsonl`: run cases, print tables, leave a folder in runs/."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from eval.cases import Case, read_cases
from eval.report import Facts, case_row, git_commit, print_tables, write_run
from eval.runner import Assistant, CaseResult, check_gold_documents, run_cases
from rag import terminal
from rag.config import load_settings
from rag.errors import CitedeskError

RUNS = Path("runs")

app = typer.Typer(
    help="Evaluate Citedesk on cases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class RunExists(CitedeskError):
    """A run of this name was made before; its results are not written over."""


class CasesFailed(CitedeskError):
    """The run is complete and written, but some of its rows are errors."""


@app.callback()
def _commands() -> None:
    """Keep `run` a command of its own: typer drops the name of an only one."""


@app.command()
def run(
    cases_file: Annotated[Path, typer.Argument(metavar="CASES", help="A JSON Lines file.")],
    *,
    limit: Annotated[int | None, typer.Option(min=1, help="Run the first N cases only.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of the folder in runs/.")] = None,
    llm: Annotated[str | None, typer.Option(help='Model, or "none" for verbatim evidence.')] = None,
    library: Annotated[Path | None, typer.Option(help="Folder of the library.")] = None,
    config: Annotated[Path | None, typer.Option(help="Configuration file.")] = None,
) -> None:
    """Run the cases over the library and score them."""
    from rag.factory import build_assistant

    started = datetime.now(UTC)
    cases = read_cases(cases_file)[:limit]
    settings = load_settings(config, **_overrides(llm, library))
    folder = RUNS / (name or f"{started:%Y%m%d-%H%M%S}-{cases_file.stem}")
    if folder.exists():
        raise RunExists(f"There is a run in {folder} already.", hint="Choose another --name.")
    with terminal.waiting("Loading the models"):
        assistant = build_assistant(settings)
    with closing(assistant):
        check_gold_documents(assistant.library, cases)
        folder.mkdir(parents=True)
        facts = Facts(
            name=folder.name,
            started=started.isoformat(timespec="seconds"),
            cases_file=str(cases_file),
            git_commit=git_commit(),
            library_generation=assistant.library.generation,
            model=assistant.model,
            settings=settings,
        )
        results = asyncio.run(_run_and_keep(assistant, cases, folder))
        write_run(folder, facts, results)
    print_tables(results)
    if failed := [result for result in results if result.error is not None]:
        raise CasesFailed(f"{len(failed)} of {len(results)} cases failed.", hint=f"See {folder}.")


def _overrides(llm: str | None, library: Path | None) -> dict[str, object]:
    overrides: dict[str, object] = {}
    if llm:
        overrides["llm"] = {"model": llm}
    if library:
        overrides["library"] = library
    return overrides


async def _run_and_keep(
    assistant: Assistant, cases: Sequence[Case], folder: Path
) -> list[CaseResult]:
    """Run all cases in this one event loop (the LLM client is bound to it), each row kept at once.

    An interrupted run leaves the rows that it finished in cases.jsonl, and no run.json.
    """
    results = []
    with (
        (folder / "cases.jsonl").open("w", encoding="utf-8") as rows,
        Progress(console=terminal.err, transient=True) as progress,
    ):
        task = progress.add_task("Running cases", total=len(cases))
        async for result in run_cases(assistant, cases):
            rows.write(json.dumps(case_row(result), ensure_ascii=False) + "\n")
            rows.flush()
            progress.advance(task)
            results.append(result)
    return results


def main() -> None:
    try:
        app()
    except CitedeskError as error:
        terminal.print_error(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
