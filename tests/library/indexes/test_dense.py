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


def test_a_graph_to_be_written_once_is_written_with_the_last_change(tmp_path: Path) -> None:
    def fill(first: int, last: int, gone: int) -> None:
        """Remove, then add in steps; only the last of them changes the graph's file."""
        index = DenseIndex.in_folder(tmp_path)
        index.write_once(last - first + gone)
        index.close()
        index = DenseIndex.in_folder(tmp_path)
        index.remove([f"{n}" for n in range(gone)])
        angles = {n: 3 * n / 1000 for n in range(first, last)}
        written = set()
        for step in range(first, last, 100):
            written.add(tuple(path.stat().st_mtime_ns for path in tmp_path.glob("*/data_level0*")))
            some = range(step, step + 100)
            index.add([entry(f"{n}", np.cos(angles[n]), np.sin(angles[n])) for n in some])
        index.close()
        (graph,) = tmp_path.glob("*/data_level0*")
        assert graph.stat().st_mtime_ns not in {time for times in written for time in times}
        assert len(written - {()}) == 1

    fill(0, 700, gone=0)
    fill(700, 1000, gone=50)
    index = DenseIndex.in_folder(tmp_path)
    assert index.ids() == {f"{n}" for n in range(50, 1000)}
    assert len(index.search(np.array([1, 0], dtype=np.float32), 950)) == 950
    index.close()
