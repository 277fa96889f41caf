"""The page where users sign in, and the way out."""

from __future__ import annotations

import asyncio
import math
import re
from ipaddress import IPv6Address, ip_address
from typing import Annotated

from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from rag.config import UserSettings
from ui.access.accounts import SESSION_S, Accounts
from ui.access.guard import SIGN_IN_PATH
from ui.access.rates import Rate
from ui.access.visitor import SESSION_COOKIE, visitor_of
from ui.pages.shell import PlainPage
from ui.words import Words

_PAGE = PlainPage("sign_in", "sign_in.css")
_ATTEMPTS_PER_MINUTE = 10
_CHECKED_AT_ONCE = 2
"""A password takes 64 MiB to check: that is what an attempt may not take without end."""

# A browser reads "\\" as "/", and what begins with two of them as the name of another site.
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")


def add_sign_in(app: FastAPI, accounts: Accounts) -> None:
    """Serve `/sign-in`, which leads on to where its visitor wanted to go, and `/sign-out`."""
    attempts = Rate(_ATTEMPTS_PER_MINUTE)
    checking = asyncio.Semaphore(_CHECKED_AT_ONCE)

    @app.get(SIGN_IN_PATH)
    def sign_in_page(request: Request, next: str = "/") -> Response:  # noqa: A002 - its usual name
        if visitor_of(request).signed_in:
            return RedirectResponse(local_path(next), status_code=303)
        return _PAGE.render(request, wanted=next, name="", fault="")

    @app.post(SIGN_IN_PATH)
    async def sign_in(
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",  # noqa: A002
    ) -> Response:
        t = Words(visitor_of(request).language)

        def refuse(fault: str, status: int) -> HTMLResponse:
            return _PAGE.render(request, status, wanted=next, name=name, fault=fault)

        if wait_s := math.ceil(attempts.take(_network(request))):
            response = refuse(t("access.too_often", seconds=wait_s), 429)
            response.headers["Retry-After"] = str(wait_s)
            return response
        async with checking:
            user = await asyncio.to_thread(accounts.by_password, name, password)
        if user is None:
            return refuse(t("access.wrong"), 401)
        return _signed_in(request, accounts, user, local_path(next))

    @app.post("/sign-out")
    def sign_out() -> RedirectResponse:
        response = RedirectResponse(SIGN_IN_PATH, status_code=303)
        response.delete_cookie(SESSION_COOKIE)
        return response


def local_path(wanted: str) -> str:
    """A path of this site as it was wanted, else "/": nobody is sent elsewhere after signing in."""
    return wanted if _LOCAL_PATH.fullmatch(wanted) else "/"


def _signed_in(
    request: Request, accounts: Accounts, user: UserSettings, path: str
) -> RedirectResponse:
    response = RedirectResponse(path, status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        accounts.session_of(user),
        max_age=SESSION_S,
        httponly=True,
        secure=request.url.scheme == "https",
        # Not "strict": a link to a document, followed from a mail, would find nobody signed in.
        # Nothing is changed by a GET, and what else changes must tell this site's Origin.
        samesite="lax",
    )
    return response


def _network(request: Request) -> str:
    """Who tries: an address, of IPv6 the network that one customer has all addresses of."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return address.exploded[:19]
    return host
