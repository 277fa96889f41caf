"""`citedesk` in this process, over a small archive in two languages; its embedder is a fake."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes import FakeEmbedder
from ui.command import main

OPENING = (
    "---\ntitle: The first [summit]\noutlet: The Paper\npublished: 2014-11-21\n---\n"
    "# Wuzhen\n\nThe first summit opened in Wuzhen. Lu Wei gave the opening speech.\n"
)
CHINESE = "# 网络主权\n\n第三届世界互联网大会在浙江乌镇开幕。习近平发表视频讲话。\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "2016").mkdir(parents=True)
    (folder / "opening.md").write_text(OPENING)
    (folder / "2016/大会.md").write_text(CHINESE)
    return folder


@pytest.fixture
def library_folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def citedesk(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    for module in ("doctor", "factory"):
        monkeypatch.setattr(f"rag.{module}.build_embedder", lambda _: FakeEmbedder())

    def run(*arguments: str | Path) -> Ran:
        line = ["citedesk", "--library", library_folder, *arguments]
        monkeypatch.setattr(sys, "argv", [str(argument) for argument in line])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def indexed(citedesk: Command, archive: Path) -> Command:
    """The same, with the archive in the library."""
    ran = citedesk("index", archive)
    assert ran.code == 0, ran.err
    return citedesk
