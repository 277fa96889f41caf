"""Index a folder in a process that a test can kill: `python -m tests.library.index_in_child`.

Arguments: the library, the folder, and a place. On reaching the place ("embed", "chroma" or
"lexical": right before each write there), the process says so on stdout and goes on after
a moment, in the middle of whose wait or of the write after it the test kills it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rag.library import Library, Vectors, builds
from rag.library.dense import DenseIndex
from rag.library.lexical import LexicalIndex
from rag.library.records import TextEntry, VectorEntry
from tests.fakes import FakeEmbedder


def main(library_folder: Path, archive: Path, place: str) -> None:
    def arrive(at: str) -> None:
        if at == place:
            print(at, flush=True)  # noqa: T201
            time.sleep(0.01)

    class Embedder(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            arrive("embed")
            return super().embed_passages(texts)

    class Dense(DenseIndex):
        def add(self, entries: Sequence[VectorEntry]) -> None:
            arrive("chroma")
            super().add(entries)

    class Lexical(LexicalIndex):
        def add(self, entries: Sequence[TextEntry]) -> None:
            arrive("lexical")
            super().add(entries)

    builds.DenseIndex = Dense  # type: ignore[attr-defined]
    builds.LexicalIndex = Lexical  # type: ignore[attr-defined]
    builds._ENTRIES_A_STEP = 5
    with Library.open(library_folder, Embedder()) as library:
        library.index([archive])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
