"""The `citedesk` command: the engine's commands, and those of the web application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import LLM, app, main, settings_of

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.config import Settings
    from ui.desk import Desk

__all__ = ["main"]


Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on.")]


@app.command()
def chat(
    context: typer.Context,
    *,
    host: Host = None,
    port: Port = None,
    llm: LLM = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Index what changes in the folders meanwhile.")
    ] = False,
) -> None:
    """Serve the chat in the browser."""
    from rag import terminal
    from rag.factory import build_assistant
    from rag.watching import watched
    from ui.server import serve

    settings = settings_of(context, llm)
    address = _free_address(settings, host, port)
    with terminal.waiting("Loading the models"):
        assistant = build_assistant(settings)
    library = assistant.library
    watching = watched(library, terminal.WatchLines(library)) if watch else nullcontext()
    with _desk(assistant, settings) as desk, watching:
        serve(
            desk,
            *address,
            on_ready=lambda url: terminal.out.print(f"Citedesk answers on {url} (Ctrl-C stops it)"),
        )


@app.command()
def mcp(
    context: typer.Context,
    *,
    http: Annotated[bool, typer.Option("--http", help="Serve /mcp instead of stdio.")] = False,
    host: Host = None,
    port: Port = None,
    llm: LLM = None,
) -> None:
    """Serve the archive to language models: over stdio to the program that starts this, or HTTP."""
    import asyncio

    from rag import terminal
    from rag.factory import build_assistant
    from ui.doors.mcp import serve_stdio
    from ui.server import serve

    settings = settings_of(context, llm)
    if not http:
        if host or port is not None:
            raise typer.BadParameter("--host and --port are for --http.")
        asyncio.run(serve_stdio(lambda: _desk(build_assistant(settings), settings)))
        return
    address = _free_address(settings, host, port)
    with terminal.waiting("Loading the models"):
        assistant = build_assistant(settings)
    with _desk(assistant, settings) as desk:
        serve(
            desk,
            *address,
            mcp_alone=True,
            on_ready=lambda url: terminal.out.print(
                f"MCP is served on {url}/mcp (Ctrl-C stops it)"
            ),
        )


def _free_address(settings: Settings, host: str | None, port: int | None) -> tuple[str, int]:
    """Where to listen. Fails early, before the models are loaded.

    Raises:
        ConfigError: others could reach the archive, and nobody would have to sign in.
        PortTaken: it cannot be listened on.
    """
    from ui.server import check_port_free, check_who_may_come

    host = host or settings.server.host
    port = settings.server.port if port is None else port
    check_who_may_come(settings.server, host)
    check_port_free(host, port)
    return host, port


@contextmanager
def _desk(assistant: Assistant, settings: Settings) -> Iterator[Desk]:
    """A desk over the assistant; both are closed in the end."""
    from rag.conversations import FILE_NAME, Conversations
    from ui.access.seats import Seats
    from ui.desk import Desk

    with (
        closing(assistant),
        closing(Conversations(settings.library / FILE_NAME)) as conversations,
    ):
        yield Desk(assistant, settings, conversations, Seats.of(settings.server.limits))


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
