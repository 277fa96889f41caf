"""A library whose vectors are on a Chroma server, which is real, and is killed for real."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from chromadb import HttpClient
from chromadb.api import ClientAPI
from chromadb.config import Settings

from rag.errors import ConfigError, DenseIndexAway
from rag.library import Library
from rag.library.indexes import building, served, server
from rag.library.lock import writer_lock
from tests.chroma_process import ChromaProcess
from tests.fakes import FakeEmbedder, FakeLLMEndpoint
from tests.library.checks import assert_whole, passage_ids

INDEX_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from rag.library import Library
from tests.fakes import FakeEmbedder
library, archive, url = sys.argv[1:]
with Library.open(Path(library), FakeEmbedder(), url) as library:
    library.index([Path(archive)])
"""


class OtherEmbedder(FakeEmbedder):
    id = "fake-16"
    dimensions = 16


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """One server for all tests."""
    with ChromaProcess(tmp_path_factory.mktemp("chroma")) as chroma:
        yield chroma


@pytest.fixture
def chroma(running: ChromaProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChromaProcess]:
    """A server to kill; after it was away, it is asked again at once."""
    monkeypatch.setattr(served, "RETRY_SECONDS", 0)
    yield running
    running.start()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def collections(chroma: ChromaProcess, library: Library) -> dict[str, int]:
    """The vectors in each of the library's collections."""
    library_id = library._store.state().library_id
    found = [c for c in _client(chroma).list_collections() if library_id in c.name]
    return {collection.name: collection.count() for collection in found}


def _client(chroma: ChromaProcess) -> ClientAPI:
    return HttpClient(chroma.url, settings=Settings(anonymized_telemetry=False))


def assert_by_words_alone(library: Library, url: str) -> None:
    assert library.lexical_search("summit", 5)
    with pytest.raises(DenseIndexAway) as caught:
        library.dense_search(FakeEmbedder().embed_question("summit"), 5)
    assert url in caught.value.message
    assert caught.value.hint


def wait_for_vectors(library: Library) -> None:
    """Ask until the server has been filled again."""
    for _ in range(500):
        with suppress(DenseIndexAway):
            passage_ids(library)
            return
        time.sleep(0.02)
    pytest.fail("The vectors did not come back.")


def test_a_library_on_a_server_lives_as_one_in_a_folder(
    folder: Path, archive: Path, running: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), running.url) as library:
        library.index([archive])
        assert_whole(library)
        (archive / "raw.txt").write_text("Something else was written.")
        (archive / "2016/zh.md").unlink()
        library.index([archive])
        assert_whole(library)
        library.remove("2014/opening.md")
        assert_whole(library)
        assert list(collections(running, library).values()) == [library.counts.passages]
    embedder = FakeEmbedder()
    with Library.open(folder, embedder, running.url) as library:
        assert_whole(library)
    assert embedder.embedded_passages == []
    assert not list(folder.glob("indexes/*/dense"))


def test_another_embedder_gets_a_new_collection_and_the_old_one_is_swept(
    folder: Path, archive: Path, running: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), running.url) as library:
        library.index([archive])
        before = collections(running, library)
    with Library.open_anew(folder, OtherEmbedder(), running.url) as library:
        after = collections(running, library)
        vector = OtherEmbedder().embed_question("summit")
        assert len(library.dense_search(vector, 50)) == library.counts.passages
    assert len(before) == len(after) == 1
    assert not before.keys() & after.keys()


def test_a_move_to_another_embedder_without_the_server_leaves_the_old_library(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
    chroma.kill()
    with pytest.raises(DenseIndexAway):
        Library.open_anew(folder, OtherEmbedder(), chroma.url)
    chroma.start()
    embedder = FakeEmbedder()
    with Library.open(folder, embedder, chroma.url) as library:
        assert_whole(library)
    assert embedder.embedded_passages == []


def test_what_another_process_indexes_is_found_without_a_restart(
    folder: Path, archive: Path, running: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), running.url) as reader:
        reader.index([archive])
        (archive / "new.md").write_text("Tim Cook spoke.")
        (archive / "raw.txt").unlink()
        script = [sys.executable, "-c", INDEX_IN_ANOTHER_PROCESS]
        subprocess.run([*script, folder, archive, running.url], check=True)
        assert_whole(reader)
        (found, _), *_ = reader.dense_search(FakeEmbedder().embed_question("Tim Cook spoke"), 1)
        assert reader.passages([found])[found][1].id == "new.md"


def test_two_libraries_on_one_server_do_not_mix(
    tmp_path: Path, archive: Path, running: ChromaProcess
) -> None:
    with (
        Library.open(tmp_path / "one", FakeEmbedder(), running.url) as one,
        Library.open(tmp_path / "other", OtherEmbedder(), running.url) as other,
    ):
        one.index([archive])
        other.index([archive / "raw.txt"])
        assert len(passage_ids(one)) == one.counts.passages > other.counts.passages
        vector = OtherEmbedder().embed_question("ranking")
        assert len(other.dense_search(vector, 50)) == other.counts.passages
        other.remove("raw.txt")
        assert_whole(one)


