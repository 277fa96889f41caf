"""The library that the systems are opened over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.library import Library
from tests.eval.systems.archive import LlamaFakeEmbedder, write_archive


@pytest.fixture
def embedder() -> LlamaFakeEmbedder:
    return LlamaFakeEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: LlamaFakeEmbedder) -> Iterator[Library]:
    archive = write_archive(tmp_path / "archive")
    with Library.open(tmp_path / "library", embedder) as library:
        library.index([archive])
        yield library
