"""How far an answer can be trusted, as a probability."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rag.answering.verification.spans import Evidence
from rag.text import content_words

_INTERCEPT, _SLOPE = -1.48, 1.09
"""Platt scaling (Platt 1999) of what the built-in model says, fitted on 68 questions of SQuAD 2.0,
36 of which their paragraphs answer; none of them is among those of `--limit 600`."""


def confidence(question: str, evidences: Sequence[Evidence], answers: float | None = None) -> float:
    """0 to 1: the probability that the cited spans answer exactly the question.

    `answers` is what the judge says (see rag.answering.judging). Without a judge it is the share
    of the question, in the spans' language, that the spans speak of: an order, no probability.
    """
    if answers is None:
        return _covered(question, evidences)
    share = min(max(answers, 0.001), 0.999)
    return 1 / (1 + math.exp(-_INTERCEPT - _SLOPE * math.log(share / (1 - share))))


def _covered(question: str, evidences: Sequence[Evidence]) -> float:
    asked = content_words(question)
    there = content_words(" . ".join(f"{e.before} {e.core} {e.context}" for e in evidences))
    return len(asked & there) / len(asked) if asked else 0.0
