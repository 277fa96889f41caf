"""Whose a chat is: over Gradio's queue, as its page uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.ui.access.people import OTHER_TOKEN, TOKEN, desk_with_users
from ui.access.chat_sessions import ChatSessions
from ui.access.refusals import NotAllowed
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
    """The number of the handler that fills the bar at the top, for the visitor who asks."""
    page = client.get("/config", headers=ADA).json()
    bar = next(c["id"] for c in page["components"] if c["props"].get("elem_id") == "masthead")
    return int(next(d["id"] for d in page["dependencies"] if d["outputs"] == [bar]))


def test_a_handler_in_the_queue_knows_its_visitor(client: TestClient, greeting: int) -> None:
    asked = {"data": [], "fn_index": greeting, "session_hash": "of-bo"}
    chinese = BO | {"Accept-Language": "zh"}
    assert client.post(f"{QUEUE}/join", json=asked, headers=chinese).status_code == 200
    told = client.get(f"{QUEUE}/data?session_hash=of-bo", headers=BO).text
    assert "process_completed" in told
    assert "资料库" in told


def test_nobody_else_names_a_session(client: TestClient, greeting: int) -> None:
    asked = {"data": [], "fn_index": greeting, "session_hash": "of-ada"}
    assert client.post(f"{QUEUE}/join", json=asked, headers=ADA).status_code == 200
    attempts = [
        client.get(f"{QUEUE}/data?session_hash=of-ada", headers=BO),
        client.get(f"{QUEUE}/data?session_hash=of-bo&session_hash=of-ada", headers=BO),
        client.get("/gradio_api/heartbeat/of-ada", headers=BO),
        client.post(f"{QUEUE}/join", json=asked, headers=BO),
        client.post(
            "/gradio_api/cancel",
            json={"session_hash": "of-ada", "fn_index": greeting, "event_id": "x"},
            headers=BO,
        ),
    ]
    assert [attempt.status_code for attempt in attempts] == [403] * 5
    assert "somebody else" in attempts[0].json()["error"]["message"]
    told = client.get(f"{QUEUE}/data?session_hash=of-ada", headers=ADA).text
    assert "process_completed" in told


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'["of-ada"]', b'{"session_hash": 1}'])
def test_a_broken_body_is_refused(client: TestClient, body: bytes) -> None:
    headers = BO | {"Content-Type": "application/json"}
    status = client.post(f"{QUEUE}/join", content=body, headers=headers).status_code
    assert status in {400, 422}


def test_so_many_sessions_are_remembered_and_no_more() -> None:
    chats = ChatSessions()
    chats.check("Ada", ["first"])
    for number in range(9_999):
        chats.check("Bo", [str(number)])
    with pytest.raises(NotAllowed):
        chats.check("Bo", ["first"])
    chats.check("Ada", ["first"])
    for number in range(10_000, 19_999):
        chats.check("Bo", [str(number)])
    with pytest.raises(NotAllowed):
        chats.check("Bo", ["first"])
    chats.check("Bo", ["one more", "another"])
    chats.check("Cy", ["first"])
