"""What the rooms of the application share."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.config import LimitSettings, Settings
from rag.conversations import Conversations
from ui.access.seats import Seats
from ui.protocols import Assistant


@dataclass(frozen=True, slots=True)
class Desk:
    """One running Citedesk: what answers, and how it is set up."""

    assistant: Assistant
    settings: Settings
    conversations: Conversations
    seats: Seats = field(default_factory=lambda: Seats.of(LimitSettings()))
