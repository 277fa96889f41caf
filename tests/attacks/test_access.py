"""Attacks 34, 38 and 39: who is not known gets nowhere, and what is not as it should be, neither.

The application is the real one, with users, over a fake assistant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from tests.ui.access.people import ADA, OTHER_TOKEN, TOKEN, desk_with_users
from ui.access.accounts import open_accounts
from ui.access.visitor import SESSION_COOKIE
from ui.app import build_app
from ui.desk import Desk

HERE = "http://127.0.0.1:7860"
PUBLIC = {"/sign-in", "/look/{name}", "/language/{code}", "/favicon.ico"}
"""What anybody may see: how to come in, and what that page is made of."""
HARMLESS = {"GET", "HEAD", "OPTIONS"}
OWN = {
    *("/api/ask", "/api/search", "/v1/chat/completions", "/mcp"),  # they ask
    *("/conversations", "/sign-in", "/sign-out"),
}
"""Where a reader may post: what comes of it is theirs alone."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_with_users(tmp_path_factory.mktemp("library"), upload_mb=2)


@pytest.fixture(scope="module")
def app(desk: Desk) -> FastAPI:
    return build_app(desk)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def routes_of(routes: Sequence[Any], prefix: str = "") -> set[tuple[str, str]]:
    """Every (method, path) that the application and Gradio answer, path parameters in braces."""
    found = set[tuple[str, str]]()
    for route in routes:
        if isinstance(route, Route):
            found |= {(method, prefix + route.path) for method in route.methods or {"GET"}}
        elif isinstance(route, Mount):
            found |= routes_of(route.routes, prefix + route.path)
        else:  # a router that FastAPI has taken in
            included = prefix + route.include_context.prefix
            found |= routes_of(route.original_router.routes, included)
    return found


def test_nobody_unknown_is_answered_at_any_route(app: FastAPI, client: TestClient) -> None:
    routes = routes_of(app.routes)
    assert ("POST", "/gradio_api/queue/join") in routes
    assert ("POST", "/gradio_api/component_server") in routes
    answered = set()
    for method, path in sorted(routes):
        filled = path.replace(":path}", "}").replace("{", "").replace("}", "")
        status = client.request(method, filled, headers={"Origin": HERE}).status_code
        # 404: no such thing is served to anybody.
        if status not in {401, 403, 404}:
            answered.add(path)
    assert answered <= PUBLIC


def test_a_reader_changes_nothing_but_what_is_their_own(app: FastAPI, client: TestClient) -> None:
    reader = {"Authorization": f"Bearer {OTHER_TOKEN}"}
    changed = set()
    for method, path in sorted(routes_of(app.routes)):
        if method in HARMLESS or path in OWN or path.startswith("/gradio_api/"):
            continue
        filled = path.replace(":path}", "}").replace("{", "").replace("}", "")
        if client.request(method, filled, json={}, headers=reader).status_code not in {403, 404}:
            changed.add((method, path))
    assert changed == set()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer citedesk_guessed"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {TOKEN}"},
        {"Cookie": f"{SESSION_COOKIE}=WyJBZGEiLCJ4Il0.aaaa.bbbb"},
    ],
)
def test_a_guessed_token_or_session_is_none(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/v1/chat/completions", json={}, headers=headers)
    assert response.status_code == 401
    assert response.json()["error"]["message"] == "Sign in first."
    assert client.get("/config", headers=headers).status_code == 401


@pytest.fixture(scope="module")
def session(desk: Desk) -> dict[str, str]:
    """Ada's cookie, as her browser sends it."""
    accounts = open_accounts(desk.settings)
    assert accounts
    return {"Cookie": f"{SESSION_COOKIE}={accounts.session_of(ADA)}"}


def test_a_page_of_another_site_changes_nothing_with_a_session(
    client: TestClient, session: dict[str, str]
) -> None:
    def join(**headers: str) -> int:
        body = {"data": [], "fn_index": 0, "session_hash": "x"}
        return client.post(
            "/gradio_api/queue/join", json=body, headers=session | headers
        ).status_code

    assert join(Origin="http://evil.example") == 403
    assert join(Origin="null") == 403
    assert join() == 403
    assert join(Origin=HERE) == 200
    # No page can make a browser send a token.
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/config", headers=token | {"Origin": "http://evil.example"}).is_success


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", "@127.0.0.1x"])
def test_a_foreign_host_is_refused_even_to_who_is_known(
    client: TestClient, session: dict[str, str], host: str
) -> None:
    assert client.get("/config", headers=session | {"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/monitoring/summary",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%5c..%5cetc/passwd",
        "/assets/..%2f..%2f..%2fetc/passwd",
        "/look/..%2fdesk.py",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/file=/etc/passwd",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/upload",
        "/gradio_api/proxy=http://127.0.0.1:1/",
    ],
)
def test_no_file_and_no_machinery_is_seen_by_who_is_known(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Authorization": f"Bearer {OTHER_TOKEN}"})
    assert 400 <= response.status_code < 500
    assert "root:" not in response.text


def test_a_large_body_is_refused_before_it_is_read(client: TestClient) -> None:
    token = {"Authorization": f"Bearer {TOKEN}"}
    body = b"x" * 30_000_000
    for path in ("/gradio_api/queue/join", "/v1/chat/completions", "/api/ask", "/api/documents"):
        refused = client.post(path, content=body, headers=token)
        assert refused.status_code == 413
        assert "30.0 MB are too much" in refused.json()["error"]["message"]
    assert client.post("/api/ask", content=iter([b"x"]), headers=token).status_code == 411
    upload = client.post("/api/documents", content=b"x" * 1_500_000, headers=token)
    assert upload.status_code != 413
