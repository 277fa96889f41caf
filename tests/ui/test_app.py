from __future__ import annotations

import re
import socket
from itertools import product

import pytest
from starlette.testclient import TestClient

from rag.errors import PortTaken
from rag.links import document_path
from tests.ui.desks import fake_desk
from tests.ui.sources import WUZHEN
from ui.access.admission import MAX_BODY_BYTES
from ui.app import build_app
from ui.look import look
from ui.server import check_port_free


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build_app(fake_desk()), base_url="http://127.0.0.1:7860")


def test_the_chat_and_the_documents_are_served(client: TestClient) -> None:
    assert "Citedesk" in client.get("/").text
    assert WUZHEN.title in client.get(document_path(WUZHEN.id)).text


@pytest.mark.parametrize("path", ["/", document_path(WUZHEN.id), "/documents/none"])
def test_every_page_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7860", "[::1]:7860"])
def test_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/config", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5", "[", ""])
def test_a_foreign_host_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    ("bound", "host", "status"),
    [
        ("0.0.0.0", "192.168.1.5:7860", 200),
        ("0.0.0.0", "evil.example", 421),
        ("desk.example", "desk.example", 200),
        ("desk.example", "192.168.1.5", 421),
    ],
)
def test_a_server_on_all_interfaces_answers_to_addresses_and_not_to_names(
    bound: str, host: str, status: int
) -> None:
    client = TestClient(build_app(fake_desk(), host=bound))
    assert client.get("/config", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999"])
def test_a_foreign_origin_is_refused(client: TestClient, origin: str) -> None:
    response = client.post("/gradio_api/queue/join", json={}, headers={"Origin": origin})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/monitoring/summary",
        "/docs",
        "/openapi.json",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/file=/etc/hostname",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/runs",
    ],
)
def test_what_the_chat_does_not_need_is_not_there(client: TestClient, path: str) -> None:
    response = client.get(path)
    # Gradio answers an unknown path with its page.
    assert response.status_code == 404 or "gradio_config" in response.text


@pytest.mark.parametrize("path", ["upload", "component_server", "run/ask", "api/ask", "call/ask"])
def test_nothing_is_uploaded_and_no_handler_is_called_by_name(
    client: TestClient, path: str
) -> None:
    assert client.post(f"/gradio_api/{path}", json={"data": []}).status_code == 404


def test_a_large_body_is_refused_unread(client: TestClient) -> None:
    body = b"x" * (MAX_BODY_BYTES + 1)
    assert client.post("/gradio_api/queue/join", content=body).status_code == 413
    assert client.post("/gradio_api/queue/join", content=iter([body])).status_code == 411


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1") as error:
            check_port_free("127.0.0.1", port)
    assert "CITEDESK_SERVER__PORT" in error.value.hint
    check_port_free("127.0.0.1", port)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *product(("ink", "muted", "accent"), ("paper", "panel", "raised")),
        ("on-accent", "accent"),
        ("on-mark", "mark"),
        ("held", "paper"),
        ("doubt", "doubt-ground"),
        ("ink", "doubt-ground"),
        ("fault", "fault-ground"),
        ("ink", "fault-ground"),
    ],
)
def test_text_is_readable_on_its_ground_in_light_and_dark(text: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5 to 1."""
    tokens = look("tokens.css")
    pairs = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((\S+), (\S+)\)", tokens)
    }
    for scheme in (0, 1):
        darker, lighter = sorted(luminance(pairs[name][scheme]) for name in (text, ground))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
