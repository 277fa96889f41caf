"""`citedesk models`: the weights on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import settings_of

if TYPE_CHECKING:
    from rag.config import Settings

app = typer.Typer(help="The models on this machine.", no_args_is_help=True)
Models = Annotated[list[str] | None, typer.Argument(metavar="[MODEL]...")]


@app.command("list")
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


@app.command("pull")
def pull_models(context: typer.Context, model: Models = None) -> None:
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


@app.command("verify")
def verify_models(context: typer.Context, model: Models = None) -> None:
    """Hash MODEL, else all that is here, and compare with the catalogue."""
    from rag import terminal
    from rag.factory import build_store

    store = build_store(settings_of(context))
    for model_id in model or [m for m in store.catalogue if store.is_complete(m)]:
        with terminal.waiting(f"Hashing {model_id}"):
            store.verify(model_id)
        terminal.out.print(f"{model_id}: the pinned bytes")


def _needed_models(settings: Settings) -> list[str]:
    from rag.models.catalogue import load_catalogue

    named = [settings.embedder.model] + ([] if settings.llm.url else [settings.llm.model])
    return [name for name in named if name in load_catalogue()]
