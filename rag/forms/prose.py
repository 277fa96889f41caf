"""An answer in sentences: the language model writes it from the best passages."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from rag.answering.request import Outcome
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
from rag.forms.wording import verbatim_notice


async def answer_in_prose(
    means: Means, understood: UnderstoodQuestion, clock: Clock
) -> AsyncGenerator[AnswerEvent, None]:
    """The sources, the text as it is written, each checked claim, then the Answer.

    Raises:
        LLMFailed: the language model could not be reached or broke off.
    """
    found = await means.search(understood, means.settings.passages)
    clock.retrieved()
    yield SourcesFound(found.passages, found.notes)
    async with aclosing(means.written(understood, found.passages)) as events:
        async for event in events:
            clock.written()
            if isinstance(event, Outcome):
                outcome = event
            else:
                yield event
    refusal = outcome.refusal
    if refusal:
        refusal = await means.unless_excluded(refusal, understood)
    for claim in outcome.claims:
        yield ClaimChecked(claim)
    translations, failures = await means.translated_quotes(understood, outcome.claims)
    verbatim = verbatim_notice(means.llm, outcome.claims)
    yield AnswerFinished(
        Answer(
            understood=understood,
            claims=outcome.claims,
            retrieved=found.passages,
            refusal=refusal,
            quote_translations=translations,
            timings=clock.timings(outcome.verify_ms),
            model=means.model,
            confidence=outcome.confidence,
            disagreements=outcome.disagreements,
            notices=(*found.notes, *verbatim, *outcome.notices, *failures),
        )
    )
