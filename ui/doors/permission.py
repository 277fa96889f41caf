"""Who may change the library through the doors."""

from __future__ import annotations

from starlette.requests import Request

from ui.access.visitor import editor_of


def may_change(request: Request) -> None:
    """A dependency of every route that changes the library.

    Raises:
        NotAllowed: its visitor may only read.
    """
    editor_of(request)
