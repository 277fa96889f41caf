"""What a browser is shown where there is no page, or where making one failed."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from fastapi import FastAPI
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from rag.errors import CitedeskError
from ui.access.visitor import visitor_of
from ui.doors.errors import error_response, status_of
from ui.pages.shell import PlainPage
from ui.words import Words

_PAGE = PlainPage("error")


def render_error(request: Request, status: int, heading: str, sentence: str) -> HTMLResponse:
    """A page that says what is wrong, and leads back to the chat."""
    return _PAGE.render(request, status, heading=heading, sentence=sentence)


def add_error_pages(app: FastAPI) -> None:
    """Answer browsers with a page, where programs get what `add_error_responses` gives them.

    Also for a fault of ours: what went wrong stands in the server's log, never on the page.
    """

    @app.exception_handler(CitedeskError)
    def refuse(request: Request, error: Exception) -> Response:
        refused = cast(CitedeskError, error)
        if not _reads_pages(request):
            return error_response(refused)
        heading = _words(request)("errors.refused")
        return render_error(request, status_of(refused), heading, str(refused))

    @app.exception_handler(Exception)
    def fail(request: Request, _: Exception) -> Response:
        t = _words(request)
        if not _reads_pages(request):
            return error_response(CitedeskError(t("errors.failed"), hint=t("errors.failed_hint")))
        sentence = f"{t('errors.failed_page')} {t('errors.failed_hint')}"
        return render_error(request, HTTPStatus.INTERNAL_SERVER_ERROR, t("errors.failed"), sentence)

    app.add_exception_handler(HTTPException, show_missing)


async def show_missing(request: Request, error: Exception) -> Response:
    """The answer where there is nothing: the handler of HTTPException, of mounted ones as well."""
    missed = cast(HTTPException, error)
    if missed.status_code != HTTPStatus.NOT_FOUND or not _reads_pages(request):
        return await http_exception_handler(request, missed)
    t = _words(request)
    sentence = t("errors.missing_page", path=request.url.path)
    return render_error(request, HTTPStatus.NOT_FOUND, t("errors.missing"), sentence)


def _reads_pages(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _words(request: Request) -> Words:
    return Words(visitor_of(request).language)
