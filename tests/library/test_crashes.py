"""Whatever dies or rots, the library opens whole, and nothing is embedded twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rag.errors import LibraryError, LibraryLocked
from rag.library import Library
from rag.library.lock import writer_lock
from tests.fakes import FakeEmbedder
from tests.library.checks import assert_whole

DOCUMENTS = 30


@pytest.fixture
def long_archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(DOCUMENTS):
        words = " ".join(f"word{n}x{i}" for i in range(40))
        (folder / f"{n:02}.md").write_text(f"# Story {n}\n\n{words}. 第{n}届大会在乌镇举行。\n")
    return folder


class Children:
    """Processes that index, one at a time (see index_in_child)."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.library.index_in_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._parent.stdin
        assert self._parent.stdout
        self._requests, self._answers = self._parent.stdin, self._parent.stdout

    def start(self, library: Path, archive: Path, place: str) -> int:
        """Start a child; return its pid when it has reached the place for the first time."""
        self._requests.write(json.dumps([str(library), str(archive), place]) + "\n")
        self._requests.flush()
        child = int(self._answers.readline())
        assert self._answers.readline() == f"{place}\n"
        return child

    def kill(self, child: int) -> None:
        with suppress(ProcessLookupError):  # it had finished
            os.kill(child, signal.SIGKILL)
        assert self._answers.readline() == "gone\n"

    def close(self) -> None:
        self._requests.close()
        self._parent.wait()
        self._answers.close()


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    children = Children()
    yield children
    children.close()


@pytest.mark.parametrize(
    ("place", "after_s"),
    [
        ("embed", 0.0),
        ("store", 0.0),
        ("store", 0.012),
        ("lexical", 0.0),
        ("lexical", 0.02),
        ("chroma", 0.0),
        ("chroma", 0.012),
        ("chroma", 0.03),
        ("chroma", 0.06),
        ("publish", 0.0),
    ],
)
def test_after_a_kill_the_library_is_whole_and_the_next_run_completes_it(
    tmp_path: Path, long_archive: Path, children: Children, place: str, after_s: float
) -> None:
    folder = tmp_path / "library"
    child = children.start(folder, long_archive, place)
    time.sleep(after_s)
    children.kill(child)
    embedder = FakeEmbedder()
    with Library.open(folder, embedder) as library:
        assert_whole(library)
        kept = library.counts
        assert embedder.embedded_passages == []
        library.index([long_archive])
        assert library.counts.documents == DOCUMENTS
        assert len(embedder.embedded_passages) == library.counts.passages - kept.passages
        assert_whole(library)
    assert len(list((folder / "indexes").iterdir())) == 1


def test_twenty_kills_at_random_moments_lose_and_double_nothing(
    tmp_path: Path, long_archive: Path, children: Children
) -> None:
    folder = tmp_path / "library"
    chance = random.Random(4)
    for n in range(20):
        for m in chance.sample(range(DOCUMENTS), 10):
            (long_archive / f"{m:02}.md").write_text(f"# Story {m}\n\nVersion {n} of story{m}.")
        (long_archive / f"{chance.randrange(DOCUMENTS):02}.md").unlink(missing_ok=True)
        child = children.start(folder, long_archive, "embed")
        time.sleep(chance.uniform(0, 0.5))
        children.kill(child)
        with Library.open(folder, FakeEmbedder()) as library:
            assert_whole(library)
    with Library.open(folder, FakeEmbedder()) as library:
        library.index([long_archive])
        assert_whole(library)
        texts = {path.name: path.read_text() for path in long_archive.iterdir()}
        stored = [library.document(summary.id) for summary in library.documents()]
        assert {document.id: document.text for document in stored if document} == texts


