"""Programs that Citedesk starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FakeTesseract:
    """A shell script in the place of the command `tesseract`."""

    path: Path

    def __call__(self, script: str) -> None:
        self.path.write_text(f"#!/bin/sh\n{script}\n")
        self.path.chmod(0o755)
