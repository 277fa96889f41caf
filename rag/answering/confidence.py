"""How far an answer can be trusted: a number to rank answers by, not yet a probability."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Claim, Verdict
from rag.text import content_words


def confidence(questions: Sequence[str], claims: Sequence[Claim]) -> float:
    """0 to 1: how much of the question the cited spans speak of, times the share of sentences held.

    `questions` is one question in the languages it was searched in; the best counts. It is not
    calibrated: the evaluation's reliability plot shows how far it is from a probability.
    """
    if not claims:
        return 0.0
    cited = {citation for claim in claims for citation in claim.citations}
    spoken_of = content_words(" . ".join(f"{c.document.title} . {c.quote}" for c in cited))
    held = sum(claim.verdict is Verdict.SUPPORTED for claim in claims) / len(claims)
    return held * max((_share(content_words(q), spoken_of) for q in questions), default=0.0)


def _share(asked: frozenset[str], spoken_of: frozenset[str]) -> float:
    return len(asked & spoken_of) / len(asked) if asked else 0.0
