"""A follow-up becomes a self-contained question, by rules; a new topic stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.domain import Turn
from rag.retrieving.understanding.followups import chinese, english
from rag.retrieving.understanding.followups.rewording import Resolved, Times
from rag.text import detect_language

_TURNS = 8


def resolve(question: str, history: Sequence[Turn], times: Times) -> Resolved:
    """The question as one who has not heard the conversation would have to be asked.

    The earlier questions may be given as they were asked or as they were understood: each is
    resolved with the one before it, and what is self-contained stays as it is, byte for byte.
    """
    told: list[Turn] = []
    resolved = Resolved(question)
    for turn in (*history[-_TURNS:], Turn(question, "")):
        language = chinese if detect_language(turn.question) == "zh" else english
        resolved = language.resolve(turn.question, told, times) if told else Resolved(turn.question)
        # What stays open says nothing by itself: what comes next still follows the one before.
        is_lost = resolved.is_open and told
        told.append(replace(turn, question=told[-1].question if is_lost else resolved.question))
    return resolved
