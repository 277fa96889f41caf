"""A Chroma server: what its address may be, how long it is waited for, how it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import httpx

from rag.errors import ConfigError, DenseIndexAway, LibraryError
from rag.library.indexes.dense import DenseIndex, chroma_settings

if TYPE_CHECKING:
    from chromadb.api.client import Client

CONNECT_SECONDS = 2.0
"""A server that cannot be reached in this time is away."""


class ChromaServer:
    """The server at one address, with the collections of any number of libraries."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet.

        Raises:
            ConfigError: `url` is more or less than a scheme, a host and a port.
        """
        self.url = _checked(url)

    def open(self, collection_name: str, answer_seconds: float) -> DenseIndex:
        """The index in this collection, which is made if there is none.

        Raises:
            DenseIndexAway: no Chroma server answers; so it is later on when an answer takes longer
                than `answer_seconds`.
            LibraryError: it answers that it failed.
        """
        client = self._connect(answer_seconds)
        try:
            return DenseIndex(client, collection_name, self._failed)
        except LibraryError:
            client.close()
            raise

    def drop_others(self, prefix: str, collection_name: str) -> None:
        """Delete the collections whose names begin with `prefix`, apart from this one."""
        client = self._connect(CONNECT_SECONDS)
        try:
            for collection in client.list_collections():
                if collection.name.startswith(prefix) and collection.name != collection_name:
                    client.delete_collection(collection.name)
        except Exception as error:
            raise self._failed(error) from error
        finally:
            client.close()

    def away(self, reason: str) -> DenseIndexAway:
        return DenseIndexAway(
            f"The Chroma server at {self.url} cannot be searched: {reason}.",
            hint="Start it, or correct chroma.url (without it, Chroma runs inside Citedesk).",
        )

    def _connect(self, answer_seconds: float) -> Client:
        import chromadb

        self._greet()
        try:
            client = cast("Client", chromadb.HttpClient(self.url, settings=chroma_settings()))
        except Exception as error:
            raise self._failed(error) from error
        # Chroma would wait for ever, and has no setting for it.
        timeout = httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS)
        client._server._session.timeout = timeout  # type: ignore[attr-defined]
        return client

    def _greet(self) -> None:
        """Chroma's own client neither stops waiting nor notices that it talks to something else."""
        try:
            answer = httpx.get(f"{self.url}/api/v2/heartbeat", timeout=CONNECT_SECONDS)
        except httpx.TransportError as error:
            raise self._failed(error) from error
        if not answer.is_success or "nanosecond heartbeat" not in answer.text:
            raise self.away(f"what answers there (HTTP {answer.status_code}) is not Chroma")

    def _failed(self, error: Exception) -> LibraryError:
        reason = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
        if isinstance(error, httpx.TransportError):
            return self.away(reason)
        return LibraryError(
            f"The Chroma server at {self.url} failed: {reason}.",
            hint="Look at what it logs; citedesk doctor --repair fills it again.",
        )


def _checked(url: str) -> str:
    try:
        address = urlsplit(url)
        usable = address.scheme in {"http", "https"} and address.hostname and address.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in url or url.removesuffix("/") != f"{address.scheme}://{address.netloc}":
        raise ConfigError(
            f"The setting chroma.url is {url!r}; it must be http:// or https://, a host, and a port"
            " where that is not 80 or 443, without a path or a password.",
            hint="For example: CITEDESK_CHROMA__URL=http://127.0.0.1:8000",
        )
    return url.removesuffix("/")
