"""Files with many documents, files that harm their reader, and files that only look the same."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from rag.config import load_settings
from rag.errors import UnreadableFile
from rag.factory import build_library
from rag.library import IndexReport, Library
from rag.library.intake import indexing
from rag.library.intake.checking import read_ahead
from rag.reading.process import ReadingProcess
from tests.fakes import FakeEmbedder, FakeTesseract
from tests.library.checks import assert_whole
from tests.reading.formats.pdfs import scan_of

if TYPE_CHECKING:
    from rag.models.embedder import SentenceEmbedder


def statuses(report: IndexReport) -> dict[str, str]:
    return {Path(outcome.name).name: outcome.status for outcome in report.outcomes}


def write_zip(path: Path, members: Mapping[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


STORIES = {f"story{n}.txt": f"Delegate{n} of country{n} spoke in Wuzhen.\n" for n in range(6)}


@pytest.fixture
def empty_library(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library.open(tmp_path / "library", embedder) as library:
        yield library


def test_an_archive_s_documents_come_change_and_go_one_by_one(
    tmp_path: Path, empty_library: Library, embedder: FakeEmbedder
) -> None:
    bundle = tmp_path / "bundle.zip"
    write_zip(bundle, {**STORIES, "photo.png": b"\x89PNG\r\n\x1a\n"})
    report = empty_library.index([bundle])
    assert statuses(report) == {"photo.png": "skipped", "bundle.zip": "added"}
    assert [d.id for d in empty_library.documents()] == [f"bundle.zip/{name}" for name in STORIES]
    assert {d.path for d in empty_library.documents()} == {str(bundle)}
    assert statuses(empty_library.index([bundle])) == {"bundle.zip": "unchanged"}
    embedder.embedded_passages.clear()
    changed = {**STORIES, "story1.txt": "Google attended.", "story6.txt": "Late news came."}
    del changed["story2.txt"]
    write_zip(bundle, changed)
    assert statuses(empty_library.index([bundle])) == {"bundle.zip": "updated"}
    assert len(embedder.embedded_passages) == 2
    assert empty_library.document("bundle.zip/story2.txt") is None
    assert_whole(empty_library)
    bundle.unlink()
    assert statuses(empty_library.index([bundle])) == {"bundle.zip": "removed"}
    assert empty_library.counts == (0, 0)
    assert_whole(empty_library)


def test_a_document_of_an_archive_may_be_removed_by_hand_and_readmitted(
    tmp_path: Path, empty_library: Library
) -> None:
    write_zip(tmp_path / "bundle.zip", STORIES)
    empty_library.index([tmp_path / "bundle.zip"])
    empty_library.remove("bundle.zip/story3.txt")
    empty_library.index([tmp_path / "bundle.zip"])
    assert empty_library.counts.documents == 5
    empty_library.readmit("bundle.zip/story3.txt")
    empty_library.index([tmp_path / "bundle.zip"])
    assert empty_library.counts.documents == 6
    assert_whole(empty_library)


def test_whoever_is_stopped_in_an_archive_goes_on_in_it(
    tmp_path: Path, empty_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stops(FakeEmbedder):
        def embed_passages(self, texts):  # type: ignore[no-untyped-def]
            if len(self.embedded_passages) >= 3:
                raise KeyboardInterrupt
            return super().embed_passages(texts)

    monkeypatch.setattr(indexing, "_TEXTS_A_CALL", 1)
    write_zip(tmp_path / "bundle.zip", STORIES)
    with Library.open(tmp_path / "library", Stops()) as stopped, pytest.raises(KeyboardInterrupt):
        stopped.index([tmp_path / "bundle.zip"])
    assert empty_library.counts.documents == 3
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as library:
        assert_whole(library)
        library.index([tmp_path / "bundle.zip"])
        assert library.counts.documents == 6
        assert len(embedder.embedded_passages) == 3
        assert_whole(library)


def test_a_file_that_was_put_back_with_its_times_is_seen_to_have_changed(
    tmp_path: Path, empty_library: Library
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The first version.")
    os.utime(file, (1e9, 1e9))
    time.sleep(2.1)  # what is older than a tick of the coarsest clock is not read to be checked
    empty_library.index([file])
    (entry,) = empty_library.files
    assert entry.stat
    file.write_text("The other version.")
    os.utime(file, (1e9, 1e9))
    assert statuses(empty_library.index([file])) == {"note.txt": "updated"}


def test_a_file_that_has_not_changed_is_not_even_opened(
    tmp_path: Path, empty_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The first version.")
    monkeypatch.setattr("rag.library.intake.planning._TICK_NS", 0)
    empty_library.index([file])

    def fail(path: Path) -> str:
        raise AssertionError(path)

    monkeypatch.setattr("rag.library.intake.checking.content_hash", fail)
    assert statuses(empty_library.index([file])) == {"note.txt": "unchanged"}


HARMFUL = """
import os, signal, sys, time
from pathlib import Path
from rag.reading import reader

