"""A real Chroma server, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.library.indexes import served
from tests.chroma_process import ChromaProcess


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """One server for all tests."""
    with ChromaProcess(tmp_path_factory.mktemp("chroma")) as chroma:
        yield chroma


@pytest.fixture
def chroma(running: ChromaProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChromaProcess]:
    """A server to kill; after it was away, it is asked again at once."""
    monkeypatch.setattr(served, "RETRY_SECONDS", 0)
    yield running
    running.start()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"
