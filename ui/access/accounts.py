"""The users of the settings, and how somebody proves to be one: password, token or session.

Passwords are kept as argon2id hashes (RFC 9106), tokens as SHA-256: they are random and long, so
there is nothing to guess. A session is a signed cookie; nothing about it is kept here.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadData, URLSafeTimedSerializer

from rag.config import Settings, UserSettings
from rag.errors import LibraryError

SESSION_S = 14 * 24 * 60 * 60
_KEY_FILE = "sessions.key"
_KEY_BYTES = 32
_HASHER = PasswordHasher()


class Accounts:
    """Who may come in."""

    def __init__(self, users: Sequence[UserSettings], key: bytes) -> None:
        """`key` signs the sessions: whoever has it can be anybody."""
        self._by_name = {user.name: user for user in users}
        self._by_token = {token.get_secret_value(): user for user in users for token in user.tokens}
        self._signer = URLSafeTimedSerializer(
            key, salt="citedesk session", signer_kwargs={"digest_method": hashlib.sha256}
        )
        # Somebody without a password takes as long to refuse: nobody learns which names there are.
        self._nobodys_hash = hash_password(secrets.token_urlsafe())

    def by_password(self, name: str, password: str) -> UserSettings | None:
        """The user of this name and password; it takes some 50 ms of a core and 64 MiB."""
        user = self._by_name.get(name)
        hashed = user.password.get_secret_value() if user and user.password else ""
        try:
            _HASHER.verify(hashed or self._nobodys_hash, _normal(password))
        except (VerificationError, InvalidHashError):
            return None
        return user if hashed else None

    def by_token(self, token: str) -> UserSettings | None:
        """The user of an API token."""
        return self._by_token.get(hash_token(token))

    def session_of(self, user: UserSettings) -> str:
        """The value of a cookie that is this user for 14 days, if their password stays."""
        return str(self._signer.dumps([user.name, _fingerprint(user)]))

    def by_session(self, session: str) -> UserSettings | None:
        """The user whose session it is; None: forged, too old, or of another password."""
        try:
            name, fingerprint = self._signer.loads(session, max_age=SESSION_S)
        except BadData:
            return None
        user = self._by_name.get(name)
        return user if user and fingerprint == _fingerprint(user) else None


def open_accounts(settings: Settings) -> Accounts | None:
    """The accounts of the settings; None: there are no users.

    Raises:
        LibraryError: the key that signs sessions can be neither read nor made.
    """
    if not settings.server.users:
        return None
    return Accounts(settings.server.users, _session_key(settings.library))


def hash_password(password: str) -> str:
    """As it stands in the settings."""
    return _HASHER.hash(_normal(password))


def make_token() -> str:
    """A new API token of 256 random bits; its prefix says what it opens, wherever it is found."""
    return f"citedesk_{secrets.token_urlsafe(_KEY_BYTES)}"


def hash_token(token: str) -> str:
    """As it stands in the settings."""
    return hashlib.sha256(token.encode()).hexdigest()


def _normal(password: str) -> str:
    # One keyboard writes "é" as one character, another as two.
    return unicodedata.normalize("NFC", password)


def _fingerprint(user: UserSettings) -> str:
    password = user.password.get_secret_value() if user.password else ""
    return hashlib.sha256(password.encode()).hexdigest()[:16]


def _session_key(library: Path) -> bytes:
    """The library's own key, made when it is first needed; only its owner may read it."""
    file = library / _KEY_FILE
    try:
        library.mkdir(parents=True, exist_ok=True)
        try:
            made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = file.read_bytes()
        else:
            key = secrets.token_bytes(_KEY_BYTES)
            with os.fdopen(made, "wb") as opened:
                opened.write(key)
    except OSError as error:
        raise LibraryError(
            f"{file}, which signs sessions, cannot be used: {error.strerror}.",
            hint="Check that you may read and write it.",
        ) from None
    if len(key) != _KEY_BYTES:
        raise LibraryError(
            f"{file}, which signs sessions, is damaged.",
            hint="Delete it: everybody signs in once more.",
        )
    return key
