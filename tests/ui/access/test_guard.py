"""The guard alone, before an application that says who came."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from rag.config import LimitSettings
from tests.ui.access.people import ADA, BO, OTHER_TOKEN, TOKEN
from ui.access.accounts import Accounts
from ui.access.admission import Admission
from ui.access.guard import Guard
from ui.access.visitor import visitor_of

HERE = "http://127.0.0.1:7860"


async def say_who_came(scope: Scope, receive: Receive, send: Send) -> None:
    visitor = visitor_of(Request(scope, receive))
    role = "editor" if visitor.may_change_library else "reader"
    await PlainTextResponse(f"{visitor.user}, {role}")(scope, receive, send)


def behind_guard(accounts: Accounts | None, *names: str) -> TestClient:
    admission = Admission("127.0.0.1", names, LimitSettings())
    return TestClient(Guard(say_who_came, admission, accounts), base_url=HERE)


def test_without_users_whoever_comes_is_the_owner_and_a_token_means_nothing() -> None:
    client = behind_guard(None)
    assert client.get("/").text == "owner, editor"
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert client.post("/v1/chat/completions", headers=token).text == "owner, editor"
    foreign = token | {"Origin": "http://evil.example"}
    assert client.post("/v1/chat/completions", headers=foreign).status_code == 403


def test_a_token_is_its_user_with_their_role() -> None:
    client = behind_guard(Accounts([ADA, BO], b"key"))
    assert client.get("/", headers={"Authorization": f"Bearer {TOKEN}"}).text == "Ada, editor"
    told = client.get("/", headers={"Authorization": f"bearer {OTHER_TOKEN}"}).text
    assert told == f"{BO.name}, reader"


def test_a_server_behind_a_proxy_answers_to_the_names_of_the_settings() -> None:
    client = behind_guard(None, "Desk.example")
    assert client.get("/", headers={"Host": "desk.example"}).is_success
    refused = client.get("/", headers={"Host": "other.example"})
    assert refused.status_code == 421
    assert "server.names" in refused.text


def test_who_floods_the_chat_is_told_to_wait_and_reading_goes_on() -> None:
    client = behind_guard(None)
    for _ in range(3000):
        response = client.post("/gradio_api/queue/join", json={"session_hash": "mine"})
        if not response.is_success:
            break
    assert response.status_code == 429
    assert response.headers["retry-after"] == "1"
    assert client.get("/gradio_api/queue/data?session_hash=mine").is_success


@pytest.mark.parametrize("length", ["-1", "1e3", "x"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    headers = {"Content-Length": length}
    assert behind_guard(None).post("/api/ask", headers=headers).status_code == 400


def test_a_websocket_is_closed() -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        behind_guard(None).websocket_connect("/gradio_api/queue/join"),
    ):
        pass
