"""Vectors in Chroma, inside this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.library.indexes.dense import DenseIndex
from rag.library.truth.records import VectorEntry


def entry(vector_id: str, *vector: float) -> VectorEntry:
    return VectorEntry(vector_id, np.array(vector, dtype=np.float32))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DenseIndex]:
    index = DenseIndex.in_folder(tmp_path)
    index.add([entry("east", 1, 0), entry("north", 0, 1), entry("west", -1, 0)])
    yield index
    index.close()


def test_the_score_is_the_cosine(index: DenseIndex) -> None:
    found = index.search(np.array([0.6, 0.8], dtype=np.float32), 10)
    assert [vector_id for vector_id, _ in found] == ["north", "east", "west"]
    assert [round(score, 4) for _, score in found] == [0.8, 0.6, -0.6]


def test_an_id_added_again_has_its_new_vector(index: DenseIndex) -> None:
    index.add([entry("east", 0, -1)])
    ((best, score),) = index.search(np.array([0, -1], dtype=np.float32), 1)
    assert (best, round(score, 4)) == ("east", 1.0)


def test_removed_vectors_are_gone(index: DenseIndex) -> None:
    index.remove(["east"])
    assert index.ids() == {"north", "west"}


def test_more_rows_than_chroma_takes_at_once_are_all_stored(tmp_path: Path) -> None:
    index = DenseIndex.in_folder(tmp_path)
    angles = np.linspace(0, 3, 6000)
    index.add([entry(f"{n}", np.cos(angle), np.sin(angle)) for n, angle in enumerate(angles)])
    assert len(index.ids()) == 6000
    index.remove([f"{n}" for n in range(5999)])
    assert index.ids() == {"5999"}
    index.close()
