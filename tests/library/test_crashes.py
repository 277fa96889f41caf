"""Whatever dies or rots, the library opens whole, and nothing is embedded twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
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


def start_indexing(library: Path, archive: Path, place: str) -> subprocess.Popen[str]:
    """Start a child that indexes; return when it has reached the place for the first time."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.library.index_in_child", library, archive, place],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == f"{place}\n"
    return child


def kill(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()
    assert child.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("place", "after_s"),
    [("embed", 0.0), ("embed", 0.15), ("lexical", 0.0), ("chroma", 0.0), ("chroma", 0.03)],
)
def test_after_a_kill_the_library_is_whole_and_the_next_run_completes_it(
    tmp_path: Path, long_archive: Path, place: str, after_s: float
) -> None:
    folder = tmp_path / "library"
    child = start_indexing(folder, long_archive, place)
    time.sleep(after_s)
    kill(child)
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


def test_a_kill_during_an_update_leaves_the_old_version_or_the_new(
    tmp_path: Path, long_archive: Path
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder()) as library:
        library.index([long_archive])
    for n in range(0, DOCUMENTS, 2):
        (long_archive / f"{n:02}.md").write_text(f"# Story {n}\n\nRewritten{n} from the start.")
    kill(start_indexing(folder, long_archive, "chroma"))
    with Library.open(folder, FakeEmbedder()) as library:
        assert_whole(library)
        assert library.counts.documents == DOCUMENTS


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path, long_archive: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder()) as library:
        child = start_indexing(folder, long_archive, "embed")
        child.send_signal(signal.SIGSTOP)
        with pytest.raises(LibraryLocked, match=f"locked by process {child.pid}"):
            library.index([long_archive])
        kill(child)
        library.index([long_archive])  # the dead one's lock is no lock
        assert_whole(library)


def test_a_second_writer_in_the_same_process_is_told_so_too(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(LibraryLocked, match=f"process {os.getpid()}"),
        writer_lock(tmp_path),
    ):
        pass


def test_a_reader_opens_while_another_process_writes(tmp_path: Path, long_archive: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, FakeEmbedder()) as library:
        library.index([long_archive])
    for n in range(DOCUMENTS):
        (long_archive / f"new{n}.md").write_text(f"# Late {n}\n\nSomething late{n} happened.")
    child = start_indexing(folder, long_archive, "embed")
    child.send_signal(signal.SIGSTOP)
    with Library.open(folder, FakeEmbedder()) as reader:
        assert len(reader.lexical_search("大会", 100)) == DOCUMENTS
    kill(child)


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
