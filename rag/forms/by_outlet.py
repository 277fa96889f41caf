"""An answer as a table: what each outlet says, by the path that a question takes for it alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from rag.answering.numbering import CitationNumbers
from rag.answering.refusing.wording import refuse
from rag.answering.request import Outcome
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    Disagreement,
    Part,
    PartFinished,
    Refusal,
    RetrievedPassage,
    SearchResult,
    SourcesFound,
    TextWritten,
    UnderstoodQuestion,
)
from rag.forms.clock import Clock
from rag.forms.means import Means
from rag.forms.sources import best_and_cited
from rag.forms.wording import (
    language_of,
    more_outlets,
    no_answer,
    unknown_outlet,
    verbatim_notice,
)
from rag.library import Library

_PASSAGES = 60
"""So many are looked through for the outlets that have something."""
_MOST_COPIES = 20
"""So many copies of one story are looked through for outlets."""
_MOST_OUTLETS = 6
"""So many are compared where the reader has chosen none: each is an answer of its own."""


async def answer_by_outlet(
    means: Means, understood: UnderstoodQuestion, clock: Clock
) -> AsyncGenerator[AnswerEvent, None]:
    """The best sources, the text and then the row of each outlet, then the Answer.

    Raises:
        LLMFailed: the language model could not be reached or broke off.
    """
    found = await means.search(understood, _PASSAGES)
    clock.retrieved()
    best = found.passages[: means.settings.passages]
    yield SourcesFound(best, found.notes)
    outlets = await asyncio.to_thread(_outlets, means.library, understood, found.passages)
    compared = outlets if understood.filters.outlets else outlets[:_MOST_OUTLETS]
    table = _Table(understood)
    for outlet in [*compared, *_nobody(found.passages)]:
        asked, own = await _sources_of(outlet, means, understood, found)
        async with aclosing(_row(outlet, means, asked, own, table)) as events:
            async for event in events:
                clock.written()
                yield event
    refusal = await _refusal(means, table, best)
    translations, failures = await means.translated_quotes(understood, table.claims)
    more = more_outlets(len(outlets), len(compared), language_of(understood))
    verbatim = verbatim_notice(means.llm, table.claims)
    yield AnswerFinished(
        Answer(
            understood=understood,
            claims=table.claims,
            retrieved=best_and_cited(best, table.retrieved, table.claims),
            refusal=refusal,
            quote_translations=translations,
            timings=clock.timings(table.verify_ms),
            model=means.model,
            confidence=table.confidence,
            disagreements=tuple(table.disagreements),
            parts=tuple(table.parts),
            form="by_outlet",
            notices=(*found.notes, *more, *verbatim, *table.notices, *failures),
        )
    )


@dataclass(slots=True)
class _Table:
    """The rows that are complete; their citations are numbered through."""

    understood: UnderstoodQuestion
    parts: list[Part] = field(default_factory=list)
    retrieved: list[RetrievedPassage] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    verify_ms: float = 0.0
    _confidences: list[float] = field(default_factory=list)
    _numbers: CitationNumbers = field(default_factory=CitationNumbers)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for part in self.parts for claim in part.claims)

    @property
    def confidence(self) -> float:
        """That of the row that is trusted least; 0 for none."""
        return min(self._confidences, default=0.0)

    def add(self, heading: str, outcome: Outcome, found: SearchResult) -> Part:
        numbered = {claim: self._numbers.renumber(claim) for claim in outcome.claims}
        note = ""
        if outcome.refusal:
            self.refusals.append(outcome.refusal)
            note = no_answer(outcome.refusal.reason, language_of(self.understood))
        part = Part(heading, tuple(numbered[claim] for claim in outcome.claims), note)
        self.parts.append(part)
        self.retrieved += found.passages
        if outcome.claims:
            self._confidences.append(outcome.confidence)
        self.disagreements += [
            replace(one, sides=tuple(numbered[side] for side in one.sides))
            for one in outcome.disagreements
        ]
        self.notices += [f"{heading}: {notice}" for notice in (*found.notes, *outcome.notices)]
        self.verify_ms += outcome.verify_ms
        return part


async def _row(
    outlet: str | None,
    means: Means,
    asked: UnderstoodQuestion,
    found: SearchResult,
    table: _Table,
) -> AsyncGenerator[TextWritten | PartFinished, None]:
    """What is written for an outlet, and its row; None: for what has no outlet, if it answers."""
    heading = outlet or unknown_outlet(language_of(asked))
    async with aclosing(means.written(asked, found.passages)) as events:
        async for event in events:
            if isinstance(event, TextWritten):
                yield TextWritten(f"{heading}: {event.pending}")
            elif outlet or event.claims:
                yield PartFinished(table.add(heading, event, found))


def _outlets(
    library: Library, understood: UnderstoodQuestion, found: Sequence[RetrievedPassage]
) -> list[str]:
    """Those that the reader has chosen, else those in which something was found, best first.

    Each once: spellings that differ in letter case alone are one outlet, as filters have it.
    """
    once: dict[str, str] = {}
    for outlet in filter(None, understood.filters.outlets or _publishers(library, found)):
        once.setdefault(outlet.casefold(), outlet)
    return list(once.values())


def _publishers(library: Library, found: Sequence[RetrievedPassage]) -> Iterator[str]:
    """The outlets of what was found and of its copies, which the search has thinned out."""
    told: set[str] = set()
    for item in found:
        publications = [item.document.publication]
        if item.story not in told:
            told.add(item.story)
            copies = library.story_of(item.document.id).document_ids[:_MOST_COPIES]
            documents = filter(None, map(library.document, copies))
            publications += [copy.publication for copy in documents]
        yield from (publication.outlet for publication in publications if publication.outlet)


def _nobody(found: Sequence[RetrievedPassage]) -> list[None]:
    """[None] for the documents without an outlet, if some were found."""
    return [None] if any(not item.document.publication.outlet for item in found) else []


async def _sources_of(
    outlet: str | None, means: Means, understood: UnderstoodQuestion, found: SearchResult
) -> tuple[UnderstoodQuestion, SearchResult]:
    """The question as it is asked of an outlet, and what is found for it; None: of no outlet.

    No filter is on what has no outlet: that is taken from what was found at first.
    """
    if outlet is None:
        nobodys = (item for item in found.passages if not item.document.publication.outlet)
        first = tuple(nobodys)[: means.settings.passages]
        return understood, SearchResult(
            tuple(replace(item, rank=rank) for rank, item in enumerate(first, start=1))
        )
    asked = replace(understood, filters=replace(understood.filters, outlets=(outlet,)))
    result = await means.search(asked, means.settings.passages)
    own = tuple(note for note in result.notes if note not in found.notes)
    return asked, SearchResult(result.passages, own)


async def _refusal(means: Means, table: _Table, best: Sequence[RetrievedPassage]) -> Refusal | None:
    """Where no row has a claim: what all rows say, if they say the same."""
    if table.claims:
        return None
    if not best:
        refusal = await means.reason_of_nothing(table.understood)
    elif len({refusal.message for refusal in table.refusals}) == 1:
        refusal = table.refusals[0]
    else:
        refusal = refuse("not_in_sources", table.understood, best)
    return await means.unless_excluded(refusal, table.understood)
