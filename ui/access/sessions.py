"""Whose a session of Gradio's or MCP's is: one user's state and answers are read by no other.

A browser chooses the hash of its session with Gradio, and not by a strong random number. So the
first who names a session owns it, and nobody else may name it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from ui.access.admission import GRADIO_API
from ui.access.refusals import NotAllowed

_MOST_SESSIONS = 10_000
"""As many as Gradio itself keeps state for."""
_MCP_PATH = "/mcp"
_HEARTBEAT = f"{GRADIO_API}heartbeat/"


class Sessions:
    """The owners of the sessions that were used last."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()

    def check(self, user: str, hashes: Sequence[str]) -> None:
        """Raise NotAllowed: one of these sessions is somebody else's."""
        for session in hashes:
            owner = self._owners.setdefault(session, user)
            if owner != user:
                raise NotAllowed("This session belongs to somebody else.", hint="Reload the page.")
            self._owners.move_to_end(session)
        while len(self._owners) > _MOST_SESSIONS:
            self._owners.popitem(last=False)


async def sessions_named(scope: Scope, receive: Receive) -> tuple[Sequence[str], Receive]:
    """The sessions that a request names, and its body to be read again."""
    if scope["path"] == _MCP_PATH:
        return Headers(scope=scope).getlist("mcp-session-id"), receive
    if not scope["path"].startswith(GRADIO_API):
        return [], receive
    named = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [])
    if scope["path"].startswith(_HEARTBEAT):
        named = [*named, scope["path"].removeprefix(_HEARTBEAT)]
    if scope["method"] != "POST":
        return named, receive
    body = await _read(receive)
    return [*named, *_session_in(body)], _again(body, receive)


async def _read(receive: Receive) -> bytes:
    """A whole body; the guard has checked that it is not large."""
    pieces = []
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


def _again(body: bytes, receive: Receive) -> Receive:
    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Any:
        return unread.pop() if unread else await receive()

    return receive_again


def _session_in(body: bytes) -> list[str]:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return []  # Gradio refuses it, too
    session = asked.get("session_hash") if isinstance(asked, dict) else None
    return [session] if isinstance(session, str) else []
