"""Desks to be served: all that an application is made of, over an assistant."""

from __future__ import annotations

import queue
import threading
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rag.config import ServerSettings, Settings
from rag.conversations import Conversations
from tests.ui.archive import SUGGESTIONS, fake_assistant
from ui.desk import Desk
from ui.protocols import Assistant
from ui.server import serve

_FOLDER = TemporaryDirectory(prefix="citedesk-desks-")
_NUMBERS = count()


def desk_of(assistant: Assistant) -> Desk:
    """A desk over it, set up as the tests expect, with conversations of its own."""
    return Desk(
        assistant,
        Settings(server=ServerSettings(suggested_questions=SUGGESTIONS)),
        Conversations(Path(_FOLDER.name) / f"{next(_NUMBERS)}.sqlite3"),
    )


def fake_desk() -> Desk:
    return desk_of(fake_assistant())


def served(desk: Desk, **options: Any) -> str:
    """The address where a desk is served; its thread ends with the tests."""
    addresses: queue.Queue[str] = queue.Queue()
    threading.Thread(
        target=serve,
        args=(desk, "127.0.0.1", 0),
        kwargs={"on_ready": addresses.put} | options,
        daemon=True,
    ).start()
    return addresses.get(timeout=60)
