"""What was brought in through the application, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from rag.library import FileOutcome, FileStatus

ArrivalState = Literal["waiting", "fetching", "reading", "indexed", "failed"]


@dataclass(eq=False, slots=True)
class Arrival:
    """A file or an address on its way into the library; `path` is None for an address.

    Only whoever indexes changes it.
    """

    id: str
    name: str
    path: Path | None
    state: ArrivalState = "waiting"
    documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.state in ("indexed", "failed")

    def told(self) -> Told:
        return Told(self.id, self.name, self.state, self.documents, self.reasons)


@dataclass(frozen=True, slots=True)
class Told:
    """An arrival as it was at one moment."""

    id: str
    name: str
    state: ArrivalState
    documents: tuple[str, ...]
    """The ids of the documents that it became."""
    reasons: tuple[str, ...]
    """Why it, or some part of it, became none."""


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What came of indexing all folders again."""

    at: datetime
    files: Mapping[FileStatus, int]
    failures: tuple[FileOutcome, ...]


@dataclass(frozen=True, slots=True)
class IndexState:
    """What is being done, of how many files, and what came of what was brought."""

    running: bool
    message: str
    """Why nothing goes on: another process writes to the library."""
    waiting: int
    files_found: int
    files_done: int
    passages: int
    arrivals: tuple[Told, ...]
    """Oldest first."""
    reindexed: Reindexed | None
    """None: it was not asked for since the start."""
