"""Files are read in a process that may hang, crash or fill its memory without harm to ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from pydantic import TypeAdapter

import rag
from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading.source import UnreadPart

MAX_SECONDS = 60.0
"""Longest time that the reading of one document may take."""
MAX_BYTES = 2 << 30
"""Most memory that the reading of one file may take, where the system can limit it."""


class ReaderBroke(UnreadableFile):
    """The process that read a file ended: the same bytes would end it again."""


class ReadingProcess:
    """Reads one file after the other in a process that is started when first needed.

    It is a program of its own, not a `multiprocessing` child: nothing of ours is imported or run a
    second time in it, and nothing is shared.
    """

    def __init__(
        self, max_seconds: float = MAX_SECONDS, max_bytes: int = MAX_BYTES, *, ocr: bool = False
    ) -> None:
        """`ocr`: pages that are images are read by tesseract, with a time limit of its own."""
        self._max_seconds = max_seconds
        self._max_bytes = max_bytes
        self._options = ["ocr"] if ocr else []
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, document_id: str) -> Iterator[Document | UnreadPart]:
        """As `read_documents`: each document comes as soon as it is read.

        Raises:
            UnreadableFile: as `read_documents` does.
            ReaderBroke: reading took too long or too much memory, or crashed.
        """
        process = self._running()
        requests, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        requests.write(json.dumps([str(path), document_id]).encode() + b"\n")
        requests.flush()
        for line in answers:
            key, _, value = line.rstrip()[:-1].partition(b": ")
            if key == b'{"document"':
                item: Document | UnreadPart = _DOCUMENT.validate_json(value)
            elif key == b'{"unread"':
                item = UnreadPart(*json.loads(value))
            elif key == b'{"unreadable"':
                raise UnreadableFile(json.loads(value))
            elif key == b'{"broken"':
                self.close()
                raise ReaderBroke(f"{path} cannot be read: {json.loads(value)}")
            else:
                return
            try:
                yield item
            except GeneratorExit:
                # The rest of the answer is not that of the next request.
                self.close()
                raise
        raise ReaderBroke(f"{path} cannot be read: {self._cause_of_death(process)}")

    def close(self) -> None:
        """End the process, whatever it is doing, from any thread."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):  # what the dead one has not taken
                        pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # -P: a folder of documents that we happen to stand in may hold a json.py.
            command = [sys.executable, "-P", "-m", "rag.reading.worker"]
            home = str(Path(rag.__file__).parents[1])
            path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))
            self._process = subprocess.Popen(
                [*command, str(self._max_seconds), str(self._max_bytes), *self._options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process

    def _cause_of_death(self, process: subprocess.Popen[bytes]) -> str:
        status = process.wait()
        self.close()
        # The worker's own clock ends it with 1; so the system ends it on Windows, too.
        if status == 1:
            return f"it took longer than {self._max_seconds:g} s."
        return f"its reader crashed (exit status {status})."

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)
