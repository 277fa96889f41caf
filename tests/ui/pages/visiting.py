"""Plain pages as a visitor sees them, without what lets visitors in."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.visitor import OWNER, Visitor

READER = Visitor(OWNER, "en", may_change_library=True)
CHINESE_READER = Visitor("李雷", "zh", may_change_library=False)


class _Visited:
    """ASGI middleware: every request is of one visitor."""

    def __init__(self, app: ASGIApp, visitor: Visitor) -> None:
        self._app = app
        self._visitor = visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["visitor"] = self._visitor
        await self._app(scope, receive, send)


def visiting(app: FastAPI, visitor: Visitor = READER) -> TestClient:
    """A browser, of sorts, of this visitor."""
    app.add_middleware(_Visited, visitor=visitor)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
