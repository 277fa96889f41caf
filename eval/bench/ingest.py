"""How fast documents come into the library, beside encoding the same texts alone."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.alternating import TakingTurns, taking_turns
from eval.bench.corpus import article, articles
from eval.bench.files import write_articles
from eval.bench.ingest_figures import Corpus, IngestFigures, growth
from eval.bench.measuring import (
    bench_folder,
    bytes_in,
    facts_of,
    memory_in_use,
    report,
    watch_memory,
)
from eval.bench.raw_encoding import open_encoder
from eval.facts import model_hashes
from rag import terminal
from rag.config import Settings
from rag.errors import CitedeskError
from rag.factory import build_embedder
from rag.library import Embedder, FileStatus, IndexProgress, Library

_WARM_UP_TEXTS = 64


class IngestIncomplete(CitedeskError):
    """Not every document became what it should have: figures would mislead."""


def run_ingest_bench(corpus: Corpus, settings: Settings, name: str | None) -> None:
    """Ingest a synthetic archive into a library that is thrown away; print and keep the figures.

    Raises:
        BenchExists: a bench has this name.
        IngestIncomplete: not all of the archive came in.
        ModelUnavailable: the embedder is not on this machine.
    """
    embedder = build_embedder(settings)
    folder = bench_folder("ingest", name)
    facts = facts_of(folder, model_hashes(settings, embedder.id, judge=False)["embedder"])
    with terminal.waiting("Loading the models"):
        turns = _warmed_up(embedder, settings)
    with TemporaryDirectory(dir=folder, prefix="work-") as work:
        files, tokens = Path(work) / "corpus", settings.retrieval.passage_tokens
        with terminal.waiting(f"Writing {corpus.documents:,} documents"):
            written = islice(articles(corpus.seed, corpus.copies), corpus.documents)
            corpus_bytes = write_articles(written, files)
        with Library.open(Path(work) / "library", turns, passage_tokens=tokens) as library:
            figures = _measure(library, files, turns, corpus, corpus_bytes)
    report(folder, facts, figures)


def _warmed_up(embedder: Embedder, settings: Settings) -> TakingTurns:
    """Both models, after full batches of full length: the first ones of a process are slow."""
    texts = ["\n".join(article(0, number).paragraphs) for number in range(_WARM_UP_TEXTS)]
    # The embedder is loaded first: it keeps sentence-transformers quiet, and off the network.
    embedder.embed_passages(texts)
    encode = open_encoder(settings)
    encode(texts)
    return taking_turns(embedder, encode)


def _measure(
    library: Library, files: Path, turns: TakingTurns, corpus: Corpus, corpus_bytes: int
) -> IngestFigures:
    start_memory = memory_in_use()
    turns.start()
    with watch_memory() as peak, terminal.IndexBars() as bars:
        wall_s = _index(library, files, corpus.documents, "added", bars)
    publishing_s = time.perf_counter() - turns.last_turn_ended
    ingest_s = wall_s - turns.encode_s
    turns.encode_rest()
    library_bytes = bytes_in(library.path)
    with terminal.waiting("Indexing again, nothing having changed"):
        no_change_s = _index(library, files, corpus.documents, "unchanged")
    passages = library.counts.passages
    return IngestFigures(
        corpus=corpus,
        corpus_bytes=corpus_bytes,
        passages=passages,
        passages_per_s=passages / ingest_s,
        texts_embedded=turns.texts,
        ratio=turns.encode_s / ingest_s,
        ingest_s=ingest_s,
        embedding_s=turns.embedding_s,
        publishing_s=publishing_s,
        encode_s=turns.encode_s,
        slices=tuple(turns.slices),
        start_memory_bytes=start_memory,
        peak_memory_bytes=peak.bytes,
        growth_bytes=growth(turns.slices),
        no_change_s=no_change_s,
        rebuild_s=_rebuild(library),
        library_bytes=library_bytes,
    )


def _index(
    library: Library,
    files: Path,
    documents: int,
    status: FileStatus,
    progress: IndexProgress | None = None,
) -> float:
    """Index the files; the seconds that it took.

    Raises:
        IngestIncomplete: not every document has that status now.
    """
    started = time.perf_counter()
    outcomes = library.index([files], progress).outcomes
    seconds = time.perf_counter() - started
    others = [outcome for outcome in outcomes if outcome.status != status]
    if others or len(outcomes) != documents:
        first = f"; the first other is {others[0].name}: {others[0].status}" if others else ""
        raise IngestIncomplete(
            f"{len(outcomes) - len(others)} of {documents} documents were {status}{first}.",
            hint="The library has a fault: see what becomes of that file alone.",
        )
    return seconds


def _rebuild(library: Library) -> float:
    with terminal.waiting("Making the search indexes anew"):
        started = time.perf_counter()
        library.repair()
        return time.perf_counter() - started
