"""The page that tells programmers what the API takes, made from its OpenAPI description."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from ui.doors.api import api_schema
from ui.doors.described import operations
from ui.pages.shell import PlainPage

_PAGE = PlainPage("api", "api.css")


def add_api_page(app: FastAPI) -> None:
    """Serve `/api`."""

    @app.get("/api", response_class=HTMLResponse, include_in_schema=False)
    def api_page(request: Request) -> HTMLResponse:
        schema = api_schema(app)
        site = str(request.base_url).rstrip("/")
        return _PAGE.render(
            request,
            description=schema["info"]["description"],
            operations=list(operations(schema, site)),
        )