read = reader.read_documents

def harmful(path, *rest):
    for item in read(path, *rest):
        if path.name == "hangs.txt":
            while True:
                pass
        if path.name == "crashes.txt":
            os.kill(os.getpid(), signal.SIGSEGV)
        if path.name == "eats.txt":
            bytearray(1 << 36)
        if path.name == "breaks.txt":
            raise TypeError("a bug")
        print("noise on stdout")
        yield item

if "rag.reading.worker" in sys.orig_argv:
    reader.read_documents = harmful
"""


@pytest.fixture
def harmful_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(HARMFUL)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setattr(indexing, "ReadingProcess", partial(ReadingProcess, max_seconds=1.0))


@pytest.mark.usefixtures("harmful_reading")
def test_a_file_that_harms_its_reader_fails_and_the_others_are_indexed(
    tmp_path: Path, empty_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = {
        "breaks.txt": "its reader broke: TypeError: a bug",
        "crashes.txt": "its reader crashed",
        "eats.txt": "more memory than reading may take",
        "hangs.txt": "it took longer than 1 s",
    }
    folder = tmp_path / "archive"
    folder.mkdir()
    for name in [*reasons, "a.txt", "d.txt", "z.txt"]:
        (folder / name).write_text(f"Words of {name} in Wuzhen.")
    failed = {
        Path(o.name).name: o.reason for o in empty_library.index([folder]).with_status("failed")
    }
    assert failed.keys() == reasons.keys()
    for name, reason in reasons.items():
        assert reason in failed[name]
    assert [document.id for document in empty_library.documents()] == ["a.txt", "d.txt", "z.txt"]
    assert_whole(empty_library)
    # The same bytes would end the reader again: they are not tried.
    monkeypatch.setattr(ReadingProcess, "read", None)
    assert len(empty_library.index([folder]).with_status("failed")) == 4


def test_a_scan_that_could_not_be_read_is_indexed_once_ocr_is_set(
    tmp_path: Path, embedder: FakeEmbedder, fake_tesseract: FakeTesseract
) -> None:
    fake_tesseract("cat >/dev/null; echo Delegates met in Wuzhen.")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scan_of([(40, 60)]))
    found = {}
    for ocr in (False, True):
        settings = load_settings(library=tmp_path / "library", reading={"ocr": ocr})
        with build_library(settings, cast("SentenceEmbedder", embedder)) as library:
            found[ocr] = statuses(library.index([scan])), [d.id for d in library.documents()]
    assert found[False] == ({"scan.pdf": "failed"}, [])
    assert found[True] == ({"scan.pdf": "added"}, ["scan.pdf"])


def test_reading_does_not_run_a_script_that_indexes_at_its_top_level_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "note.txt").write_text("A note from Wuzhen.")
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the archive was run')")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from rag.library import Library\n"
        "from tests.fakes import FakeEmbedder\n"
        "print('started')\n"
        "library = Library.open(Path('library'), FakeEmbedder())\n"
        "print(library.index([Path('note.txt')]).outcomes[0].status)\n"
    )
    shown = subprocess.run(
        [sys.executable, "-P", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.stdout.split() == ["started", "added"], shown.stderr


def test_what_is_read_ahead_is_bounded_ordered_and_ends_when_nobody_listens() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for n in range(100):
            made.append(n)
            yield n

    ahead = read_ahead(numbers(), 3)
    assert [next(ahead) for _ in range(5)] == [0, 1, 2, 3, 4]
    time.sleep(0.05)
    assert len(made) <= 5 + 3 + 2
    ahead.close()
    for thread in threading.enumerate():
        if thread.name.startswith("reading"):
            thread.join(5)
            assert not thread.is_alive()


def test_what_goes_wrong_while_reading_ahead_is_raised_to_the_listener() -> None:
    def fails() -> Iterator[int]:
        yield 1
        raise UnreadableFile("broken")

    ahead = read_ahead(fails(), 3)
    assert next(ahead) == 1
    with pytest.raises(UnreadableFile, match="broken"):
        next(ahead)
