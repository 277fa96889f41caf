"""What all tests share: no network beyond this machine."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator

import pytest

_calls_beyond_loopback: list[str] = []


def _refuse_the_network(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: it sees every use of Python's sockets, in all threads, until the end."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = args[1]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        address = args[:1]
    else:
        return
    if isinstance(address, tuple) and address and not _is_local(address[0]):
        _calls_beyond_loopback.append(f"{event} {address}")
        raise PermissionError(f"a test may not reach beyond this machine: {event} {address}")


def _is_local(host: object) -> bool:
    if host in {None, "", "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_the_network)


@pytest.fixture(autouse=True)
def calls_beyond_loopback() -> Iterator[list[str]]:
    """Fail a test that tried to reach the network, even if the code took the refusal calmly."""
    _calls_beyond_loopback.clear()
    yield _calls_beyond_loopback
    assert _calls_beyond_loopback == []
