"""A library whose vectors are on a real Chroma server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rag.library import Library
from tests.chroma_process import ChromaProcess
from tests.fakes import FakeEmbedder, OtherEmbedder
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
        assert list(running.collections(library._store.state().library_id).values()) == [
            library.counts.passages
        ]
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
        before = running.collections(library._store.state().library_id)
    with Library.open_anew(folder, OtherEmbedder(), running.url) as library:
        after = running.collections(library._store.state().library_id)
        vector = OtherEmbedder().embed_question("summit")
        assert len(library.dense_search(vector, 50)) == library.counts.passages
    assert len(before) == len(after) == 1
    assert not before.keys() & after.keys()


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
        before = running.collections(library._store.state().library_id)
        library.repair()
        assert_whole(library)
        after = running.collections(library._store.state().library_id)
    assert len(after) == 1
    assert not before.keys() & after.keys()
