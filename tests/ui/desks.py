"""Desks to be served: all that an application is made of, over an assistant."""

from __future__ import annotations

from rag.config import ServerSettings, Settings
from tests.ui.archive import SUGGESTIONS, fake_assistant
from ui.desk import Desk
from ui.protocols import Assistant


def desk_of(assistant: Assistant) -> Desk:
    """A desk over it, set up as the tests expect."""
    return Desk(assistant, Settings(server=ServerSettings(suggested_questions=SUGGESTIONS)))


def fake_desk() -> Desk:
    return desk_of(fake_assistant())
