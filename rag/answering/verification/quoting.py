"""Does every quotation of the claim stand in its evidence word for word?"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.text import facts

_CHANCE_WORDS = 2
_CHANCE_CHARS = 20


def quotation_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Words in quotation marks that the cited span does not hold one after the other."""
    source = f"{evidence.before} {evidence.core}"
    quoted_there = facts.quotations(source)
    return [
        Fault("quotation", f"“{quotation}” is not in the cited sentence word for word")
        for quotation in facts.quotations(claim)
        if not facts.is_verbatim(quotation, source)
        or (_is_short(quotation) and quoted_there and not _is_among(quotation, quoted_there))
    ]


def _is_short(quotation: str) -> bool:
    """Whether it is so short that its words may stand in the span by chance."""
    return len(quotation) <= _CHANCE_CHARS and len(quotation.split()) <= _CHANCE_WORDS


def _is_among(quotation: str, quoted_there: Sequence[str]) -> bool:
    return any(facts.is_verbatim(quotation, other) for other in quoted_there)
