from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from rag.library import Library
from tests.cli.conftest import CHINESE, Command
from tests.fakes import FakeEmbedder


def test_the_chat_follows_the_folders_while_it_serves(
    indexed: Command, archive: Path, library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(library_folder, FakeEmbedder())
    assistant = SimpleNamespace(library=library, close=library.close)
    seen: list[str] = []

    def serve(*_: object, **__: object) -> None:
        (archive / "新.md").write_text(CHINESE)
        deadline = time.monotonic() + 20
        while library.document("新.md") is None and time.monotonic() < deadline:
            time.sleep(0.05)
        seen.extend(summary.id for summary in library.documents())

    monkeypatch.setattr("rag.factory.build_assistant", lambda _: assistant)
    monkeypatch.setattr("ui.server.serve", serve)
    ran = indexed("chat", "--watch", "--port", "0")
    assert ran.code == 0, ran.err
    assert seen == ["2016/大会.md", "opening.md", "新.md"]
