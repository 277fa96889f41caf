"""A library as one file: all that cannot be made again. Its indexes are made when it is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from rag.errors import LibraryError
from rag.library.lock import writer_lock
from rag.library.truth.database import Database


def save_backup(database: Database, target: Path) -> None:
    """Copy the library to `target`, whole or not at all, while others may use it.

    Raises:
        LibraryError: it cannot be written; what was at `target` before is still there.
    """
    with _whole_or_not_at_all(target) as partial:
        database.backup(partial)


def restore_backup(backup: Path, folder: Path, file_name: str) -> None:
    """Make a library of a backup in `folder`, which holds none yet.

    It gets an id of its own: on one Chroma server, it and the one it was made of are two.

    Raises:
        LibraryError: `backup` is none or is damaged, or there is a library already.
        LibraryLocked: another process is writing there.
    """
    if not backup.is_file():
        raise LibraryError(f"There is no backup {backup}.", hint="Check the file's name.")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / file_name
    with writer_lock(folder):
        if target.exists():
            raise LibraryError(
                f"There is a library in {folder} already.",
                hint="Name another folder with --library, or move that one away.",
            )
        with _whole_or_not_at_all(target) as partial:
            _copy(backup, partial)


def _copy(backup: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            ((version,),) = source.execute("PRAGMA user_version")
            if version == 0:
                raise LibraryError(f"{backup} is no backup of a library.")
            source.backup(copy)
    except sqlite3.DatabaseError as error:
        raise LibraryError(f"{backup} is no backup of a library: {error}.") from error
    with closing(Database(target)) as database:
        database.check()
        with database.transaction() as connection:
            connection.execute(
                "UPDATE state SET build = NULL, library_id = lower(hex(randomblob(16)))"
            )


@contextmanager
def _whole_or_not_at_all(target: Path) -> Iterator[Path]:
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        yield partial
        partial.replace(target)
    except OSError as error:
        raise LibraryError(
            f"{target} cannot be written: {error.strerror}.",
            hint="Check its folder, and that the disk has space.",
        ) from error
    finally:
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{partial}{end}").unlink()
