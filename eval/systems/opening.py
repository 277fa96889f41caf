"""Systems by name: the one table of what can be measured."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from eval.systems import System
from rag.errors import CitedeskError

if TYPE_CHECKING:
    from eval.systems.baseline import BuildProgress
    from rag.assistant import Assistant
    from rag.config import Settings


class UnknownSystem(CitedeskError):
    """There is no system of that name; nothing was opened."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """What systems are made from; `stack` closes what they hold open."""

    assistant: Assistant
    settings: Settings
    scratch: Path
    progress: BuildProgress | None
    stack: ExitStack


def _citedesk(bench: _Bench) -> System:
    from eval.systems.citedesk import Citedesk

    return Citedesk(bench.assistant)


def _baseline(bench: _Bench) -> System:
    from eval.systems.baseline import Baseline

    # One index a library: runs over several data sets do not push each other's out.
    library = hashlib.sha256(str(bench.assistant.library.path.absolute()).encode()).hexdigest()
    folder = bench.scratch / "baseline" / library[:16]
    baseline = Baseline.open(folder, bench.assistant, bench.progress)
    return bench.stack.enter_context(closing(baseline))


def _dense(bench: _Bench) -> System:
    from eval.systems.ablations import dense_only

    return dense_only(bench.assistant, bench.settings.retrieval)


def _lexical(bench: _Bench) -> System:
    from eval.systems.ablations import lexical_only

    return lexical_only(bench.assistant, bench.settings.retrieval)


def _fused(bench: _Bench) -> System:
    from eval.systems.ablations import fused_only

    return fused_only(bench.assistant, bench.settings.retrieval)


def _closed_book(bench: _Bench) -> System:
    from eval.systems.ablations import ClosedBook

    return ClosedBook(bench.assistant.llm)


SYSTEMS: Mapping[str, Callable[[_Bench], System]] = MappingProxyType(
    {
        "citedesk": _citedesk,
        "baseline": _baseline,
        "dense": _dense,
        "lexical": _lexical,
        "fused": _fused,
        "closed-book": _closed_book,
    }
)


@contextmanager
def open_systems(
    names: Sequence[str],
    assistant: Assistant,
    settings: Settings,
    scratch: Path,
    progress: BuildProgress | None = None,
) -> Iterator[tuple[System, ...]]:
    """The systems of these names, each once, in order, until the block ends.

    They share the assistant, which stays open. The baseline keeps its index below `scratch`, and
    tells `progress` of its documents when it has to make it.

    Raises:
        UnknownSystem: a name is not in SYSTEMS.
    """
    for name in names:
        if name not in SYSTEMS:
            raise UnknownSystem(
                f"There is no system {name!r}.", hint=f"Known systems: {', '.join(SYSTEMS)}."
            )
    with ExitStack() as stack:
        bench = _Bench(assistant, settings, scratch, progress, stack)
        yield tuple(SYSTEMS[name](bench) for name in dict.fromkeys(names))
