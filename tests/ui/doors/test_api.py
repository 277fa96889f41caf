"""The JSON API over a real library; models are fakes."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag.config import LimitSettings, ServerSettings, Settings, UserSettings
from rag.conversations import Conversations
from rag.library import Library
from rag.library.lock import writer_lock
from tests.assistants import assistant_over
from tests.fakes import FakeEmbedder
from tests.ui.access.people import BO, OTHER_TOKEN
from ui.app import build_app
from ui.desk import Desk

WUZHEN = (
    "---\ntitle: Wuzhen\noutlet: The Paper\npublished: 2014-11-21\n---\nLu Wei spoke in Wuzhen.\n"
)
RULES = "The regulator published its rules in Beijing in 2015.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Library]:
    archive = folder / "archive"
    archive.mkdir()
    (archive / "wuzhen.md").write_text(WUZHEN)
    (archive / "broken.pdf").write_bytes(b"%PDF-1.7\nno more of it")
    with Library.open(folder / "library", FakeEmbedder()) as library:
        library.index([archive])
        yield library


@pytest.fixture(scope="module")
def client(folder: Path, library: Library) -> TestClient:
    return client_of(folder, library)


def client_of(folder: Path, library: Library, users: tuple[UserSettings, ...] = ()) -> TestClient:
    server = ServerSettings(users=users, limits=LimitSettings(upload_mb=1))
    desk = Desk(
        assistant_over(library, FakeEmbedder(), None),
        Settings(library=library.path, server=server),
        Conversations(folder / "conversations.sqlite3"),
    )
    return TestClient(build_app(desk), base_url="http://127.0.0.1:7860")


def upload(client: TestClient, name: str, data: bytes) -> dict[str, Any]:
    """Upload a file; what it became, once that is known."""
    response = client.post("/api/documents", params={"name": name}, content=data)
    assert response.status_code == 202
    return arrived(client, response.json()["id"])


def upload_all(client: TestClient, files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """What each of these files becomes, by its name."""
    ids = {
        name: client.post("/api/documents", params={"name": name}, content=data).json()["id"]
        for name, data in files.items()
    }
    settled(client)
    return {name: arrived(client, identifier) for name, identifier in ids.items()}


def arrived(client: TestClient, identifier: str) -> dict[str, Any]:
    state = settled(client)
    (arrival,) = [each for each in state["arrivals"] if each["id"] == identifier]
    return dict(arrival)


def settled(client: TestClient) -> dict[str, Any]:
    """The state of indexing, once nothing is being done."""
    deadline = time.monotonic() + 60
    while (state := client.get("/api/index").json())["running"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return dict(state)


def test_a_question_is_answered_as_the_command_line_does(client: TestClient) -> None:
    asked = {"question": "Who spoke in Wuzhen?", "filters": {"outlets": ["The Paper"]}}
    answer = client.post("/api/ask", json=asked).json()
    assert "Lu Wei spoke in Wuzhen." in answer["answer"]
    (citation,) = answer["citations"]
    assert citation["link"].startswith("http://127.0.0.1:7860/documents/wuzhen.md?start=")
    assert answer["understood"]["filters"]["outlets"] == ["The Paper"]


def test_a_search_finds_passages(client: TestClient) -> None:
    found = client.post("/api/search", json={"question": "Wuzhen", "k": 1}).json()
    assert [result["document_id"] for result in found["results"]] == ["wuzhen.md"]


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("/api/ask", {"question": " "}, 400, "empty"),
        ("/api/ask", {}, 422, "question: Field required."),
        ("/api/ask", {"question": "x", "form": "poem"}, 422, "form"),
        ("/api/search", {"question": "x", "k": 1000}, 422, "k: "),
        ("/api/search", {"question": "x", "wish": 1}, 422, "wish: "),
        ("/api/pages", {"url": "x" * 5000}, 422, "url: "),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    client: TestClient, path: str, body: dict[str, Any], status: int, sentence: str
) -> None:
    response = client.post(path, json=body)
    assert response.status_code == status
    assert sentence in response.json()["error"]["message"]


def test_documents_are_listed_with_the_files_that_could_not_be_read(client: TestClient) -> None:
    everything = client.get("/api/documents").json()
    assert everything["total"] == 2
    broken = client.get("/api/documents", params={"status": "failed"}).json()["documents"]
    assert [(entry["id"], entry["status"]) for entry in broken] == [("broken.pdf", "failed")]
    shown = client.get("/api/documents/wuzhen.md").json()
    assert all("path" not in entry for entry in (*broken, shown))
    assert "end of the PDF is missing" in broken[0]["reason"]
    wanted = "outlet=the+paper&since=2014-01-01&sort=published&limit=1"
    (found,) = client.get(f"/api/documents?{wanted}").json()["documents"]
    assert (found["title"], found["published"]) == ("Wuzhen", "2014-11-21")
    assert client.get("/api/documents", params={"offset": 2}).json()["documents"] == []
    assert client.get("/api/documents", params={"sort": "colour"}).status_code == 422


def test_fields_are_set_by_hand_and_taken_back(client: TestClient) -> None:
    address = "/api/documents/wuzhen.md"
    edited = client.patch(address, json={"outlet": "SCMP", "published": ""}).json()
    assert (edited["outlet"], edited["published"]) == ("SCMP", None)
    assert edited["provenance"]["outlet"] == {"origin": "set by hand", "confidence": 1.0}
    back = client.patch(address, json={"outlet": None, "published": None}).json()
    assert (back["outlet"], back["published"]) == ("The Paper", "2014-11-21")
    assert back == client.get(address).json()
    for fields, said in (
        ({"published": "soon"}, "not a date"),
        ({"url": "javascript:1"}, "not a web address"),
        ({"colour": "red"}, "colour"),
    ):
        response = client.patch(address, json=fields)
        assert response.status_code == 422
        assert said in response.json()["error"]["message"]


def test_an_upload_becomes_a_document_until_it_is_removed(
    client: TestClient, library: Library
) -> None:
    arrival = upload(client, "rules.txt", RULES.encode())
    assert (arrival["state"], arrival["documents"]) == ("indexed", ["uploads/rules.txt"])
    answer = client.post("/api/ask", json={"question": "Where were the rules published?"}).json()
    assert RULES.strip() in answer["answer"]
    assert client.delete("/api/documents/uploads/rules.txt").status_code == 204
    assert client.delete("/api/documents/uploads/rules.txt").status_code == 404
    assert client.get("/api/documents/uploads/rules.txt").status_code == 404
    assert list(library.uploads.iterdir()) == []
    assert upload(client, "rules.txt", RULES.encode())["state"] == "indexed"


def test_what_cannot_be_read_is_not_kept_and_hinders_no_other(
    client: TestClient, library: Library
) -> None:
    files = {
        "report.pdf": (b"%PDF-1.7\nno more of it", "report.pdf is unreadable: the end of the PDF"),
        "notes.txt": (b"\x89PNG\r\n\x1a\n" + bytes(99), "notes.txt is a PNG image, not text."),
        "empty.md": (b"", "empty.md is empty"),
        "good.txt": (RULES.encode(), ""),
    }
    arrivals = upload_all(client, {name: data for name, (data, _) in files.items()})
    for name, (_, reason) in files.items():
        assert arrivals[name]["state"] == ("failed" if reason else "indexed")
        assert " ".join(arrivals[name]["reasons"]).startswith(reason)
        assert (library.uploads / name).exists() is not bool(reason)
        assert (f"uploads/{name}" in [entry.id for entry in library.files]) is not bool(reason)


def test_a_hostile_name_is_a_harmless_one_below_the_uploads(
    client: TestClient, library: Library
) -> None:
    kept_as = {
        "../../../etc/cron.d/evil.txt": "evil.txt",
        "C:\\temp\\vile.txt": "vile.txt",
        "a\nb\u202etxt.exe.txt": "a%0Ab%E2%80%AEtxt.exe.txt",
        "<img src=x onerror=alert(1)>.txt": "<img src=x onerror=alert(1)>.txt",
        ".htaccess.txt": "%2Ehtaccess.txt",
        "cafe\u0301.txt": "caf\u00e9.txt",
        "世" * 200 + ".txt": "世" * 66 + ".txt",
    }
    arrivals = upload_all(client, {name: f"Of {name!a}.".encode() for name in kept_as})
    for name, kept in kept_as.items():
        assert arrivals[name]["name"] == kept
        assert (library.uploads / kept).read_text() == f"Of {name!a}."
        (document_id,) = arrivals[name]["documents"]
        assert library.document(document_id)


def test_a_file_does_not_take_the_place_of_another_with_its_name(
    client: TestClient, library: Library
) -> None:
    assert upload(client, "same.txt", b"It was Tuesday.\n")["documents"] == ["uploads/same.txt"]
    assert upload(client, "same.txt", b"It was Wednesday.\n")["documents"] == [
        "uploads/same (2).txt"
    ]
    assert upload(client, "same.txt", b"It was Tuesday.\n")["documents"] == ["uploads/same.txt"]
    assert (library.uploads / "same.txt").read_text() == "It was Tuesday.\n"


def test_an_upload_has_a_name_and_is_not_too_large(client: TestClient, library: Library) -> None:
    for name in ("", "..", "/"):
        response = client.post("/api/documents", params={"name": name}, content=b"x")
        assert response.status_code == 400
        assert "no name" in response.json()["error"]["message"]
    # Just below what the guard lets through by its length: what arrives is counted, too.
    large = client.post("/api/documents", params={"name": "a.txt"}, content=b"x" * 1_000_001)
    assert large.status_code == 413
    assert "larger than 1 MB" in large.json()["error"]["message"]
    assert not [path for path in library.uploads.iterdir() if path.suffix == ".partial"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://[::1]/", "file:///etc/passwd"])
def test_a_page_of_this_machine_is_refused(client: TestClient, url: str) -> None:
    response = client.post("/api/pages", json={"url": url})
    arrival = arrived(client, response.json()["id"])
    assert (arrival["state"], arrival["documents"]) == ("failed", [])
    assert arrival["reasons"]


def test_indexing_again_tells_what_came_of_it(
    client: TestClient, folder: Path, library: Library
) -> None:
    (folder / "archive/late.txt").write_text("A late article of 2019 came in.\n")
    assert client.post("/api/index").status_code == 202
    again = settled(client)["reindexed"]
    assert (again["files"]["added"], again["files"]["failed"]) == (1, 1)
    assert again["failures"][0]["name"].endswith("broken.pdf")
    assert library.document("late.txt")


def test_while_another_process_writes_an_upload_waits_and_an_edit_is_refused(
    client: TestClient, library: Library
) -> None:
    with writer_lock(library.path):
        response = client.post("/api/documents", params={"name": "w.txt"}, content=RULES.encode())
        deadline = time.monotonic() + 30
        while "locked by process" not in (state := client.get("/api/index").json())["message"]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert state["arrivals"][-1]["state"] == "reading"
        asked = {"question": "Who spoke in Wuzhen?"}
        assert "Lu Wei" in client.post("/api/ask", json=asked).json()["answer"]
        refused = client.patch("/api/documents/wuzhen.md", json={"author": "Nobody"})
        assert refused.status_code == 409
        assert "locked by process" in refused.json()["error"]["message"]
    assert arrived(client, response.json()["id"])["state"] == "indexed"


def test_who_may_only_read_changes_nothing(folder: Path, library: Library) -> None:
    reader = client_of(folder, library, users=(BO,))
    reader.headers["Authorization"] = f"Bearer {OTHER_TOKEN}"
    responses = [
        reader.post("/api/documents", params={"name": "a.txt"}, content=b"x"),
        reader.post("/api/pages", json={"url": "http://example.org/"}),
        reader.post("/api/index"),
        reader.patch("/api/documents/wuzhen.md", json={"title": "x"}),
        reader.delete("/api/documents/wuzhen.md"),
    ]
    assert [response.status_code for response in responses] == [403] * 5
    assert "may read the library" in responses[0].json()["error"]["message"]
    assert reader.get("/api/documents/wuzhen.md").json()["title"] == "Wuzhen"


def test_the_description_has_the_api_and_nothing_else(client: TestClient) -> None:
    schema = client.get("/api/openapi.json").json()
    assert all(path.startswith(("/api/", "/v1/")) for path in schema["paths"])
    assert {"/api/ask", "/api/search", "/api/documents", "/api/pages", "/api/index"} <= set(
        schema["paths"]
    )
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    page = html.unescape(client.get("/api").text)
    assert all(f"<h2>{operation['summary']}</h2>" in page for operation in operations)
    assert (
        "curl -X PATCH -H 'Content-Type: application/json'"
        ' -d \'{"outlet": "The Paper", "published": "2014-11-21"}\''
        " 'http://127.0.0.1:7860/api/documents/report.pdf'"
    ) in page
    assert "curl --data-binary @report.pdf" in page
