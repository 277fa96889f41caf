import asyncio
import socket

import httpx
import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "0.0.0.0", "citedesk.example"])
def test_a_connection_beyond_this_machine_is_refused_and_noted(
    host: str, calls_beyond_loopback: list[str]
) -> None:
    with pytest.raises(PermissionError, match="may not reach beyond this machine"):
        socket.create_connection((host, 80), timeout=1)
    assert len(calls_beyond_loopback) == 1
    calls_beyond_loopback.clear()


async def test_a_refusal_that_the_code_takes_calmly_is_still_noted(
    calls_beyond_loopback: list[str],
) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises((httpx.ConnectError, PermissionError)):
            await client.get("http://192.0.2.1/")
    assert calls_beyond_loopback
    calls_beyond_loopback.clear()


async def test_this_machine_can_be_reached() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "localhost", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        writer.close()
