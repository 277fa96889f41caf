"""The line in which files and pages wait to be indexed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.config import WebSettings
from rag.library import Library
from tests.fakes import FakeEmbedder
from ui.doors.intake import Intake


def test_a_fault_of_ours_does_not_stop_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        intake = Intake(library, WebSettings())
        library.uploads.mkdir()
        for name, state in (("fault.txt", "failed"), ("next.txt", "indexed")):
            path = library.uploads / name
            path.write_text("The regulator published its rules.\n")
            with monkeypatch.context() as patched:
                if state == "failed":
                    patched.setattr(library, "index", lambda *_: 1 / 0)
                arrival = intake.add_file(path)
                while intake.state().running:
                    time.sleep(0.01)
            assert arrival.state == state
            assert bool(arrival.reasons) is (state == "failed")
