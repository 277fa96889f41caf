from __future__ import annotations

import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from rag.config import ServerSettings, Settings, UserSettings, load_settings
from rag.errors import ConfigError, LibraryError
from tests.ui.access.people import ADA, BO, PASSWORD, TOKEN
from ui.access.accounts import (
    SESSION_S,
    Accounts,
    hash_password,
    hash_token,
    make_token,
    open_accounts,
)

KEY = b"k" * 32


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    return Accounts([ADA, BO], KEY)


def test_a_user_is_known_by_password_however_the_keyboard_writes_it(accounts: Accounts) -> None:
    assert accounts.by_password("Ada", PASSWORD) == ADA
    assert accounts.by_password("Ada", PASSWORD.replace("ú", "u\u0301")) == ADA


@pytest.mark.parametrize(
    ("name", "password"), [("Ada", "wrong"), ("Ada", ""), ("ada", PASSWORD), ("", ""), ("Cy", "x")]
)
def test_nobody_else_is(accounts: Accounts, name: str, password: str) -> None:
    assert accounts.by_password(name, password) is None


def test_who_has_only_a_token_has_no_password_that_is_empty() -> None:
    program = UserSettings(name="nightly", tokens=ADA.tokens)
    accounts = Accounts([program], KEY)
    assert accounts.by_password("nightly", "") is None
    assert accounts.by_token(TOKEN) == program
    assert accounts.by_token(TOKEN + "x") is None


def test_tokens_and_hashes_are_made_anew_each_time() -> None:
    assert make_token() != make_token()
    assert len(hash_token(make_token())) == 64
    hashed = hash_password("secret")
    assert hashed.startswith("$argon2id$")
    assert hashed != hash_password("secret")


def test_a_session_ends_with_its_password_its_key_and_its_time(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = accounts.session_of(ADA)
    assert accounts.by_session(session) == ADA
    assert accounts.by_session(session[:-2] + "AA") is None
    assert accounts.by_session("") is None
    changed = ADA.model_copy(update={"password": BO.password})
    assert Accounts([changed, BO], KEY).by_session(session) is None
    assert Accounts([BO], KEY).by_session(session) is None
    assert Accounts([ADA, BO], b"o" * 32).by_session(session) is None
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + SESSION_S + 2)
    assert accounts.by_session(session) is None


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "library", server=ServerSettings(users=(ADA,)))
    first, second = open_accounts(settings), open_accounts(settings)
    assert first is not None
    assert second is not None
    assert second.by_session(first.session_of(ADA)) == ADA
    key = settings.library / "sessions.key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.write_bytes(b"short")
    with pytest.raises(LibraryError, match="damaged"):
        open_accounts(settings)


def test_without_users_there_are_no_accounts_and_no_key(tmp_path: Path) -> None:
    assert open_accounts(Settings(library=tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("user", "fault"),
    [
        ('password = "hunter2"', "not a hash"),
        ('tokens = ["hunter2"]', "not a hash"),
        ("", "neither a password nor a token"),
        ('role = "admin"', "editor"),
    ],
)
def test_a_secret_in_a_wrong_place_is_refused_and_not_repeated(
    tmp_path: Path, user: str, fault: str
) -> None:
    file = tmp_path / "citedesk.toml"
    file.write_text(f'[[server.users]]\nname = "Ada"\n{user}\n')
    with pytest.raises(ConfigError, match=fault) as error:
        load_settings(file)
    assert "hunter2" not in str(error.value)


def test_two_users_of_one_name_are_refused(tmp_path: Path) -> None:
    user = f'[[server.users]]\nname = "Ada"\ntokens = ["{hash_token("x")}"]\n'
    file = tmp_path / "citedesk.toml"
    file.write_text(user * 2)
    with pytest.raises(ConfigError, match="same name"):
        load_settings(file)


def test_hashes_are_redacted_where_settings_are_printed() -> None:
    printed = ServerSettings(users=(ADA,)).model_dump_json()
    assert isinstance(ADA.password, SecretStr)
    assert "argon2" not in printed
    assert hash_token(TOKEN) not in printed
