"""How long one question takes, by the size of the archive; beside numpy and Chroma alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from eval.bench.archive import DAYS, Archive, Question
from eval.bench.contenders import (
    DENSE,
    BruteForce,
    ChromaAlone,
    Citedesk,
    Window,
    question_embedder,
)
from eval.bench.measuring import bench_folder, bytes_in, facts_of, memory_in_use, report
from eval.bench.search_figures import (
    RECALL_DEPTH,
    Asked,
    Milliseconds,
    SearchFigures,
    SizeFigures,
)
from eval.bench.storing import store
from eval.facts import model_hashes
from eval.systems.stopwatch import Stopwatch
from rag import terminal
from rag.config import Settings
from rag.errors import CitedeskError
from rag.factory import build_embedder
from rag.library import Embedder, Library, Vectors

SHARES = (1.0, 0.5, 0.1, 0.01)
"""Of all days: the periods that are asked about."""
MIN_PASSAGES = 2 * RECALL_DEPTH

_SIZE = re.compile(r"(\d+)([km]?)", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_WARM_UP_QUESTIONS = 10


class BadSize(CitedeskError):
    """A number of passages cannot be read, or is too small."""


def read_sizes(options: Sequence[str]) -> tuple[int, ...]:
    """`["1k,10k", "1M"]` as (1000, 10000, 1000000). Raises BadSize."""
    sizes = []
    for option in ",".join(options).split(","):
        matched = _SIZE.fullmatch(option.strip())
        if not matched:
            raise BadSize(
                f"{option!r} is no number of passages.", hint="Write, e.g., 1000, 10k or 1M."
            )
        size = int(matched[1]) * _UNITS[matched[2].lower()]
        if size < MIN_PASSAGES:
            raise BadSize(f"{size} passages are too few: at least {MIN_PASSAGES} are needed.")
        sizes.append(size)
    return tuple(sizes)


def run_search_bench(
    sizes: Sequence[int], questions: int, seed: int, settings: Settings, name: str | None
) -> None:
    """Ask libraries of these sizes, which are thrown away; print and keep the figures.

    Raises:
        BenchExists: a bench has this name.
        ModelUnavailable: the embedder is not on this machine.
    """
    embedder = build_embedder(settings)
    folder = bench_folder("search", name)
    facts = facts_of(folder, model_hashes(settings, embedder.id, judge=False)["embedder"])
    with terminal.waiting("Loading the model"):
        embedder.embed_question("warm-up")
        for engine in ("chromadb", "tantivy"):
            import_module(engine)  # Else opening the first library would pay for it.
    figures = []
    for size in sizes:
        with TemporaryDirectory(dir=folder, prefix="work-") as work:
            figures.append(_measure(Archive(size, seed), questions, embedder, settings, Path(work)))
    report(folder, facts, SearchFigures(seed, questions, tuple(figures)))


def _measure(
    archive: Archive, count: int, embedder: Embedder, settings: Settings, work: Path
) -> SizeFigures:
    tokens = settings.retrieval.passage_tokens
    with terminal.waiting(f"Making a library of {archive.passages:,} passages"):
        stored = store(archive, work / "library", tokens)
        vectors = archive.vectors()
    questions = archive.questions(count, vectors)
    before = memory_in_use()
    asker = question_embedder(embedder, questions)
    watch = Stopwatch()
    with Library.open(work / "library", asker, passage_tokens=tokens) as library:
        open_s = watch.elapsed_ms() / 1000
        citedesk = Citedesk(library, asker, settings.retrieval)
        with terminal.waiting("Asking the first questions"):
            for share in SHARES:
                for question, window in zip(
                    questions[:_WARM_UP_QUESTIONS], _windows(share, archive.seed), strict=False
                ):
                    citedesk.ask(question, window)
        memory = memory_in_use()
        return SizeFigures(
            passages=archive.passages,
            documents=archive.documents,
            truth_s=stored.truth_s,
            indexes_s=stored.indexes_s,
            open_s=open_s,
            library_bytes=bytes_in(library.path),
            library_memory_bytes=memory - before,
            memory_bytes=memory - vectors.nbytes,
            asked=_compare(archive, vectors, questions, citedesk, work),
        )


def _compare(
    archive: Archive,
    vectors: Vectors,
    questions: Sequence[Question],
    citedesk: Citedesk,
    work: Path,
) -> dict[float, Asked]:
    days = archive.days_of_passages()
    exact = BruteForce(vectors, days)
    with terminal.waiting("Giving Chroma alone the same collection"):
        chroma = ChromaAlone(work / "library", work / "chroma", days)
        # It reads its graph when it is first asked.
        chroma.nearest(questions[0].vector, 1, Window())
    with closing(chroma), terminal.waiting(f"Asking {len(questions)} questions"):
        return {
            share: _ask(questions, _windows(share, archive.seed), citedesk, exact, chroma)
            for share in SHARES
        }


def _ask(
    questions: Sequence[Question],
    windows: Iterable[Window],
    citedesk: Citedesk,
    exact: BruteForce,
    chroma: ChromaAlone,
) -> Asked:
    """Put every question to all, one after the other: what slows the machine slows all alike."""
    parts: dict[str, list[float]] = defaultdict(list)
    others: dict[str, list[float]] = defaultdict(list)
    recall: dict[str, list[float]] = {DENSE: [], chroma.name: []}
    for question, window in zip(questions, windows, strict=False):
        for part, took in citedesk.ask(question, window).items():
            parts[part].append(took)
        nearest = {}
        for other in (exact, chroma):
            watch = Stopwatch()
            nearest[other.name] = other.nearest(question.vector, RECALL_DEPTH, window)
            others[other.name].append(watch.elapsed_ms())
        nearest[DENSE] = citedesk.nearest(question.vector, RECALL_DEPTH, window)
        right = set(nearest[exact.name])
        for name in recall if right else ():
            recall[name].append(len(right & set(nearest[name])) / len(right))
    return Asked(
        citedesk={part: Milliseconds.of(took) for part, took in parts.items()},
        others={name: Milliseconds.of(took) for name, took in others.items()},
        recall={
            name: float(np.mean(shares)) if shares else None for name, shares in recall.items()
        },
    )


def _windows(share: float, seed: int) -> Iterator[Window]:
    """Periods with this share of all days, without end."""
    draw = np.random.default_rng(seed)
    days = round(share * DAYS)
    while True:
        first = int(draw.integers(DAYS - days + 1))
        yield Window(first, first + days - 1)
