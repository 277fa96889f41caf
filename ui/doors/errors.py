"""An error becomes a status and {"error": {"message", "hint"}}: the same in every door."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.requests import Request

from rag.conversations import NoSuchConversation
from rag.errors import (
    CitedeskError,
    DenseIndexAway,
    FieldRejected,
    LibraryLocked,
    LLMFailed,
    ModelUnavailable,
    QuestionRejected,
    UnreadableFile,
    WebError,
)
from ui.access.refusals import RequestRefused, SignInNeeded
from ui.showing.times import DateRejected

_STATUS_OF: dict[type[CitedeskError], HTTPStatus] = {
    QuestionRejected: HTTPStatus.BAD_REQUEST,
    NoSuchConversation: HTTPStatus.NOT_FOUND,
    LibraryLocked: HTTPStatus.CONFLICT,
    DateRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    FieldRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    WebError: HTTPStatus.UNPROCESSABLE_ENTITY,
    LLMFailed: HTTPStatus.BAD_GATEWAY,
    DenseIndexAway: HTTPStatus.SERVICE_UNAVAILABLE,
    ModelUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What the engine raises, by the nearest class; what is not here is a fault of ours (500)."""


def status_of(error: CitedeskError) -> HTTPStatus:
    """The status that says whose turn it is to mend something: the asker's (4xx) or ours (5xx)."""
    if isinstance(error, RequestRefused):
        return error.status
    known = (_STATUS_OF.get(kind) for kind in type(error).__mro__)
    return next((status for status in known if status), HTTPStatus.INTERNAL_SERVER_ERROR)


def error_body(error: CitedeskError) -> dict[str, dict[str, str]]:
    """The JSON of an error, also for the middle of a stream, whose status is out already."""
    return {"error": {"message": error.message, "hint": error.hint}}


def error_response(error: CitedeskError) -> JSONResponse:
    """The whole response; who came too often, or too many at once, is told when to come again."""
    response = JSONResponse(error_body(error), status_of(error))
    if isinstance(error, RequestRefused) and error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, SignInNeeded):
        response.headers["WWW-Authenticate"] = 'Bearer realm="Citedesk"'
    return response


def add_error_responses(app: FastAPI) -> None:
    """Let routes raise a CitedeskError, and say what is wrong with a malformed body, alike."""

    @app.exception_handler(CitedeskError)
    def refuse(_: Request, error: Exception) -> JSONResponse:
        return error_response(cast(CitedeskError, error))

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: Exception) -> JSONResponse:
        first = cast(RequestValidationError, error).errors()[0]
        # Without "body" or "query", and without what was given: it may be long.
        where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
        body = {"error": {"message": f"{where}: {first['msg']}.", "hint": ""}}
        return JSONResponse(body, HTTPStatus.UNPROCESSABLE_ENTITY)
