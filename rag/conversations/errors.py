"""What can go wrong with conversations that are kept."""

from __future__ import annotations

from rag.errors import CitedeskError


class ConversationsError(CitedeskError):
    """The file of the conversations cannot be used."""


class NoSuchConversation(CitedeskError):
    """There is no such conversation, or it is another user's: nobody is told which."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such conversation.", hint="It may have been deleted: see the list."
        )
