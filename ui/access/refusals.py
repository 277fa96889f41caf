"""Why a request is not served, in one sentence with its remedy, and with its HTTP status."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from rag.errors import CitedeskError


class RequestRefused(CitedeskError):
    """A request that is not served as it was sent; `retry_after_s`: when it may be, if it may."""

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str, hint: str = "", *, retry_after_s: int | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after_s = retry_after_s


class SignInNeeded(RequestRefused):
    """Nobody is known to have sent it."""

    status = HTTPStatus.UNAUTHORIZED


class NotAllowed(RequestRefused):
    """Whoever sent it may not do this, or not from where it was sent."""

    status = HTTPStatus.FORBIDDEN


class NotServed(RequestRefused):
    """There is nothing for anybody at this address."""

    status = HTTPStatus.NOT_FOUND


class LengthMissing(RequestRefused):
    """How long the body is must be known before it is read."""

    status = HTTPStatus.LENGTH_REQUIRED


class TooLarge(RequestRefused):
    """The body is larger than what is taken at this address."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class ForeignHost(RequestRefused):
    """It was sent to another server than this: a name that was bound anew leads here."""

    status = HTTPStatus.MISDIRECTED_REQUEST


class TooOften(RequestRefused):
    """One visitor asks faster than the settings allow."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class Busy(RequestRefused):
    """So many are waiting for an answer that one more would wait in vain."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
