"""Connections to the web that lead where they were checked to lead, and end when time is up."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx

from rag.errors import WebError

_IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Metadata services of clouds (Oracle, Azure) that stand among the public addresses.
_METADATA = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("168.63.129.16/32"))


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class Network:
    """How a name becomes addresses, an address a connection, and whose certificates count.

    The proxies that the environment may name are not used: a proxy would resolve names itself.
    """

    resolve: Callable[[str, int], Sequence[str]] = _resolve
    """All addresses of a host. Raises OSError."""
    connect: Callable[[str, int, float], httpcore.NetworkStream] = (
        httpcore.SyncBackend().connect_tcp
    )
    """A connection to an address and port within so many seconds. Raises httpcore.ConnectError."""
    ssl_context: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)


class Deadline:
    """The moment at which a whole request must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left_s(self) -> float:
        """Raises httpcore.ReadTimeout: nothing is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("time is up")
        return left


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name once, checks every address, connects to one of these very addresses.

    No other name resolution takes place, so a name that changes its address between check and
    connection (DNS rebinding) gains nothing. TLS still checks the certificate against the name.
    """

    def __init__(self, network: Network, deadline: Deadline, allow_private: bool) -> None:
        self._network = network
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Raises WebError: the name has no address, or one that may not be asked."""
        addresses = self._addresses(host, port)
        for waiting, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                # A share of the time each: the first address may swallow what it is sent.
                within_s = self._deadline.left_s() / waiting
                stream = self._network.connect(address, port, within_s)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if waiting == 1:
                    raise
            else:
                return _TimedStream(stream, self._deadline)
        raise WebError(f"The host {host} has no address.", hint="Check its spelling.")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        literal = literal_address(host)
        try:
            addresses = [literal] if literal else self._network.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise WebError(
                f"The host {host} was not found: {error}.", hint="Check its spelling."
            ) from None
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    raise WebError(
                        f"{host} leads to {address}, which is not on the public internet.",
                        hint="If it is yours, set web.allow_private = true.",
                    )
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no wait lasts beyond the deadline, however often a byte drips in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        left_s = self._deadline.left_s()
        stream = self._stream.start_tls(ssl_context, server_hostname, left_s)
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def literal_address(host: str) -> str | None:
    """The address that a host is, in any of its spellings; None: it is a name.

    2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1, as the system's resolver takes them.
    """
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet's, for hosts that serve anyone.

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) is judged as itself.
    """
    try:
        ip = _unwrapped(ipaddress.ip_address(address))
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _IPV6_UNICAST or ip.scope_id):
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _METADATA)


def _unwrapped(ip: _IPAddress) -> _IPAddress:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
