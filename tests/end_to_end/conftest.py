"""The real thing: the shipped corpus, the pinned models, the command as users start it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("end_to_end") / "library"


@pytest.fixture(scope="session")
def citedesk(library_folder: Path) -> Command:
    """Run `citedesk ARGUMENTS...` over the test's own library, in a process of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ui", "--library", str(library_folder), *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | environment,
            check=False,
            timeout=500,
        )

    return run


@pytest.fixture(scope="session")
def indexed(citedesk: Command) -> subprocess.CompletedProcess[str]:
    """The shipped corpus, indexed into the test's library."""
    result = citedesk("index", "docs_source")
    assert result.returncode == 0, result.stderr
    return result
