"""A library whose Chroma server is killed, emptied, frozen or late, for real."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from rag.errors import DenseIndexAway
from rag.library import Library
from rag.library.indexes import building, served, server
from rag.library.lock import writer_lock
from tests.chroma_process import ChromaProcess
from tests.fakes import FakeEmbedder, OtherEmbedder
from tests.library.checks import assert_whole, passage_ids


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
        for name in chroma.collections(library._store.state().library_id):
            chroma.client().delete_collection(name)
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
