"""Conversations, as they are kept: questions with their checked answers, by whom they belong to."""

from rag.conversations.conversations import Conversations
from rag.conversations.errors import ConversationsError, NoSuchConversation
from rag.conversations.records import (
    Exchange,
    Rated,
    Rating,
    SharedConversation,
    Summary,
)

__all__ = [
    "FILE_NAME",
    "Conversations",
    "ConversationsError",
    "Exchange",
    "NoSuchConversation",
    "Rated",
    "Rating",
    "SharedConversation",
    "Summary",
]

FILE_NAME = "conversations.sqlite3"
"""Its name in the library's folder, beside the texts that it is as private as."""
