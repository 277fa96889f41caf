"""The `citedesk` command: the engine's commands and `chat`, which starts the web application."""

from __future__ import annotations

from contextlib import closing
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
) -> None:
    """Serve the chat in the browser."""
    from rag import terminal
    from rag.factory import build_assistant
    from ui.server import check_port_free, serve

    settings = settings_of(context, llm)
    host, port = host or settings.server.host, port or settings.server.port
    check_port_free(host, port)
    with terminal.waiting("Loading the models"):
        assistant = build_assistant(settings)
    with closing(assistant):
        terminal.out.print(f"Citedesk answers on http://{host}:{port} (Ctrl-C stops it)")
        serve(assistant, host, port, settings.server.suggested_questions)
