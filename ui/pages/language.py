"""The language of the interface, as its reader chose it."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.requests import Request

from ui.access.visitor import LANGUAGE_COOKIE
from ui.words import LANGUAGE_NAMES

_ONE_YEAR_S = 365 * 24 * 60 * 60


def add_language_choice(app: FastAPI) -> None:
    """Serve `/language/<code>`: it remembers the choice and goes back to where it was made."""

    @app.get("/language/{code}")
    def choose_language(request: Request, code: str) -> RedirectResponse:
        came_from = urlsplit(request.headers.get("referer", ""))
        # Only the path: nobody is sent to another site.
        back = came_from.path + (f"?{came_from.query}" if came_from.query else "")
        response = RedirectResponse(f"/{back.lstrip('/')}", status_code=303)
        if code in LANGUAGE_NAMES:
            response.set_cookie(
                LANGUAGE_COOKIE, code, max_age=_ONE_YEAR_S, httponly=False, samesite="lax"
            )
        return response
