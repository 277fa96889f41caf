"""Reads files in a process of its own, which `rag.reading.process` starts and may lose.

A request is a line on stdin: a JSON list of the file's path and its document's id. The answer is
lines on stdout, each a JSON object with one key: "document" and "unread" as they are read, then
"read", "unreadable" (a message) or "broken" (a message; the process ends).
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading.ocr import recognize
from rag.reading.reader import read_documents
from rag.reading.source import Recognizer


def main(seconds: float, max_bytes: int, ocr: bool) -> None:
    """Serve until stdin ends. A document that takes longer than `seconds` ends the process."""
    _limit_memory(max_bytes)
    recognizer = _beside_the_clock(seconds) if ocr else None
    # Whatever a library prints is no answer.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        for request in sys.stdin.buffer:
            path, document_id = json.loads(request)
            messages = _messages(Path(path), document_id, recognizer)
            while message := _next_within(seconds, messages):
                answers.write(message + b"\n")
                answers.flush()


def _next_within(seconds: float, messages: Iterator[bytes]) -> bytes | None:
    # The one clock that also runs while C code does not let go of the interpreter. It ends this
    # process even where the one that started it is dead.
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        return next(messages, None)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _beside_the_clock(seconds: float) -> Recognizer:
    """OCR, which has a time limit of its own for each page."""

    def recognizer(image: bytes) -> str:
        faulthandler.cancel_dump_traceback_later()
        try:
            return recognize(image)
        finally:
            faulthandler.dump_traceback_later(seconds, exit=True)

    return recognizer


def _messages(path: Path, document_id: str, recognizer: Recognizer | None) -> Iterator[bytes]:
    try:
        for item in read_documents(path, document_id, recognizer):
            if isinstance(item, Document):
                yield b'{"document": %s}' % _DOCUMENT.dump_json(item, fallback=dict)
            else:
                yield _message("unread", [item.name, item.reason])
    except UnreadableFile as error:
        yield _message("unreadable", str(error))
    except MemoryError:
        yield _message("broken", "it needs more memory than reading may take.")
        raise
    except Exception as error:
        yield _message("broken", f"its reader broke: {type(error).__name__}: {error}.")
        raise
    else:
        yield _message("read", True)


def _message(key: str, value: object) -> bytes:
    return json.dumps({key: value}).encode()


def _limit_memory(max_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = max_bytes if hard == resource.RLIM_INFINITY else min(max_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


_DOCUMENT: TypeAdapter[Any] = TypeAdapter(Document)

if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), ocr="ocr" in sys.argv[3:])
