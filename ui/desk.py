"""What the rooms of the application share."""

from __future__ import annotations

from dataclasses import dataclass

from rag.config import Settings
from ui.protocols import Assistant


@dataclass(frozen=True, slots=True)
class Desk:
    """One running Citedesk: what answers, and how it is set up."""

    assistant: Assistant
    settings: Settings
