"""`python -m eval bench`: speed, memory, size."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.bench.corpus import COPIES

app = typer.Typer(help="Measure speed, memory and size on synthetic text.", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure speed, memory and size on synthetic text."""


@app.command()
def search(
    *,
    passages: Annotated[
        list[str] | None,
        typer.Option(help="Size of the archive, e.g. 1000, 10k, 1M (100k); repeatable."),
    ] = None,
    questions: Annotated[int, typer.Option(min=1, help="So many, at each period.")] = 100,
    seed: Annotated[int, typer.Option(help="Makes archive and questions.")] = 2014,
    name: Annotated[str | None, typer.Option(help="Name of the folder in runs/.")] = None,
    config: Annotated[Path | None, typer.Option(help="Configuration file.")] = None,
) -> None:
    """Measure how long a question takes, beside brute force in numpy and Chroma alone."""
    from eval.bench.search import read_sizes, run_search_bench
    from rag.config import load_settings

    run_search_bench(read_sizes(passages or ["100k"]), questions, seed, load_settings(config), name)


@app.command()
def ingest(
    *,
    documents: Annotated[int, typer.Option(min=1, help="So many press-like articles.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Makes the articles.")] = 2014,
    copies: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of syndicated copies among them.")
    ] = COPIES,
    name: Annotated[str | None, typer.Option(help="Name of the folder in runs/.")] = None,
    config: Annotated[Path | None, typer.Option(help="Configuration file.")] = None,
) -> None:
    """Measure how fast documents become searchable, beside encoding the same texts alone."""
    from eval.bench.ingest import run_ingest_bench
    from eval.bench.ingest_figures import Corpus
    from rag.config import load_settings

    run_ingest_bench(Corpus(documents, seed, copies), load_settings(config), name)
