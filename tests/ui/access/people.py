"""Users for the tests: Ada edits, Bo reads, and a program of Ada's has a token."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from pydantic import SecretStr

from rag.config import LimitSettings, ServerSettings, Settings, UserSettings
from tests.ui.desks import fake_desk
from ui.access.accounts import hash_token
from ui.desk import Desk

PASSWORD = "wúzhen 乌镇 2014"
TOKEN = "citedesk_token-of-ada"
OTHER_TOKEN = "citedesk_token-of-bo"

# The cheapest hash that is one: these tests are not about how long it takes.
_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash
ADA = UserSettings(
    name="Ada",
    role="editor",
    password=SecretStr(_hash(PASSWORD)),
    tokens=(SecretStr(hash_token(TOKEN)),),
)
BO = UserSettings(
    name="Bo <b>", password=SecretStr(_hash("另一个")), tokens=(SecretStr(hash_token(OTHER_TOKEN)),)
)


def desk_with_users(library: Path, *users: UserSettings, **limits: Any) -> Desk:
    """The desk of the other tests, with Ada and Bo if nobody else is named."""
    server = ServerSettings(users=users or (ADA, BO), limits=LimitSettings(**limits))
    return replace(fake_desk(), settings=Settings(library=library, server=server))
