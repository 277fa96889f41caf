"""Serving the application on one address."""

from __future__ import annotations

import socket
from collections.abc import Callable

from rag.config import ServerSettings
from rag.errors import ConfigError, PortTaken
from ui.access.admission import listens_beyond_loopback
from ui.desk import Desk


def check_who_may_come(server: ServerSettings, host: str) -> None:
    """Fail early: call it before the models are loaded.

    Raises:
        ConfigError: others could reach the archive, and nobody would have to sign in.
    """
    if listens_beyond_loopback(host, server.names) and not server.users:
        raise ConfigError(
            f"Others could read the archive at {', '.join((host, *server.names))}: "
            "Citedesk has no users who sign in.",
            hint="Add one to citedesk.toml under [[server.users]] with a name and the line that "
            "`citedesk password` or `citedesk token` prints.",
        )


def check_port_free(host: str, port: int) -> None:
    """Fail early: call it before the models are loaded.

    Raises:
        PortTaken: the address cannot be listened on.
    """
    _bind(host, port).close()


def serve(
    desk: Desk,
    host: str,
    port: int,
    *,
    mcp_alone: bool = False,
    on_ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the chat with its doors until interrupted, or the door for MCP alone.

    `on_ready` gets the address once it answers.

    Raises:
        PortTaken: the address cannot be listened on.
    """
    import uvicorn

    from ui.app import build_app, build_mcp_app

    listening = _bind(host, port)
    app = (build_mcp_app if mcp_alone else build_app)(desk, host=host)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            on_ready(f"http://{_in_url(host)}:{listening.getsockname()[1]}")

    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        # An open chat page holds a connection: Ctrl-C must not wait for it.
        timeout_graceful_shutdown=2,
    )
    Server(config).run([listening])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise PortTaken(f"{host} is not an address to listen on: {error.strerror}.") from None
    # Without it, a port of a server that has just ended is refused for a minute.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"Port {port} of {host} cannot be used: {error.strerror}.",
            hint="Choose another with CITEDESK_SERVER__PORT, e.g. 7861.",
        ) from None
    return listening


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
