"""One request: an answer within limits of time, size and type, or one sentence why not."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import BinaryIO, TypeVar, cast
from urllib.parse import quote, urljoin

import httpcore
import httpx

from rag.config import WebSettings
from rag.errors import WebError
from rag.reading.source import MAX_FILE_BYTES
from rag.reading.web.addresses import web_url
from rag.reading.web.connecting import CheckedBackend, Deadline, Network
from rag.reading.web.feeds import FeedEntry, is_feed

T = TypeVar("T")

MAX_REDIRECTS = 5
_FEED_TYPES = frozenset(
    "application/atom+xml application/rdf+xml application/rss+xml application/xml text/xml".split()
)
_PAGE_TYPES = frozenset(
    "application/pdf application/xhtml+xml text/html text/markdown text/plain".split()
)
_REMEDIES = {
    401: "Save the page in your browser and index the file.",
    402: "Save the page in your browser and index the file.",
    403: "Save the page in your browser and index the file.",
    404: "Check the address.",
    410: "It may be in a web archive.",
    429: "Try again later, or set web.delay_s higher.",
}
_ASCII_OF_URLS = bytes(range(0x21, 0x7F)).decode()


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What an address gave: `url` is where the last redirect led, `data` its bytes, unpacked.

    `fetched` says when it was fetched; it is never when the page was published. `listed` is what
    the feed said that led to the page.
    """

    url: str
    data: bytes
    media_type: str | None
    charset: str | None
    fetched: datetime
    listed: FeedEntry | None = None


class Response:
    """An answer whose head has arrived; its body is read while the request is open."""

    def __init__(self, url: httpx.URL, answer: httpcore.Response) -> None:
        self.url = url
        self.status = answer.status
        self._headers = httpx.Headers(answer.headers)
        self._answer = answer

    @property
    def redirect(self) -> httpx.URL | None:
        """Where the answer sends on to. Raises WebError: to nothing that may be asked."""
        location = self._headers.get("Location")
        if self.status not in (301, 302, 303, 307, 308) or location is None:
            return None
        # Some servers send UTF-8 or GBK as it is.
        ascii_location = quote(location.encode(self._headers.encoding), safe=_ASCII_OF_URLS)
        try:
            # Not httpx's join, which drops an empty user name instead of showing it.
            return web_url(urljoin(str(self.url), ascii_location))
        except ValueError as error:
            raise WebError(f"{self.url} redirects to no address: {error}.") from None

    @property
    def content_type(self) -> tuple[str | None, str | None]:
        """Media type and charset, in lower case, as far as they are declared."""
        declared = self._headers.get("Content-Type")
        if not declared:
            return None, None
        message = Message()
        message["Content-Type"] = declared
        return message.get_content_type(), message.get_content_charset()

    def read(self, max_bytes: int) -> bytes:
        """At most `max_bytes` of the body, unpacked. Nothing beyond is unpacked or kept."""
        stream = cast("BinaryIO", io.BufferedReader(_Body(self._answer.iter_stream())))
        encoding = self._headers.get("Content-Encoding", "").strip().lower()
        if encoding in ("gzip", "x-gzip"):
            return gzip.GzipFile(fileobj=stream).read(max_bytes)
        if encoding not in ("", "identity"):
            raise WebError(f"{self.url} is packed as {encoding}, though only gzip was asked for.")
        return stream.read(max_bytes)


class _Body(io.RawIOBase):
    """The chunks of a body as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._waiting:
            try:
                self._waiting = next(self._chunks)
            except StopIteration:
                return 0
        part, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


@contextmanager
def request(url: httpx.URL, settings: WebSettings, network: Network) -> Iterator[Response]:
    """Ask one address, following nothing.

    Raises:
        WebError: also while the body is read: it may not be asked, cannot be reached, breaks off,
            or is not over after `settings.timeout_s`. Looking up its name comes on top of that.
    """
    backend = CheckedBackend(network, Deadline(settings.timeout_s), settings.allow_private)
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    headers: dict[str | bytes, str | bytes] = {
        "Host": url.netloc.decode(),
        "User-Agent": user_agent(),
        "Accept": "text/html, application/xhtml+xml, application/pdf, */*;q=0.5",
        # Libraries for Brotli and zstd unpack a whole chunk at once, be it a millionfold.
        "Accept-Encoding": "gzip",
    }
    try:
        with (
            httpcore.ConnectionPool(network.ssl_context, network_backend=backend) as pool,
            pool.stream("GET", target, headers=headers) as answer,
        ):
            yield Response(url, answer)
    except httpcore.TimeoutException:
        raise WebError(
            f"{url} was not read within {settings.timeout_s:g} s.",
            hint="Try again, or set web.timeout_s higher.",
        ) from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise WebError(f"{url} cannot be read: {error}.", hint="Try again later.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise WebError(f"{url} is badly packed: {error}.", hint="Try again later.") from None


@cache
def user_agent() -> str:
    return f"Citedesk/{version('citedesk')}"


def follow(url: httpx.URL, ask: Callable[[httpx.URL], T | httpx.URL]) -> T:
    """What `ask` gives for an address or for that which it redirects to.

    Raises:
        WebError: there are more than MAX_REDIRECTS redirects, or what `ask` raises.
    """
    for _ in range(MAX_REDIRECTS + 1):
        answer = ask(url)
        if not isinstance(answer, httpx.URL):
            return answer
        url = answer
    raise WebError(
        f"{url} is where more than {MAX_REDIRECTS} redirects led.", hint="Check the address."
    )


def page_of(response: Response) -> FetchedPage:
    """The page that a response carries.

    Raises:
        WebError: the answer is an error, of a type that is no page and no feed, or too large.
    """
    if response.status != HTTPStatus.OK:
        raise WebError(
            f"{response.url} answered {response.status}{_phrase(response.status)}.",
            hint=_REMEDIES.get(response.status, "Try again later."),
        )
    media_type, charset = response.content_type
    if media_type and media_type not in _FEED_TYPES | _PAGE_TYPES:
        raise WebError(
            f"{response.url} is of the type {media_type}; read are pages, PDF, text and feeds.",
            hint="If it is a document, download it and index the file.",
        )
    data = response.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise WebError(
            f"{response.url} is larger than {MAX_FILE_BYTES // 1_000_000} MB.",
            hint="Download it and index it in parts.",
        )
    if media_type in _FEED_TYPES and not is_feed(data):
        raise WebError(f"{response.url} is XML, but neither RSS nor Atom.")
    return FetchedPage(str(response.url), data, media_type, charset, datetime.now(UTC))


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
