"""A follow-up becomes a self-contained question, by rules; a new topic stays as it is."""

from __future__ import annotations

import re
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
        resolved = _resolved(turn.question, told, times)
        # What stays open says nothing by itself: what comes next still follows the one before.
        is_lost = resolved.is_open and told
        told.append(replace(turn, question=told[-1].question if is_lost else resolved.question))
    return resolved


def _resolved(question: str, told: Sequence[Turn], times: Times) -> Resolved:
    if not told:
        return Resolved(question)
    before = detect_language(told[-1].question)
    # A bare "2016?" is in any language.
    spoken = detect_language(question) if re.search(r"[^\W\d_]", question) else before
    resolved = (chinese if spoken == "zh" else english).resolve(question, told, times)
    # Words of one language are not put into the other: that takes a translator.
    return resolved if spoken == before else Resolved(question, resolved != Resolved(question))
