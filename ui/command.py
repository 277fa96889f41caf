"""The `citedesk` command: the engine's commands and `chat`, which starts the web application."""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import Annotated

import typer

from rag.cli import LLM, app, main, settings_of

__all__ = ["main"]


@app.command()
def chat(
    context: typer.Context,
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    llm: LLM = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Index what changes in the folders meanwhile.")
    ] = False,
) -> None:
    """Serve the chat in the browser."""
    from rag import terminal
    from rag.factory import build_assistant
    from rag.watching import watched
    from ui.desk import Desk
    from ui.server import check_port_free, serve

    settings = settings_of(context, llm)
    host = host or settings.server.host
    port = settings.server.port if port is None else port
    check_port_free(host, port)
    with terminal.waiting("Loading the models"):
        assistant = build_assistant(settings)
    library = assistant.library
    watching = watched(library, terminal.WatchLines(library)) if watch else nullcontext()
    with closing(assistant), watching:
        serve(
            Desk(assistant, settings),
            host,
            port,
            on_ready=lambda url: terminal.out.print(f"Citedesk answers on {url} (Ctrl-C stops it)"),
        )
