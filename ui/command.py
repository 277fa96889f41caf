"""The `citedesk` command: the engine's commands, and those of the web application."""

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
    from rag.conversations import FILE_NAME, Conversations
    from rag.factory import build_assistant
    from rag.watching import watched
    from ui.access.seats import Seats
    from ui.desk import Desk
    from ui.server import check_port_free, check_who_may_come, serve

    settings = settings_of(context, llm)
    host = host or settings.server.host
    port = settings.server.port if port is None else port
    check_who_may_come(settings.server, host)
    check_port_free(host, port)
    with terminal.waiting("Loading the models"):
        assistant = build_assistant(settings)
    library = assistant.library
    watching = watched(library, terminal.WatchLines(library)) if watch else nullcontext()
    with (
        closing(assistant),
        closing(Conversations(settings.library / FILE_NAME)) as conversations,
        watching,
    ):
        serve(
            Desk(assistant, settings, conversations, Seats.of(settings.server.limits)),
            host,
            port,
            on_ready=lambda url: terminal.out.print(f"Citedesk answers on {url} (Ctrl-C stops it)"),
        )


@app.command()
def password() -> None:
    """Ask for a password, and print its line for a user in citedesk.toml."""
    from ui.access.accounts import hash_password

    typed = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    typer.echo(f'password = "{hash_password(typed)}"')


@app.command()
def token() -> None:
    """Make an API token, and print the line for a user in citedesk.toml that lets it in."""
    from ui.access.accounts import hash_token, make_token

    made = make_token()
    typer.echo(f"The token, which is shown only now: {made}", err=True)
    typer.echo(f'tokens = ["{hash_token(made)}"]')
