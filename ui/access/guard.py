"""What a request must be before the application sees it, and the headers of every response."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.visitor import LANGUAGE_COOKIE, OWNER, Visitor
from ui.words import preferred_language

MAX_BODY_BYTES = 1_000_000
"""A question is at most a few thousand characters; nothing is uploaded through the browser."""

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_ALL_INTERFACES = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound

# Of Gradio's API, what the chat page calls. The rest (upload, file, proxy, recordings, run by
# name) reads or writes things that this application never offers.
_GRADIO_API = "/gradio_api/"
_GRADIO_API_IN_USE = ("queue/", "heartbeat/", "cancel", "reset", "startup-events")

# Gradio's page needs inline and evaluated scripts; what the policy ensures is that nothing is
# loaded from, or sent to, another host, whatever a document or a model makes of an answer.
_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """ASGI middleware: refuses foreign hosts and origins, large bodies and unused routes.

    What it lets in has its visitor in the request's state.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._host = host.strip("[]").lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        # A websocket is never accepted: nothing here speaks it.

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        status = self._refusal(scope["path"], Headers(scope=scope))
        app = PlainTextResponse(status.phrase, status) if status else self._app
        scope.setdefault("state", {})["visitor"] = _visitor(HTTPConnection(scope))
        await app(scope, receive, send_with_headers)

    def _refusal(self, path: str, headers: Headers) -> HTTPStatus | None:
        host = headers.get("host", "")
        if not self._is_trusted(host):
            return HTTPStatus.MISDIRECTED_REQUEST
        if "origin" in headers and urlsplit(headers["origin"]).netloc != host:
            return HTTPStatus.FORBIDDEN
        if "transfer-encoding" in headers:
            return HTTPStatus.LENGTH_REQUIRED
        if int(headers.get("content-length", 0)) > MAX_BODY_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if path.startswith("/monitoring") or (
            path.startswith(_GRADIO_API)
            and not path.removeprefix(_GRADIO_API).startswith(_GRADIO_API_IN_USE)
        ):
            return HTTPStatus.NOT_FOUND
        return None

    def _is_trusted(self, host: str) -> bool:
        """Whether a Host header names this server: a foreign name means DNS rebinding."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in _LOOPBACK_NAMES or name == self._host:
            return True
        return self._host in _ALL_INTERFACES and _is_address(name)


def _visitor(connection: HTTPConnection) -> Visitor:
    language = preferred_language(
        connection.headers.get("accept-language", ""), connection.cookies.get(LANGUAGE_COOKIE, "")
    )
    return Visitor(OWNER, language, may_change_library=True)


def _is_address(name: str) -> bool:
    # An address needs no DNS, so it cannot be rebound.
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
