from __future__ import annotations

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.testclient import TestClient

from rag.errors import (
    CitedeskError,
    FieldRejected,
    LibraryError,
    LibraryLocked,
    LLMFailed,
    QuestionRejected,
)
from ui.access.refusals import Busy, NotAllowed, SignInNeeded, TooLarge, TooOften
from ui.doors.errors import add_error_responses, status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QuestionRejected("Empty."), 400),
        (SignInNeeded("Who?"), 401),
        (NotAllowed("No."), 403),
        (LibraryLocked("Locked."), 409),
        (TooLarge("Large."), 413),
        (FieldRejected("No date."), 422),
        (TooOften("Often.", retry_after_s=3), 429),
        (LibraryError("Broken."), 500),
        (LLMFailed("Away."), 502),
        (Busy("Busy."), 503),
    ],
)
def test_an_error_has_the_status_of_its_nearest_class(error: CitedeskError, status: int) -> None:
    assert status_of(error) == status


class Asked(BaseModel):
    question: str


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    add_error_responses(app)

    @app.get("/{error}")
    def fail(error: str) -> None:
        raise {
            "busy": Busy("Citedesk is busy.", "Later.", retry_after_s=10),
            "often": TooOften("Too many.", retry_after_s=7),
            "unknown": SignInNeeded("Who?"),
        }[error]

    @app.post("/ask")
    def ask(asked: Asked) -> None:
        pass

    return TestClient(app)


def test_an_error_is_told_with_its_remedy_and_when_to_come_again(client: TestClient) -> None:
    busy = client.get("/busy")
    assert busy.json() == {"error": {"message": "Citedesk is busy.", "hint": "Later."}}
    assert busy.headers["retry-after"] == "10"
    assert client.get("/often").headers["retry-after"] == "7"
    assert client.get("/unknown").headers["www-authenticate"].startswith("Bearer")


def test_a_malformed_body_is_told_by_its_field(client: TestClient) -> None:
    response = client.post("/ask", json={})
    assert response.status_code == 422
    assert response.json()["error"]["message"] == "question: Field required."
