"""Whose a session is: over Gradio's queue, as its page uses it, and over MCP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.ui.access.people import OTHER_TOKEN, TOKEN, desk_with_users
from ui.access.refusals import NotAllowed
from ui.access.sessions import Sessions
from ui.app import build_app

QUEUE = "/gradio_api/queue"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


ADA, BO = bearer(TOKEN), bearer(OTHER_TOKEN)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = build_app(desk_with_users(tmp_path_factory.mktemp("library")))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client


@pytest.fixture(scope="module")
def greeting(client: TestClient) -> int:
    """The number of a handler that fills the bar at the top, for the visitor who asks."""
    page = client.get("/config", headers=ADA).json()
    bar = next(c["id"] for c in page["components"] if c["props"].get("elem_id") == "masthead")
    return int(next(d["id"] for d in page["dependencies"] if bar in d["outputs"]))


def test_a_handler_in_the_queue_knows_its_visitor(client: TestClient, greeting: int) -> None:
    asked = {"data": [None], "fn_index": greeting, "session_hash": "of-bo"}
    chinese = BO | {"Accept-Language": "zh"}
    assert client.post(f"{QUEUE}/join", json=asked, headers=chinese).status_code == 200
    told = client.get(f"{QUEUE}/data?session_hash=of-bo", headers=BO).text
    assert "process_completed" in told
    assert "资料库" in told


def test_nobody_else_names_a_session(client: TestClient, greeting: int) -> None:
    asked = {"data": [None], "fn_index": greeting, "session_hash": "of-ada"}
    assert client.post(f"{QUEUE}/join", json=asked, headers=ADA).status_code == 200
    attempts = [
        client.get(f"{QUEUE}/data?session_hash=of-ada", headers=BO),
        client.get(f"{QUEUE}/data?session_hash=of-bo&session_hash=of-ada", headers=BO),
        client.get("/gradio_api/heartbeat/of-ada", headers=BO),
        client.post(f"{QUEUE}/join", json=asked, headers=BO),
        client.post("/gradio_api/run/predict", json=asked, headers=BO),
        client.post(
            "/gradio_api/cancel",
            json={"session_hash": "of-ada", "fn_index": greeting, "event_id": "x"},
            headers=BO,
        ),
    ]
    assert [attempt.status_code for attempt in attempts] == [403] * 6
    assert "somebody else" in attempts[0].json()["error"]["message"]
    told = client.get(f"{QUEUE}/data?session_hash=of-ada", headers=ADA).text
    assert "process_completed" in told


def test_a_session_of_mcp_is_its_users_alone(client: TestClient) -> None:
    kind = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-03-26",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    begun = client.post("/mcp", json=hello, headers=ADA | kind)
    session = {"Mcp-Session-Id": begun.headers["mcp-session-id"]}
    tools = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
    assert client.post("/mcp", json=tools, headers=ADA | kind | session).status_code == 200
    assert client.post("/mcp", json=tools, headers=BO | kind | session).status_code == 403
    assert client.get("/mcp", headers=BO | kind | session).status_code == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'["of-ada"]', b'{"session_hash": 1}'])
def test_a_broken_body_is_refused(client: TestClient, body: bytes) -> None:
    headers = BO | {"Content-Type": "application/json"}
    status = client.post(f"{QUEUE}/join", content=body, headers=headers).status_code
    assert status in {400, 422}


def test_so_many_sessions_are_remembered_and_no_more() -> None:
    sessions = Sessions()
    sessions.check("Ada", ["first"])
    for number in range(9_999):
        sessions.check("Bo", [str(number)])
    with pytest.raises(NotAllowed):
        sessions.check("Bo", ["first"])
    sessions.check("Ada", ["first"])
    for number in range(10_000, 19_999):
        sessions.check("Bo", [str(number)])
    with pytest.raises(NotAllowed):
        sessions.check("Bo", ["first"])
    sessions.check("Bo", ["one more", "another"])
    sessions.check("Cy", ["first"])
