"""Who asks, and in which language the interface speaks to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rag.domain import Language
from ui.access.refusals import NotAllowed

OWNER = "owner"
"""Whoever uses a Citedesk that has no users: the person at this machine."""
NOBODY = ""
"""Whoever has not signed in; only the page where that is done has such a visitor."""
LANGUAGE_COOKIE = "citedesk_language"
SESSION_COOKIE = "citedesk_session"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Every request has one: the guard makes it before anything else sees the request."""

    user: str
    language: Language
    may_change_library: bool
    signed_in: bool = False
    """In a browser, so that they can sign out."""


def visitor_of(request: Any) -> Visitor:
    """The visitor of a request; of Starlette's, FastAPI's and Gradio's alike."""
    visitor: Visitor = request.state.visitor
    return visitor


def editor_of(request: Any) -> Visitor:
    """The visitor of a request that changes the library.

    Raises:
        NotAllowed: this visitor only reads.
    """
    visitor = visitor_of(request)
    if not visitor.may_change_library:
        raise NotAllowed(
            f"{visitor.user} may read the library, not change it.",
            hint='Give them the role "editor" in server.users.',
        )
    return visitor
