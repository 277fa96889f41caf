"""Who may change the library through the doors."""

from __future__ import annotations

from starlette.requests import Request

from ui.access.refusals import NotAllowed
from ui.access.visitor import visitor_of


def may_change(request: Request) -> None:
    """A dependency of every route that changes the library.

    Raises:
        NotAllowed: its visitor may only read.
    """
    visitor = visitor_of(request)
    if not visitor.may_change_library:
        raise NotAllowed(
            f"{visitor.user} may read the library, not change it.",
            hint='Give them the role "editor" in server.users.',
        )
