"""Opening, sharing and moving a library."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.errors import LibraryError
from rag.library import Library
from rag.library.indexes.lexical import LexicalIndex
from rag.library.intake import rebuilding
from tests.fakes import FakeEmbedder, OtherEmbedder
from tests.library.checks import assert_whole


def test_an_empty_library_finds_nothing(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with Library.open(tmp_path / "new/library", embedder) as library:
        assert library.counts == (0, 0)
        assert library.generation == 0
        assert library.documents() == []
        assert library.dense_search(embedder.embed_question("x"), 5) == []
        assert library.lexical_search("x", 5) == []


def test_a_library_opens_without_embedding(tmp_path: Path, library: Library) -> None:
    library.close()
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as again:
        assert_whole(again)
    assert embedder.embedded_passages == []


def test_looking_at_an_empty_library_imports_no_model_and_no_index(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rag.library import Library\n"
        "from tests.fakes import FakeEmbedder\n"
        "Library.open(Path(sys.argv[1]), FakeEmbedder()).documents()\n"
        "heavy = {'torch', 'chromadb', 'tantivy', 'sentence_transformers'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or None)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)


def test_passages_come_in_the_order_asked_without_unknown_ones(library: Library) -> None:
    ids = [passage_id for passage_id, _ in library.lexical_search("summit opened 乌镇 ranking", 9)]
    ids.reverse()
    assert list(library.passages([*ids, "gone#0"])) == ids


def test_a_library_of_another_embedder_is_refused_with_the_remedy(
    tmp_path: Path, library: Library
) -> None:
    library.close()
    with pytest.raises(LibraryError, match=r"fake-32.*other-16") as caught:
        Library.open(tmp_path / "library", OtherEmbedder())
    assert "citedesk index --rebuild" in caught.value.hint


def test_a_library_moves_to_another_embedder_without_its_files(
    tmp_path: Path, library: Library, archive: Path
) -> None:
    library.close()
    shutil.rmtree(archive)
    embedder = OtherEmbedder()
    with Library.open_anew(tmp_path / "library", embedder) as moved:
        assert len(embedder.embedded_passages) == moved.counts.passages > 0
        found = moved.dense_search(embedder.embed_question("Lu Wei speech"), 10)
        assert len(found) == moved.counts.passages
    Library.open(tmp_path / "library", OtherEmbedder()).close()


def test_another_passage_size_is_refused_and_made_anew_when_asked(
    tmp_path: Path, library: Library
) -> None:
    before = library.counts.passages
    library.close()
    with pytest.raises(LibraryError, match=r"passages of 180 tokens.* 5 tokens"):
        Library.open(tmp_path / "library", FakeEmbedder(), passage_tokens=5)
    with Library.open_anew(tmp_path / "library", FakeEmbedder(), passage_tokens=5) as smaller:
        assert smaller.counts.passages > before
        assert_whole(smaller)


class BreaksOff(OtherEmbedder):
    """Embeds one call's texts, then the power fails."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.embedded_passages:
            raise KeyboardInterrupt
        return super().embed_passages(texts)


def test_a_move_that_broke_off_leaves_the_old_library_and_goes_on_where_it_stopped(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_TEXTS_A_CALL", 1)
    library.close()
    with pytest.raises(KeyboardInterrupt):
        Library.open_anew(tmp_path / "library", BreaksOff())
    with Library.open(tmp_path / "library", FakeEmbedder()) as old:
        assert_whole(old)
    embedder = OtherEmbedder()
    with Library.open_anew(tmp_path / "library", embedder) as moved:
        assert 0 < len(embedder.embedded_passages) < moved.counts.passages


def test_a_move_that_fails_at_its_end_leaves_the_old_library(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(index: LexicalIndex, entries: object) -> None:
        raise KeyboardInterrupt

    library.close()
    with monkeypatch.context() as patch:
        patch.setattr(LexicalIndex, "add", fail)
        with pytest.raises(KeyboardInterrupt):
            Library.open_anew(tmp_path / "library", OtherEmbedder())
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as old:
        assert_whole(old)
    assert embedder.embedded_passages == []


def test_a_reader_follows_what_another_writer_publishes(
    tmp_path: Path, library: Library, archive: Path
) -> None:
    with Library.open(tmp_path / "library", FakeEmbedder()) as reader:
        assert reader.lexical_search("Tim Cook", 5) == []
        (archive / "new.md").write_text("Tim Cook spoke.")
        (archive / "raw.txt").unlink()
        library.index([archive])
        assert reader.generation == library.generation
        assert len(reader.lexical_search("Tim Cook", 5)) == 1
        assert_whole(reader)


def test_many_threads_may_search_while_one_indexes(library: Library, archive: Path) -> None:
    def search(n: int) -> None:
        embedder = FakeEmbedder()
        hits = library.dense_search(embedder.embed_question(f"summit {n}"), 5)
        hits += library.lexical_search("summit speech 乌镇", 5)
        for passage, document in library.passages([i for i, _ in hits]).values():
            assert document.text[passage.start : passage.end] == passage.text

    with ThreadPoolExecutor(8) as pool:
        searches = [pool.submit(search, n) for n in range(200)]
        for n in range(3):
            (archive / "raw.txt").write_text(f"Version {n} of the summit story.\n" * (n + 1))
            library.index([archive])
        for done in searches:
            done.result()
    assert_whole(library)


def test_a_library_file_that_is_none_is_named(tmp_path: Path, embedder: FakeEmbedder) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryError, match=r"library\.sqlite3"):
        Library.open(tmp_path, embedder)


def test_a_library_of_another_format_is_refused(tmp_path: Path, library: Library) -> None:
    library.close()
    with sqlite3.connect(tmp_path / "library/library.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryError, match="format 99"):
        Library.open(tmp_path / "library", FakeEmbedder())


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, embedder: FakeEmbedder) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be made"):
        Library.open(tmp_path / "file/library", embedder)
