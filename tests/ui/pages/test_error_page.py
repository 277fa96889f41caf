from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.errors import LibraryError
from tests.ui.pages.visiting import CHINESE_READER, READER, visiting
from ui.access.visitor import Visitor
from ui.doors.errors import add_error_responses
from ui.pages.error_page import add_error_pages

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def client(visitor: Visitor = READER) -> TestClient:
    app = FastAPI()
    add_error_responses(app)
    add_error_pages(app)

    @app.get("/failing")
    def fail() -> None:
        raise RuntimeError("secret of the house")

    @app.get("/refusing")
    def refuse() -> None:
        raise LibraryError("The disk <of the library> is full.", hint="Free some space.")

    return visiting(app, visitor)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/no/<b>such</b>", 404, ("There is no such page", "Nothing is at /no/&lt;b&gt;such")),
        ("/failing", 500, ("Something went wrong here", "stands in the log")),
        ("/refusing", 500, ("This could not be done", "The disk &lt;of the library&gt; is full.")),
    ],
)
def test_a_browser_is_shown_a_page_that_says_what_is_wrong(
    path: str, status: int, said: tuple[str, ...]
) -> None:
    response = client().get(path, headers=BROWSER)
    assert response.status_code == status
    for words in (*said, "Back to the chat", '<header class="masthead">'):
        assert words in response.text
    assert "secret" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_the_page_speaks_the_language_of_its_reader() -> None:
    html = client(CHINESE_READER).get("/nowhere", headers=BROWSER).text
    assert "没有这个页面" in html
    assert "返回问答" in html


def test_a_program_gets_json_and_no_more_is_told_to_it() -> None:
    failed = client().get("/failing")
    assert failed.status_code == 500
    assert failed.json()["error"]["message"] == "Something went wrong here"
    assert "secret" not in failed.text
    assert client().get("/refusing").json()["error"]["hint"] == "Free some space."
    assert client().get("/nowhere").json() == {"detail": "Not Found"}
