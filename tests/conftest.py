"""What all tests share: no network beyond this machine, and one browser."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from scripts.ensure_browser import find_browser
from tests.fakes import FakeTesseract

if TYPE_CHECKING:
    from playwright.async_api import Browser

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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium; its tests are marked `asyncio(loop_scope="session")`."""
    from playwright.async_api import async_playwright

    # In a thread, because it may ask Playwright in its synchronous way.
    path = os.environ.get("CITEDESK_CHROMIUM") or await asyncio.to_thread(find_browser)
    assert path, "There is no Chromium. Run: python scripts/ensure_browser.py"
    arguments = (
        "--no-sandbox --disable-gpu --disable-background-networking "
        "--disable-component-update --disable-sync --no-first-run"
    ).split()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=arguments)
        yield launched
        await launched.close()


@pytest.fixture
def fake_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeTesseract:
    """The command `tesseract`, once it is told what to do."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return FakeTesseract(folder / "tesseract")
