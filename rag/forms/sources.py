"""What an answer shows as found, where more was looked through than a reader wants to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.domain import Claim, RetrievedPassage


def best_and_cited(
    best: Sequence[RetrievedPassage],
    looked_through: Iterable[RetrievedPassage],
    claims: Sequence[Claim],
) -> tuple[RetrievedPassage, ...]:
    """The best passages, then those that are cited beside them; ranks go on."""
    cited = {citation.passage_id for claim in claims for citation in claim.citations}
    shown = {found.passage.id: found for found in best}
    for found in looked_through:
        if found.passage.id in cited:
            shown.setdefault(found.passage.id, found)
    return tuple(replace(found, rank=rank) for rank, found in enumerate(shown.values(), start=1))
