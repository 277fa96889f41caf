"""The JSON API: the one way in which programs, and the pages themselves, ask and change things."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ui.desk import Desk
from ui.doors.adding import add_intake_routes
from ui.doors.documents import add_document_routes
from ui.doors.intake import Intake
from ui.doors.questions import add_question_routes

_DESCRIPTION = (
    "Where Citedesk has users, send an API token: `Authorization: Bearer TOKEN`. What changes the "
    "library needs an editor\u2019s. An error under /api has the form "
    '`{"error": {"message": ..., "hint": ...}}`: one sentence, and what to do.'
)


def add_api(app: FastAPI, desk: Desk) -> None:
    """Serve /api/..., and /api/openapi.json, which describes it and the /v1 routes."""
    library = desk.assistant.library
    intake = Intake(library, desk.settings.web)
    app.router.on_shutdown.append(intake.close)
    add_question_routes(app, desk)
    # Before the documents' own addresses, which take every path below /api/documents/.
    add_intake_routes(app, intake, library, desk.settings.server.limits)
    add_document_routes(app, intake, library)

    @app.get("/api/openapi.json", include_in_schema=False)
    def schema() -> dict[str, Any]:
        return api_schema(app)


def api_schema(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of the routes under /api and /v1, and of no others."""
    routes = [
        route
        for folder in ("/api/", "/v1/")
        for route in app.routes
        if isinstance(route, APIRoute) and route.path.startswith(folder)
    ]
    return get_openapi(title="Citedesk", version="1", description=_DESCRIPTION, routes=routes)
