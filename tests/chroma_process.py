"""A real Chroma server for tests: `chroma run` on loopback, that can be killed and come back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from chromadb import HttpClient
from chromadb.api import ClientAPI
from chromadb.config import Settings

_START_SECONDS = 60


class ChromaProcess:
    """Runs for as long as a `with` block lasts, on a port of its own that it keeps."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.folder = folder
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers, at once if it does already."""
        if self._answers():
            return
        command = Path(sys.executable).with_name("chroma")
        address = ["--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [command, "run", "--path", self.folder, *address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "chroma run has ended"
            assert time.monotonic() < deadline, "chroma run does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """As a crash does."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """It takes connections from now on, and answers nothing; it can still be killed."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def client(self) -> ClientAPI:
        return HttpClient(self.url, settings=Settings(anonymized_telemetry=False))

    def collections(self, library_id: str) -> dict[str, int]:
        """The number of vectors in each collection of a library."""
        found = [c for c in self.client().list_collections() if library_id in c.name]
        return {collection.name: collection.count() for collection in found}

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat").is_success
        except httpx.TransportError:
            return False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()