def test_a_library_opens_without_its_server_and_follows_when_it_comes(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
    chroma.kill()
    embedder = FakeEmbedder()
    with Library.open(folder, embedder, chroma.url) as library:
        assert_by_words_alone(library, chroma.url)
        chroma.start()
        assert_whole(library)
    assert embedder.embedded_passages == []


def test_a_server_that_is_killed_and_comes_back_is_searched_again(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
        assert_whole(library)
        chroma.kill()
        assert_by_words_alone(library, chroma.url)
        chroma.start()
        assert_whole(library)


def test_a_server_that_comes_back_empty_is_filled_without_embedding(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    embedder = FakeEmbedder()
    with Library.open(folder, embedder, chroma.url) as library:
        library.index([archive])
        embedder.embedded_passages.clear()
        chroma.kill()
        shutil.rmtree(chroma.folder)
        chroma.start()
        assert_by_words_alone(library, chroma.url)
        wait_for_vectors(library)
        assert_whole(library)
    assert embedder.embedded_passages == []


def test_a_server_that_was_emptied_is_filled_when_the_library_is_opened(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
    chroma.kill()
    shutil.rmtree(chroma.folder)
    chroma.start()
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        assert_whole(library)


def test_a_library_that_is_closed_while_its_server_is_filled_ends_and_goes_on_later(
    folder: Path, archive: Path, chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
        for name in collections(chroma, library):
            _client(chroma).delete_collection(name)
        monkeypatch.setattr(building, "_ENTRIES_A_STEP", 1)
        for _ in range(2):
            assert_by_words_alone(library, chroma.url)
    assert not [thread for thread in threading.enumerate() if thread.name == "fill-chroma"]
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        assert_whole(library)


def test_what_is_indexed_without_the_server_is_stored_and_gets_there_later(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    chroma.kill()
    embedder = FakeEmbedder()
    with Library.open(folder, embedder, chroma.url) as library:
        with pytest.raises(DenseIndexAway, match=chroma.url) as caught:
            library.index([archive])
        assert "Nothing is lost" in caught.value.hint
        assert library.counts.documents == 3
        assert_by_words_alone(library, chroma.url)
        embedder.embedded_passages.clear()
        chroma.start()
        library.index([archive])
        wait_for_vectors(library)
        assert_whole(library)
    assert embedder.embedded_passages == []


def test_who_opens_during_an_update_searches_by_words_until_it_has_ended(
    folder: Path, archive: Path, chroma: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
        some = sorted(library._store.vector_ids())[:2]
        with writer_lock(folder):
            writing = library._indexes._served.to_write(1)  # type: ignore[union-attr]
            writing.remove(some)
            with Library.open(folder, FakeEmbedder(), chroma.url) as reader:
                assert_by_words_alone(reader, chroma.url)
                writing.add(library._store.vector_entries(some))
                writing.close()
                assert_whole(reader)


def test_a_library_moves_to_a_server_and_back(
    folder: Path, archive: Path, running: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder()) as library:
        library.index([archive])
    embedder = FakeEmbedder()
    for url in (running.url, None, running.url):
        with Library.open(folder, embedder, url) as library:
            assert_whole(library)
    assert embedder.embedded_passages == []


def test_a_repair_fills_a_new_collection(
    folder: Path, archive: Path, running: ChromaProcess
) -> None:
    with Library.open(folder, FakeEmbedder(), running.url) as library:
        library.index([archive])
        before = collections(running, library)
        library.repair()
        assert_whole(library)
        after = collections(running, library)
    assert len(after) == 1
    assert not before.keys() & after.keys()


def test_nobody_waits_long_for_a_server_that_does_not_answer(
    folder: Path, archive: Path, chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
    monkeypatch.setattr(server, "CONNECT_SECONDS", 0.1)
    chroma.freeze()
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        assert_by_words_alone(library, chroma.url)
    chroma.kill()


def test_a_server_that_is_away_is_not_asked_at_every_question_but_at_every_change(
    folder: Path, archive: Path, chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder, FakeEmbedder(), chroma.url) as library:
        library.index([archive])
        monkeypatch.setattr(served, "RETRY_SECONDS", 3600)
        chroma.kill()
        assert_by_words_alone(library, chroma.url)
        chroma.start()
        assert_by_words_alone(library, chroma.url)
        (archive / "new.md").write_text("Tim Cook spoke.")
        library.index([archive])
        assert_whole(library)


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8000",
        "localhost:8000",
        "ftp://127.0.0.1:8000",
        "http://",
        "http://127.0.0.1:chroma",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:8000/chroma",
        "http://127.0.0.1:8000?tenant=ours",
        "http://me:secret@127.0.0.1:8000",
    ],
)
def test_an_address_that_cannot_be_one_is_a_bad_setting(folder: Path, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Library.open(folder, FakeEmbedder(), url)
    assert url in caught.value.message


def test_what_is_no_chroma_server_is_said_to_be_none(folder: Path, archive: Path) -> None:
    with FakeLLMEndpoint() as endpoint:
        url = endpoint.url.removesuffix("/v1")
        with Library.open(folder, FakeEmbedder(), url) as library:
            with pytest.raises(DenseIndexAway, match="is not Chroma"):
                library.index([archive])
            assert library.lexical_search("summit", 5)


def test_https_to_a_server_that_does_not_speak_it_is_explained(
    folder: Path, archive: Path, running: ChromaProcess
) -> None:
    url = running.url.replace("http", "https")
    with (
        Library.open(folder, FakeEmbedder(), url) as library,
        pytest.raises(DenseIndexAway, match=f"{url} cannot be searched: .*SSL"),
    ):
        library.index([archive])
