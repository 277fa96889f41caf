"""Who asks, and in which language the interface speaks to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rag.domain import Language

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
