"""How far an answer can be trusted, as a probability."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rag.answering.refusing.premises import premise_faults
from rag.answering.verification.spans import Evidence
from rag.text import content_words

_INTERCEPT, _ANSWERS, _COVERED, _DOUBTFUL = -1.0, 1.0, 0.5, -1.0


def confidence(
    question: str,
    evidences: Sequence[Evidence],
    answers: float | None = None,
) -> float:
    """0 to 1: the probability that the cited spans answer the question.

    `question` is in the language of the spans; `answers` is the judge's (see
    rag.answering.judging). Without a judge it is the share of the question that the spans speak
    of, which is no probability.
    """
    covered = _covered(question, evidences)
    if answers is None:
        return covered
    z = (
        _INTERCEPT
        + _ANSWERS * _logit(answers)
        + _COVERED * covered
        + _DOUBTFUL * len(premise_faults(question, evidences))
    )
    return 1 / (1 + math.exp(-z))


def _covered(question: str, evidences: Sequence[Evidence]) -> float:
    """The share of the question's content words that stand in the spans or beside them."""
    asked = content_words(question)
    there = content_words(" . ".join(f"{e.before} {e.core} {e.context}" for e in evidences))
    return len(asked & there) / len(asked) if asked else 0.0


def _logit(share: float) -> float:
    share = min(max(share, 0.001), 0.999)
    return math.log(share / (1 - share))
