from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from unittest.mock import Mock

import pytest

from rag.errors import CitedeskError, LibraryError, LibraryLocked
from rag.library import IndexProgress, IndexReport, Library
from rag.library.lock import writer_lock
from rag.watching import FolderWatch, watched
from tests.fakes import FakeEmbedder

QUIET_S = 0.2
ENGLISH = "The summit opened in Wuzhen.\n"
CHINESE = "大会在乌镇开幕。\n"


class Notes:
    """What a watch tells, to be waited for."""

    def __init__(self) -> None:
        self._told: queue.Queue[IndexReport | CitedeskError] = queue.Queue()

    def indexing(self) -> AbstractContextManager[IndexProgress]:
        return nullcontext(Mock())

    def indexed(self, report: IndexReport) -> None:
        self._told.put(report)

    def waiting(self, reason: LibraryLocked) -> None:
        self._told.put(reason)

    def failed(self, error: CitedeskError) -> None:
        self._told.put(error)

    def next(self) -> dict[str, list[str]]:
        """The names in the next report, by status."""
        report = self._told.get(timeout=20)
        assert isinstance(report, IndexReport), report
        found: dict[str, list[str]] = {}
        for outcome in report.outcomes:
            found.setdefault(outcome.status, []).append(outcome.name)
        return found

    def next_error(self) -> CitedeskError:
        error = self._told.get(timeout=20)
        assert isinstance(error, CitedeskError), error
        return error

    def is_silent_for(self, seconds: float) -> bool:
        try:
            self._told.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "one.txt").write_text(ENGLISH)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        yield library


@pytest.fixture
def notes() -> Notes:
    return Notes()


@contextmanager
def watching(library: Library, notes: Notes, *roots: Path) -> Iterator[None]:
    watch = FolderWatch(library, roots, notes, QUIET_S)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield
    finally:
        watch.stop()
        thread.join(20)
        assert not thread.is_alive()


def test_what_comes_changes_and_goes_is_indexed(
    library: Library, notes: Notes, archive: Path
) -> None:
    with watching(library, notes, archive):
        assert notes.next() == {"added": ["one.txt"]}
        (archive / "new").mkdir()
        (archive / "new/大会.txt").write_text(CHINESE)
        assert notes.next() == {"added": ["new/大会.txt"], "unchanged": ["one.txt"]}
        (archive / "one.txt").write_text("Nobody signed the declaration.\n")
        assert notes.next()["updated"] == ["one.txt"]
        (archive / "one.txt").unlink()
        assert notes.next()["removed"] == ["one.txt"]
    assert [summary.id for summary in library.documents()] == ["new/大会.txt"]


def test_indexing_is_no_change_and_neither_are_hidden_files_and_the_librarys_own(
    tmp_path: Path, notes: Notes
) -> None:
    (tmp_path / "one.txt").write_text(ENGLISH)
    with (
        Library.open(tmp_path / "library", FakeEmbedder()) as library,
        watching(library, notes, tmp_path),
    ):
        assert "one.txt" in notes.next()["added"]
        (tmp_path / ".swap").write_text("x")
        assert notes.is_silent_for(6 * QUIET_S)


def test_a_file_that_is_still_being_written_is_not_read_half(
    library: Library, notes: Notes, archive: Path
) -> None:
    with watching(library, notes, archive):
        notes.next()
        with (archive / "long.txt").open("w") as file:
            for number in range(12):
                file.write(f"Sentence number {number} of the long text stands here.\n")
                file.flush()
                time.sleep(QUIET_S / 2)
        assert notes.next()["added"] == ["long.txt"]
    document = library.document("long.txt")
    assert document
    assert "number 11" in document.text
    assert library.generation == 2


def test_a_file_by_itself_is_watched_also_when_an_editor_replaces_it(
    library: Library, notes: Notes, archive: Path
) -> None:
    note = archive / "one.txt"
    with watching(library, notes, note):
        assert notes.next() == {"added": ["one.txt"]}
        for text in ("The first new text.\n", "The second new text.\n"):
            (archive / "one.tmp").write_text(text)
            (archive / "one.tmp").replace(note)
            while "updated" not in notes.next():
                pass
            document = library.document("one.txt")
            assert document
            assert document.text == text


def test_a_folder_that_is_not_there_is_awaited(
    library: Library, notes: Notes, tmp_path: Path
) -> None:
    late = tmp_path / "late"
    with watching(library, notes, late):
        assert "failed" in notes.next()
        late.mkdir()
        (late / "one.txt").write_text(ENGLISH)
        while "added" not in notes.next():
            pass
    assert library.counts.documents == 1


def test_another_writer_is_waited_for_and_named_once(
    library: Library, notes: Notes, archive: Path
) -> None:
    with writer_lock(library.path), watching(library, notes, archive):
        assert isinstance(notes.next_error(), LibraryLocked)
        assert notes.is_silent_for(1.5)
    assert library.counts.documents == 0
    with watching(library, notes, archive):
        assert notes.next() == {"added": ["one.txt"]}


def test_a_failure_is_told_and_the_next_change_is_indexed(
    library: Library, notes: Notes, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = library.index
    failures = [LibraryError("The disk is full.")]

    def failing_once(*arguments: object) -> IndexReport:
        if failures:
            raise failures.pop()
        return index(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "index", failing_once)
    with watching(library, notes, archive):
        assert notes.next_error().message == "The disk is full."
        (archive / "two.txt").write_text(CHINESE)
        assert notes.next() == {"added": ["one.txt", "two.txt"]}


@pytest.mark.parametrize("fault", [ZeroDivisionError("x"), LibraryError("The disk is full.")])
def test_no_fault_of_the_watch_harms_who_started_it(
    library: Library,
    notes: Notes,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    library.index([archive])
    monkeypatch.setattr(library, "index", Mock(side_effect=fault))
    with watched(library, notes, QUIET_S):
        assert notes.next_error().message
        assert library.counts.documents == 1


def test_a_watch_beside_the_chat_follows_what_was_indexed_and_ends_with_it(
    library: Library, notes: Notes, archive: Path
) -> None:
    library.index([archive])
    before = threading.active_count()
    with watched(library, notes, QUIET_S):
        assert notes.next() == {"unchanged": ["one.txt"]}
        (archive / "two.txt").write_text(CHINESE)
        assert notes.next()["added"] == ["two.txt"]
    assert threading.active_count() == before
    (archive / "three.txt").write_text(ENGLISH)
    assert notes.is_silent_for(3 * QUIET_S)


def test_stopping_breaks_indexing_off_between_documents(
    library: Library, notes: Notes, archive: Path
) -> None:
    for number in range(300):
        (archive / f"{number:03}.txt").write_text(f"Text number {number} speaks of Wuzhen.\n")
    watch = FolderWatch(library, [archive], notes, QUIET_S)
    thread = threading.Thread(target=watch.run)
    thread.start()
    wait_until(lambda: library.counts.documents > 0)
    watch.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert 0 < library.counts.documents < 301
    assert notes.is_silent_for(QUIET_S)
    library.index([archive])
    assert library.counts.documents == 301


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