def test_a_kill_during_an_update_leaves_the_old_version_or_the_new(
    tmp_path: Path, long_archive: Path, children: Children
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder()) as library:
        library.index([long_archive])
    for n in range(0, DOCUMENTS, 2):
        (long_archive / f"{n:02}.md").write_text(f"# Story {n}\n\nRewritten{n} from the start.")
    children.kill(children.start(folder, long_archive, "chroma"))
    with Library.open(folder, FakeEmbedder()) as library:
        assert_whole(library)
        assert library.counts.documents == DOCUMENTS


def test_a_second_writer_is_told_who_the_first_is(
    tmp_path: Path, long_archive: Path, children: Children
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder()) as library:
        child = children.start(folder, long_archive, "embed")
        os.kill(child, signal.SIGSTOP)
        with pytest.raises(LibraryLocked, match=f"locked by process {child}"):
            library.index([long_archive])
        children.kill(child)
        library.index([long_archive])  # the dead one's lock is no lock
        assert_whole(library)


def test_a_second_writer_in_the_same_process_is_told_so_too(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(LibraryLocked, match=f"process {os.getpid()}"),
        writer_lock(tmp_path),
    ):
        pass


def test_a_reader_opens_while_another_process_writes(
    tmp_path: Path, long_archive: Path, children: Children
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder()) as library:
        library.index([long_archive])
    for n in range(DOCUMENTS):
        (long_archive / f"new{n}.md").write_text(f"# Late {n}\n\nSomething late{n} happened.")
    child = children.start(folder, long_archive, "embed")
    os.kill(child, signal.SIGSTOP)
    with Library.open(folder, FakeEmbedder()) as reader:
        assert len(reader.lexical_search("大会", 100)) == DOCUMENTS
    children.kill(child)


@pytest.mark.parametrize("damage", ["delete", "truncate", "overwrite"])
@pytest.mark.parametrize(
    "pattern",
    [
        "dense/*/data_level0.bin",
        "dense/*/index_metadata.pickle",
        "dense/chroma.sqlite3",
        "lexical/meta.json",
        "lexical/*.term",
        "lexical/*.store",
        "columns/matrix.npy",
        "columns/names.json",
    ],
)
def test_a_damaged_index_file_is_noticed_and_the_index_made_anew(
    tmp_path: Path, library: Library, pattern: str, damage: str
) -> None:
    library.close()
    (victim,) = (tmp_path / "library/indexes/000001").glob(pattern)
    if damage == "delete":
        victim.unlink()
    elif damage == "truncate":
        os.truncate(victim, victim.stat().st_size // 2)
    else:
        victim.write_bytes(os.urandom(victim.stat().st_size))
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as mended:
        assert_whole(mended)
    assert embedder.embedded_passages == []


def test_a_full_disk_is_one_sentence_and_the_old_index_answers(
    tmp_path: Path, library: Library
) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from rag.errors import LibraryError
from rag.library import Library
from tests.fakes import FakeEmbedder
from tests.library.checks import assert_whole
library = Library.open(Path(sys.argv[1]), FakeEmbedder())
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    library.index([Path(sys.argv[2])])
except LibraryError as error:
    assert error.hint and "Traceback" not in str(error), error
else:
    sys.exit("nothing failed")
assert len(library.lexical_search("Freedom House", 5)) == 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
library.index([Path(sys.argv[2])])
assert_whole(library)
"""
    big = tmp_path / "big"
    big.mkdir()
    for n in range(40):
        (big / f"{n}.txt").write_text("".join(f"Delegate{n}x{i} spoke.\n" for i in range(200)))
    library.close()
    subprocess.run([sys.executable, "-c", code, tmp_path / "library", big], check=True)


def test_an_index_that_cannot_be_made_is_an_error(tmp_path: Path, library: Library) -> None:
    library.close()
    indexes = tmp_path / "library/indexes"
    (indexes / "000001/lexical/meta.json").unlink()
    (indexes / "000002").write_text("in the way")
    with pytest.raises(LibraryError, match="could not be written"):
        Library.open(tmp_path / "library", FakeEmbedder())
