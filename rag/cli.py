"""The command line: results to stdout, progress to stderr; exit 0, 1 (an error), 2 (usage)."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.batch import Query, queries_of
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.config import Settings

app = typer.Typer(
    help="Answers from your own archive: every sentence footnoted, every footnote checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models_app = typer.Typer(help="The models on this machine.", no_args_is_help=True)
app.add_typer(models_app, name="models")

LLM = Annotated[
    str | None,
    typer.Option("--llm", help='Model to answer with; "none" quotes the archive verbatim.'),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch", help='JSON Lines of {"id","question"}; one JSON object a line comes out.'
    ),
]


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    library: Path | None
    config: Path | None


@app.callback()
def _global_options(
    context: typer.Context,
    *,
    library: Annotated[Path | None, typer.Option(help="Folder of the library.")] = None,
    config: Annotated[Path | None, typer.Option(help="Configuration file.")] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show tracebacks and what goes on inside.")
    ] = False,
) -> None:
    if verbose:
        logging.basicConfig(level=logging.INFO)
    context.obj = GlobalOptions(library, config)


def settings_of(context: typer.Context, llm: str | None = None) -> Settings:
    from rag.config import load_settings

    options: GlobalOptions = context.obj
    overrides: dict[str, Any] = {}
    if options.library:
        overrides["library"] = options.library
    if llm:
        overrides["llm"] = {"model": llm}
    return load_settings(options.config, **overrides)


@app.command()
def index(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...")] = None,
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Embed everything again, e.g. for another embedder.")
    ] = False,
) -> None:
    """Bring files and folders into the library.

    Without PATH: those that were indexed before. Unchanged files are skipped, changed ones
    replaced, and documents whose files are gone are removed.
    """
    from rag import terminal
    from rag.factory import build_library, rebuild_library

    settings = settings_of(context)
    with terminal.IndexBars() as bars:
        library = rebuild_library(settings, bars) if rebuild else build_library(settings)
        with closing(library):
            roots = paths or library.roots
            if not roots:
                raise CitedeskError(
                    "There is nothing to index yet.", hint="Run: citedesk index FOLDER"
                )
            report = library.index(roots, bars)
            counts = library.counts
    terminal.out.print(terminal.index_summary(report, counts.documents, counts.passages))
    if report.with_status("failed"):
        raise typer.Exit(1)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    *,
    as_json: AsJson = False,
    batch: Batch = None,
    llm: LLM = None,
) -> None:
    """Answer QUESTION, each sentence with its sources."""
    import asyncio

    from rag import terminal

    queries = queries_of(question, batch)
    settings = settings_of(context, llm)
    with terminal.waiting("Loading the models"):
        assistant = _assistant(settings)
    with closing(assistant):
        asyncio.run(_answer_all(assistant, queries, settings, as_json=as_json or bool(batch)))


async def _answer_all(
    assistant: Assistant, queries: list[Query], settings: Settings, *, as_json: bool
) -> None:
    from rag import terminal
    from rag.wire import answer_to_json

    site = f"http://{settings.server.host}:{settings.server.port}"
    for query in queries:
        with terminal.waiting("Reading and writing"):
            answer = await assistant.answer(query.question)
        if as_json:
            _print_json(answer_to_json(answer, query.id, site))
        else:
            terminal.print_answer(answer)


@app.command()
def search(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    *,
    k: Annotated[int, typer.Option("-k", min=1, help="Passages to show.")] = 10,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Show the K passages that fit QUESTION best.

    No language model is used.
    """
    from rag import terminal
    from rag.wire import results_to_json

    queries = queries_of(question, batch)
    with terminal.waiting("Loading the embedder"):
        assistant = _assistant(settings_of(context, "none"))
    with closing(assistant):
        for query in queries:
            results = assistant.search(query.question, k)
            if as_json or batch:
                _print_json(results_to_json(query.question, query.id, results))
            else:
                terminal.print_results(results)


@models_app.command("list")
def list_models(context: typer.Context) -> None:
    """The catalogue, and what of it is here."""
    from rag import terminal
    from rag.factory import build_store

    store = build_store(settings_of(context))
    for entry in store.catalogue.values():
        state = "here" if store.is_complete(entry.id) else "missing"
        terminal.out.print(
            f"{entry.id}  {entry.kind}  {entry.bytes / 1e6:,.0f} MB  {entry.licence}  {state}"
        )


@models_app.command("pull")
def pull_models(
    context: typer.Context, model: Annotated[list[str] | None, typer.Argument()] = None
) -> None:
    """Fetch MODEL, else those that the settings name.

    Only the pinned bytes will do; what was fetched before an interruption is kept.
    """
    from rag import terminal
    from rag.factory import build_store
    from rag.models.pull import pull

    settings = settings_of(context)
    store = build_store(settings)
    for model_id in model or _needed_models(settings):
        if not store.is_complete(model_id):
            with terminal.download_bar(model_id) as report:
                pull(store, model_id, report)
        terminal.out.print(f"{model_id}: here ({store.path(model_id)})")


@models_app.command("verify")
def verify_models(
    context: typer.Context, model: Annotated[list[str] | None, typer.Argument()] = None
) -> None:
    """Hash MODEL, else all that is here, and compare with the catalogue."""
    from rag import terminal
    from rag.factory import build_store

    store = build_store(settings_of(context))
    for model_id in model or [m for m in store.catalogue if store.is_complete(m)]:
        with terminal.waiting(f"Hashing {model_id}"):
            store.verify(model_id)
        terminal.out.print(f"{model_id}: the pinned bytes")


@app.command("settings")
def show_settings(context: typer.Context) -> None:
    """Print every setting as it is now; keys are redacted."""
    _print_json(settings_of(context).model_dump(mode="json"), indent=2)


@app.command()
def doctor(context: typer.Context) -> None:
    """Say what this machine has and what is missing."""
    from rag import terminal
    from rag.doctor import examine

    with terminal.waiting("Looking around"):
        findings = examine(settings_of(context))
    for finding in findings:
        terminal.out.print(f"[bold]{finding.name:<9}[/]", end=" ")
        terminal.out.print(finding.text, markup=False)
        if finding.remedy:
            terminal.out.print(f"{'':<9} {finding.remedy}", style="yellow", markup=False)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)


def _assistant(settings: Settings) -> Assistant:
    from rag.factory import build_assistant

    return build_assistant(settings)


def _needed_models(settings: Settings) -> list[str]:
    from rag.models.catalogue import load_catalogue

    named = [settings.embedder.model] + ([] if settings.llm.url else [settings.llm.model])
    return [name for name in named if name in load_catalogue()]


def _print_json(value: dict[str, Any], indent: int | None = None) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Entry point: errors meant for people become one sentence, a hint and exit code 1."""
    try:
        app()
    except CitedeskError as error:
        if "--verbose" in sys.argv:
            raise
        from rag.terminal import print_error

        print_error(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
