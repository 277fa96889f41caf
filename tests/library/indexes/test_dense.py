"""Vectors in Chroma, inside this process and on a server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from rag.errors import LibraryError
from rag.library import Library
from rag.library.indexes.dense import DenseIndex
from rag.library.truth.records import VectorEntry
from tests.fakes import FakeEmbedder
from tests.library.checks import assert_whole


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


def test_a_cleared_index_takes_vectors_of_another_size(index: DenseIndex) -> None:
    index.clear()
    assert index.search(np.array([1, 0], dtype=np.float32), 5) == []
    index.add([entry("new", 1, 0, 0)])
    assert index.ids() == {"new"}


def test_more_rows_than_chroma_takes_at_once_are_all_stored(tmp_path: Path) -> None:
    index = DenseIndex.in_folder(tmp_path)
    angles = np.linspace(0, 3, 6000)
    index.add([entry(f"{n}", np.cos(angle), np.sin(angle)) for n, angle in enumerate(angles)])
    assert len(index.ids()) == 6000
    index.remove([f"{n}" for n in range(5999)])
    assert index.ids() == {"5999"}
    index.close()


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("chroma")
    server = subprocess.Popen(
        [command, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{url}/api/v2/heartbeat")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def test_a_library_on_a_chroma_server_lives_as_one_in_a_folder(
    tmp_path: Path, archive: Path, chroma_server: str
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder(), chroma_server) as library:
        library.index([archive])
        assert_whole(library)
        (archive / "raw.txt").write_text("Something else was written.")
        (archive / "2016/zh.md").unlink()
        library.index([archive])
        assert_whole(library)
    embedder = FakeEmbedder()
    with Library.open(folder, embedder, chroma_server) as library:
        assert_whole(library)
    assert embedder.embedded_passages == []
    assert not list(folder.glob("indexes/*/dense"))


def test_a_chroma_server_that_lost_its_data_gets_it_back(
    tmp_path: Path, archive: Path, chroma_server: str
) -> None:
    with Library.open(tmp_path / "library", FakeEmbedder(), chroma_server) as library:
        library.index([archive])
        name = f"citedesk-{library._store.state().library_id}"
    index = DenseIndex.on_server(chroma_server, name)
    index.clear()
    index.close()
    with Library.open(tmp_path / "library", FakeEmbedder(), chroma_server) as library:
        assert_whole(library)


def test_a_chroma_server_that_is_not_there_is_named(tmp_path: Path, archive: Path) -> None:
    with Library.open(tmp_path / "library", FakeEmbedder(), "http://127.0.0.1:9") as library:
        with pytest.raises(LibraryError, match=r"http://127\.0\.0\.1:9"):
            library.index([archive])
        assert library.counts.documents == 3
