"""What is kept of conversations, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rag.domain import Answer, Context


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader thinks of an answer."""

    good: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it.

    Neither answer nor failure: it was stopped, or nobody knows, because Citedesk itself ended.
    """

    number: int
    """Its place in the conversation, from 0."""
    question: str
    context: Context
    """The history in it is not kept: it is what was answered before."""
    asked_on: date
    answer: Answer | None = None
    failure: str = ""
    """The error in one sentence."""
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list."""

    id: str
    title: str
    """Its name, or its first question while it has none."""
    questions: int
    changed_at: datetime
    """When something was last asked or answered; in UTC."""
    token: str | None
    """Under which it is shared; None: it is not."""


@dataclass(frozen=True, slots=True)
class SharedConversation:
    """A conversation as whoever has its token may read it."""

    user: str
    """Whose it is."""
    title: str
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """An exchange that somebody has rated, and the conversation in which it stands."""

    conversation: str
    exchange: Exchange
    rating: Rating
