"""One writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryError, LibraryLocked


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Be the one writer of the library in `folder`.

    The operating system frees the lock when its owner dies, however it dies.

    Raises:
        LibraryLocked: another process (or thread) is writing; its pid is named.
        LibraryError: the folder cannot be written to.
    """
    pid_file = folder / "writer.pid"
    lock = FileLock(folder / "writer.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryLocked(
            f"The library {folder} is locked by process {_read_pid(pid_file)}, which is writing.",
            hint="Wait until it has finished, or stop it.",
        ) from None
    except OSError as error:
        raise _not_writable(folder, error) from error
    try:
        _write_pid(pid_file)
        yield
    finally:
        pid_file.unlink(missing_ok=True)
        lock.release()


def _write_pid(pid_file: Path) -> None:
    try:
        pid_file.write_text(f"{os.getpid()}\n")
    except OSError as error:
        raise _not_writable(pid_file.parent, error) from error


def _not_writable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The library {folder} cannot be written to: {error.strerror}.",
        hint="Check that its disk has space and that you may write there.",
    )


def _read_pid(pid_file: Path) -> str:
    try:
        return pid_file.read_text().strip() or "(unknown)"
    except FileNotFoundError:
        return "(unknown)"
