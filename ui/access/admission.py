"""What a request must be like, whoever sends it: its host, its origin, its address, its size."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from rag.config import LimitSettings
from ui.access.refusals import (
    ForeignHost,
    LengthMissing,
    NotAllowed,
    NotServed,
    RequestRefused,
    TooLarge,
)

MAX_BODY_BYTES = 1_000_000
"""A question is at most a few thousand characters; files are uploaded at one address alone."""
UPLOAD_PATH = "/api/documents"
_ENVELOPE_BYTES = 10_000
"""What a form adds to the file in it."""

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_ALL_INTERFACES = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound

# Gradio's own sign-in is not used. Of its API, what the chat page calls is; the rest (upload, file,
# proxy, recordings, run by name) reads or writes things that this application never offers.
GRADIO_API = "/gradio_api/"
_UNUSED_PAGES = ("/monitoring", "/login", "/logout")
_GRADIO_API_IN_USE = ("queue/", "run/predict", "heartbeat/", "cancel", "reset", "startup-events")


class Admission:
    """The rules, for a server that listens on `host` and is reached by these `names`, too."""

    def __init__(self, host: str, names: Iterable[str], limits: LimitSettings) -> None:
        self._host = host.strip("[]").lower()
        self._names = LOOPBACK_NAMES | {self._host} | {name.lower() for name in names}
        self._upload_bytes = limits.upload_mb * 1_000_000 + _ENVELOPE_BYTES

    def check(self, method: str, path: str, headers: Headers) -> None:
        """Raise RequestRefused: it is for another server, for nothing here, or too large."""
        host = headers.get("host", "")
        if not self._is_trusted(host):
            raise ForeignHost(
                f"This server is not called {host[:100]!r}.",
                hint="Open it by its own address, or add the name to server.names.",
            )
        if _leads_nowhere(path):
            raise NotServed("There is nothing at this address.")
        if "transfer-encoding" in headers:
            raise LengthMissing("A body must say how long it is: send a Content-Length.")
        self._check_size(method, path, headers.get("content-length", "0"))

    def _check_size(self, method: str, path: str, length: str) -> None:
        if not length.isdecimal():
            raise RequestRefused("The Content-Length is no number.")
        is_upload = method == "POST" and path == UPLOAD_PATH
        limit = self._upload_bytes if is_upload else MAX_BODY_BYTES
        if int(length) > limit:
            raise TooLarge(
                f"{int(length) / 1e6:,.1f} MB are too much here: at most {limit / 1e6:,.1f} MB.",
                hint="server.limits.upload_mb sets the limit." if is_upload else "",
            )

    def _is_trusted(self, host: str) -> bool:
        """Whether a Host header names this server: a foreign name means DNS rebinding."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._names or (self._host in _ALL_INTERFACES and _is_address(name))


def check_origin(headers: Headers, *, must_be_told: bool) -> None:
    """Raise NotAllowed: a page of another site sent this; where it must be told, it is not.

    A sandboxed page, or one of a file, has the origin "null", which is foreign as well.
    """
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers["host"]:
        raise NotAllowed("A page of another site may not do this.")
    if origin is None and must_be_told:
        raise NotAllowed(
            "A request that changes something must tell its Origin, as browsers do.",
            hint="Programs send an API token instead: Authorization: Bearer TOKEN.",
        )


def listens_beyond_loopback(host: str, names: Iterable[str]) -> bool:
    """Whether others than the people at this machine may reach the server."""
    return host.strip("[]").lower() not in LOOPBACK_NAMES or any(names)


def _leads_nowhere(path: str) -> bool:
    if path.startswith(GRADIO_API):
        return not path.removeprefix(GRADIO_API).startswith(_GRADIO_API_IN_USE)
    return path.startswith(_UNUSED_PAGES) or ".." in path.replace("\\", "/").split("/")


def _is_address(name: str) -> bool:
    # An address needs no DNS, so it cannot be rebound.
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
