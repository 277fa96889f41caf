"""What `citedesk` has for who runs the web application."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag.cli import app
from rag.config import UserSettings
from rag.errors import ConfigError
from ui.access.accounts import Accounts
from ui.access.admission import listens_beyond_loopback
from ui.command import main


def test_a_password_is_asked_for_twice_and_its_line_lets_the_user_in() -> None:
    asked = CliRunner().invoke(app, ["password"], input="one\nother\nsecret\nsecret\n")
    assert asked.exit_code == 0, asked.stderr
    assert "secret" not in asked.output
    user = UserSettings(name="Ada", **tomllib.loads(asked.stdout))
    accounts = Accounts([user], b"key")
    assert accounts.by_password("Ada", "secret") == user
    assert accounts.by_password("Ada", "one") is None


def test_a_token_is_shown_once_and_its_line_lets_the_program_in() -> None:
    made = CliRunner().invoke(app, ["token"])
    token = made.stderr.split()[-1]
    assert len(token) > 43
    assert token not in made.stdout
    user = UserSettings(name="nightly", **tomllib.loads(made.stdout))
    assert Accounts([user], b"key").by_token(token) == user


@pytest.mark.parametrize(
    ("settings", "named"),
    [('host = "0.0.0.0"', "0.0.0.0"), ('names = ["desk.example"]', "desk.example")],
)
def test_the_chat_is_not_opened_to_others_before_there_are_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, named: str
) -> None:
    def loaded(_: object) -> None:
        raise AssertionError("models were loaded")

    monkeypatch.setattr("rag.factory.build_assistant", loaded)
    config = tmp_path / "citedesk.toml"
    config.write_text(f"[server]\nport = 7999\n{settings}\n")
    monkeypatch.setattr(sys, "argv", ["citedesk", "--verbose", "--config", str(config), "chat"])
    with pytest.raises(ConfigError, match=named) as refused:
        main()
    assert "citedesk password" in refused.value.hint


@pytest.mark.parametrize(
    ("host", "names", "beyond"),
    [
        ("127.0.0.1", (), False),
        ("localhost", (), False),
        ("[::1]", (), False),
        ("0.0.0.0", (), True),
        ("::", (), True),
        ("192.168.1.5", (), True),
        ("127.0.0.1", ("desk.example",), True),
    ],
)
def test_who_may_reach_the_server(host: str, names: tuple[str, ...], beyond: bool) -> None:
    assert listens_beyond_loopback(host, names) is beyond
