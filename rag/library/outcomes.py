"""What indexing tells: what became of each file, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

FileStatus = Literal["added", "updated", "unchanged", "removed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `reason` says why it failed or was skipped."""

    name: str
    """The file's id, or the path (with the part's name) of what did not become a document."""
    status: FileStatus
    passages: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The outcome of every file, in the order in which they were handled."""

    outcomes: tuple[FileOutcome, ...]

    def with_status(self, status: FileStatus) -> list[FileOutcome]:
        return [outcome for outcome in self.outcomes if outcome.status == status]


class BuildProgress(Protocol):
    def passages_indexed(self, done: int, total: int) -> None:
        """So many of the vectors that were missing stand in the dense index."""
        ...


class IndexProgress(BuildProgress, Protocol):
    """Told how indexing goes on; called in the thread that indexes."""

    def files_found(self, total: int) -> None: ...

    def passages_embedded(self, count: int) -> None:
        """So many passages more have been embedded."""
        ...

    def file_finished(self, outcome: FileOutcome) -> None: ...
