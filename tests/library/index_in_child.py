"""Processes that index and that a test can kill: `python -m tests.library.index_in_child`.

They are forked from one that has everything imported already. A line on stdin, a JSON list of
the library, the folder and a place, starts one; stdout has its pid, then the place when it is
reached ("embed", "store", "chroma", "lexical", "publish": right before each of these), then "gone"
when it has ended, however that was. At its place the child goes on after a moment, in the middle
of whose wait or of the write after it the test kills it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401
import tantivy  # noqa: F401

from rag.library import Library, Vectors
from rag.library.indexes import building
from rag.library.indexes.dense import DenseIndex
from rag.library.indexes.lexical import LexicalIndex
from rag.library.intake import indexing
from rag.library.truth.store import Store
from tests.fakes import FakeEmbedder


def main() -> None:
    for line in sys.stdin:
        library, archive, place = json.loads(line)
        child = os.fork()
        if child == 0:
            _index(Path(library), Path(archive), place)
            os._exit(0)
        _say(child)
        os.waitpid(child, 0)
        _say("gone")


def _index(library_folder: Path, archive: Path, place: str) -> None:
    places: dict[str, tuple[type, str]] = {
        "embed": (FakeEmbedder, "embed_passages"),
        "store": (Store, "put_passages"),
        "chroma": (DenseIndex, "add"),
        "lexical": (LexicalIndex, "add"),
        "publish": (Store, "publish"),
    }
    kind, name = places[place]
    setattr(kind, name, _announced(place, getattr(kind, name)))
    building._ENTRIES_A_STEP = indexing._TEXTS_A_CALL = 5
    with Library.open(library_folder, FakeEmbedder()) as library:
        library.index([archive])


def _announced(place: str, method: Callable[..., Any]) -> Callable[..., Any]:
    arrived: list[bool] = []

    def announced(*args: Sequence[Any]) -> Vectors | None:
        if not arrived:
            arrived.append(True)
            _say(place)
            time.sleep(0.01)
        result: Vectors | None = method(*args)
        return result

    return announced


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
