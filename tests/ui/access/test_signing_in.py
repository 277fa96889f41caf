"""Signing in and out, and what comes with it, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.ui.access.people import BO, PASSWORD, desk_with_users
from ui.app import build_app
from ui.desk import Desk
from ui.pages.sign_in import local_path

HERE = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_with_users(tmp_path_factory.mktemp("library"))


def visit(desk: Desk, address: str = HERE) -> TestClient:
    return TestClient(build_app(desk), base_url=address, follow_redirects=False)


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return visit(desk)


def sign_in(
    client: TestClient, name: str = "Ada", password: str = PASSWORD, wanted: str = "/"
) -> Any:
    form = {"name": name, "password": password, "next": wanted}
    return client.post("/sign-in", data=form, headers={"Origin": str(client.base_url)})


def test_a_page_leads_to_where_one_signs_in_and_back(desk: Desk) -> None:
    client = visit(desk)
    wanted = "/documents/2014%20a.md?start=1&end=2"
    refused = client.get(wanted, headers={"Accept": "text/html"})
    assert refused.status_code == 303
    page = client.get(refused.headers["location"])
    assert page.status_code == 200
    assert f'name="next" value="{wanted.replace("&", "&amp;")}"' in page.text
    assert "Sign out" not in page.text
    entered = sign_in(client, wanted=wanted)
    assert entered.status_code == 303
    assert entered.headers["location"] == wanted
    assert client.get("/config").status_code == 200


def test_the_cookie_is_for_this_site_and_no_script(desk: Desk) -> None:
    cookie = sign_in(visit(desk)).headers["set-cookie"]
    assert cookie.startswith("citedesk_session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "; Secure" in sign_in(visit(desk, "https://127.0.0.1:7860")).headers["set-cookie"]


def test_who_signs_out_is_out(desk: Desk) -> None:
    client = visit(desk)
    sign_in(client)
    page = client.get("/documents/none", headers={"Accept": "text/html"})
    assert '<form class="account" method="post" action="/sign-out">' in page.text
    assert ">Ada<" in page.text
    assert client.post("/sign-out", headers={"Origin": HERE}).status_code == 303
    assert client.get("/config").status_code == 401


def test_a_name_is_text(desk: Desk) -> None:
    client = visit(desk)
    sign_in(client, BO.name, "另一个")
    page = client.get("/documents/none").text
    assert "Bo &lt;b&gt;" in page
    assert "<b>" not in page


def test_a_wrong_password_and_a_name_that_is_not_there_are_told_alike(client: TestClient) -> None:
    wrong, unknown = sign_in(client, "Ada", "wrong"), sign_in(client, "Cy", "wrong")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text == unknown.text.replace('value="Cy"', 'value="Ada"')
    assert "citedesk_session" not in wrong.headers.get("set-cookie", "")
    assert "wrong" not in wrong.text


def test_the_page_speaks_chinese(client: TestClient) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": "zh-CN"}).text
    assert "登录" in page
    assert "Sign in" not in page


def test_passwords_are_not_tried_without_end(tmp_path: Path) -> None:
    client = visit(desk_with_users(tmp_path))
    statuses = [sign_in(client, "Ada", "wrong").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert int(sign_in(client).headers["retry-after"]) <= 6


def test_another_site_cannot_sign_anybody_in_or_out(desk: Desk) -> None:
    client = visit(desk)
    form = {"name": "Ada", "password": PASSWORD}
    for headers in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}):
        assert client.post("/sign-in", data=form, headers=headers).status_code == 403
    sign_in(client)
    for headers in ({}, {"Origin": "http://evil.example"}):
        assert client.post("/sign-out", headers=headers).status_code == 403
    assert client.get("/config").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/", "/"),
        ("/library?page=2", "/library?page=2"),
        ("/documents/%E4%B9%8C.md#cited", "/documents/%E4%B9%8C.md#cited"),
        ("", "/"),
        ("library", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("\n//evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(wanted: str, path: str) -> None:
    assert local_path(wanted) == path
