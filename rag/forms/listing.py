"""The documents that mention a subject, all of them: nothing is left to a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from rag.answering.mentions import mention_claims, mention_notices, no_mention
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    ClaimChecked,
    SourcesFound,
    UnderstoodQuestion,
)
from rag.forms.clock import Clock
from rag.forms.means import Means
from rag.retrieving.scanning import scan


async def answer_with_list(
    means: Means, understood: UnderstoodQuestion, clock: Clock
) -> AsyncGenerator[AnswerEvent, None]:
    """The sources, each entry of the list, then the Answer."""
    spellings = await means.reader.spellings(understood.subject or "")
    found = await asyncio.to_thread(scan, means.library, spellings, understood.filters)
    clock.retrieved()
    yield SourcesFound(found.retrieved)
    claims = mention_claims(found, understood)
    refusal = None if claims else no_mention(found, understood)
    if means.library.counts.documents == 0:
        refusal = await means.reason_of_nothing(understood)
    for claim in claims:
        clock.written()
        yield ClaimChecked(claim)
    yield AnswerFinished(
        Answer(
            understood=understood,
            claims=claims,
            retrieved=found.retrieved,
            refusal=refusal,
            timings=clock.timings(),
            model=means.model,
            confidence=1.0 if claims else 0.0,
            notices=mention_notices(found, understood),
        )
    )
