"""What a request must be before the application sees it, and the headers of every response."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.config import UserSettings
from ui.access.accounts import Accounts
from ui.access.admission import GRADIO_API, Admission, check_origin
from ui.access.rates import Rate
from ui.access.refusals import RequestRefused, SignInNeeded
from ui.access.sessions import Sessions, sessions_named
from ui.access.visitor import LANGUAGE_COOKIE, NOBODY, OWNER, SESSION_COOKIE, Visitor
from ui.doors.errors import error_response
from ui.words import preferred_language

SIGN_IN_PATH = "/sign-in"
_PUBLIC_PATHS = frozenset({SIGN_IN_PATH, "/favicon.ico"})
_PUBLIC_FOLDERS = ("/look/", "/language/", "/static/fonts/")
_DOORS = ("/api/", "/v1/", "/mcp", GRADIO_API)
"""Where programs come in: they read JSON and follow no redirect."""
_EVENTS_PER_MINUTE = 600
"""What one visitor may do in the chat, from opening it to choosing a filter: ten times a second."""
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})

# Gradio's page needs inline and evaluated scripts; what the policy ensures is that nothing is
# loaded from, or sent to, another host, whatever a document or a model makes of an answer.
_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), usb=()",
    # What one reader may see is kept by no proxy on the way.
    "Cache-Control": "private",
}


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who sends a request, and whether by a token, which no foreign page can make them send."""

    user: UserSettings | None
    by_token: bool


class Guard:
    """ASGI middleware: lets in who may come in, and only requests that are as they should be.

    What it lets in has its visitor in the request's state.
    """

    def __init__(self, app: ASGIApp, admission: Admission, accounts: Accounts | None) -> None:
        """`accounts`, None: there are no users, and whoever gets here is the owner."""
        self._app = app
        self._admission = admission
        self._accounts = accounts
        self._sessions = Sessions()
        self._events = Rate(_EVENTS_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:  # a websocket: nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._app
        try:
            visitor = self._visitor(scope)
            scope.setdefault("state", {})["visitor"] = visitor
            if scope["path"].startswith(GRADIO_API) and scope["method"] == "POST":
                self._events.check(visitor.user, "That is faster than anybody clicks.")
            named, receive = await sessions_named(scope, receive)
            self._sessions.check(visitor.user, named)
        except RequestRefused as refusal:
            app = _response(refusal, scope)
        await app(scope, receive, send_with_headers)

    def _visitor(self, scope: Scope) -> Visitor:
        """Who sends a request that is as it should be.

        Raises:
            RequestRefused: it is not, or it is not known who sends it.
        """
        connection = HTTPConnection(scope)
        method, path, headers = scope["method"], scope["path"], Headers(scope=scope)
        self._admission.check(method, path, headers)
        language = preferred_language(
            headers.get("accept-language", ""), connection.cookies.get(LANGUAGE_COOKIE, "")
        )
        if self._accounts is None:
            check_origin(headers, must_be_told=False)
            return Visitor(OWNER, language, may_change_library=True)
        sender = _sender(connection, self._accounts)
        if sender.user is None and not _is_public(path):
            raise SignInNeeded(
                "Sign in first.", hint="Programs send an API token: Authorization: Bearer TOKEN."
            )
        if not sender.by_token:
            check_origin(headers, must_be_told=method not in _HARMLESS)
        if sender.user is None:
            return Visitor(NOBODY, language, may_change_library=False)
        return Visitor(
            sender.user.name,
            language,
            may_change_library=sender.user.role == "editor",
            signed_in=not sender.by_token,
        )


def _sender(connection: HTTPConnection, accounts: Accounts) -> _Sender:
    """Whose token, else whose session it is; a wrong token is not made good by a session."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        user = accounts.by_token(token.strip())
        return _Sender(user, by_token=user is not None)
    session = connection.cookies.get(SESSION_COOKIE, "")
    return _Sender(accounts.by_session(session), by_token=False)


def _is_public(path: str) -> bool:
    return path in _PUBLIC_PATHS or path.startswith(_PUBLIC_FOLDERS)


def _shows_a_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _response(refusal: RequestRefused, scope: Scope) -> Response:
    """JSON for programs, a sentence for people; who has yet to sign in is led to where."""
    path = scope["path"]
    if path.startswith(_DOORS):
        return error_response(refusal)
    if isinstance(refusal, SignInNeeded) and _shows_a_page(scope):
        query = scope["query_string"].decode("latin-1")
        wanted = quote(path) + (f"?{query}" if query else "")
        return RedirectResponse(f"{SIGN_IN_PATH}?next={quote(wanted, safe='')}", status_code=303)
    return PlainTextResponse(str(refusal), refusal.status)
