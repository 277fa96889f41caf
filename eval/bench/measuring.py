"""What every bench needs: memory, sizes, what a run was made with, its table and its file."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import Field, asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

import psutil
from rich.table import Table

from eval.facts import git_commit, machine
from rag import terminal
from rag.errors import CitedeskError

RUNS = Path("runs")
_RESULT = "bench.json"
_PEAK_INTERVAL_S = 0.5


class BenchExists(CitedeskError):
    """A bench of this name was run before; its figures are not written over."""


@dataclass(frozen=True, slots=True)
class BenchFacts:
    """What a bench was run with, so that its figures can be traced and made again."""

    name: str
    command: str
    started: str
    git_commit: str | None
    machine: str
    embedder: str
    """With the SHA-256 of its weights, where that is pinned."""


class Figures(Protocol):
    """The figures of a bench: a dataclass, so that it can be written as JSON."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def rows(self) -> Sequence[tuple[str, ...]]:
        """Each figure as people read it: its name, its value with its unit (one a size)."""
        ...


def bench_folder(kind: str, name: str | None) -> Path:
    """The new folder in runs/ for a bench. Raises BenchExists."""
    folder = RUNS / (name or f"{datetime.now(UTC):%Y%m%d-%H%M%S}-bench-{kind}")
    if (folder / _RESULT).exists():
        raise BenchExists(f"There is a bench in {folder} already.", hint="Choose another --name.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def facts_of(folder: Path, embedder: str) -> BenchFacts:
    return BenchFacts(
        name=folder.name,
        command=shlex.join(["python", "-m", "eval", *sys.argv[1:]]),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        git_commit=git_commit(),
        machine=machine(),
        embedder=embedder,
    )


def report(folder: Path, facts: BenchFacts, figures: Figures) -> None:
    """Write bench.json and print the figures as a table."""
    written = {"facts": asdict(facts), "figures": asdict(figures)}
    text = json.dumps(written, ensure_ascii=False, indent=1)
    (folder / _RESULT).write_text(text + "\n", encoding="utf-8")
    table = Table(box=None, show_header=False, pad_edge=False)
    for row in figures.rows():
        table.add_row(*row)
    terminal.out.print(table)
    terminal.out.print(f"\n{folder / _RESULT}", markup=False)


def memory_in_use() -> int:
    """Resident bytes of this process and of those that it has started."""
    this = psutil.Process()
    return sum(_resident(process) for process in [this, *this.children(recursive=True)])


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:  # it has ended since it was listed
        return 0


@dataclass(slots=True)
class PeakMemory:
    bytes: int


@contextmanager
def watch_memory() -> Iterator[PeakMemory]:
    """The most memory in use at any time within, looked at twice a second."""
    peak = PeakMemory(memory_in_use())
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_PEAK_INTERVAL_S):
            peak.bytes = max(peak.bytes, memory_in_use())

    thread = threading.Thread(target=watch, name="memory", daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def megabytes(count: float) -> str:
    return f"{count / 1e6:,.0f} MB"
