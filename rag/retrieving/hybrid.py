"""The retriever: a question becomes ranked passages; a LlamaIndex BaseRetriever."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from rag.config import RetrievalSettings
from rag.domain import (
    Filters,
    Period,
    RetrievedPassage,
    SearchResult,
    UnderstoodQuestion,
)
from rag.library import Embedder, Library
from rag.retrieving.fusion import min_max
from rag.retrieving.nodes import as_node
from rag.retrieving.period import passages_of, raised, reported_in
from rag.retrieving.ranking import Ranker
from rag.retrieving.reranking import Reranker
from rag.retrieving.variety import Candidate, Variety, diversify

_CANDIDATES_GROW = 4
_MOST_CANDIDATES = 1_000


class HybridRetriever(BaseRetriever):
    """Finds passages by meaning and by words; no passage comes twice.

    Proposals are scored (Ranker), those of the time that is meant are moved up, copies and
    repetitions are thinned out (Carbonell & Goldstein 1998), and a reranker, where one is set,
    reads what is left.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        settings: RetrievalSettings,
        reranker: Reranker | None = None,
        k: int = 10,
    ) -> None:
        """`k`: passages for a question that comes through LlamaIndex's interface."""
        super().__init__()
        self._library = library
        self._ranker = Ranker(library, embedder, settings)
        self._reranker = reranker
        self._candidates = settings.candidates
        self._variety = Variety(
            settings.passages_per_document, settings.passages_per_story, settings.relevance
        )
        self._k = k

    def search(self, question: UnderstoodQuestion, k: int) -> SearchResult:
        """The k best passages for a question, in all the languages in which it is searched.

        Scores are comparable within one result only. A period is a preference: where nothing
        found is of it, the best of other times come, and a note says so.
        """
        searches = [question.filters]
        meant = question.period
        reporting = reported_in(meant.period, question.filters) if meant else None
        if reporting:
            searches.append(reporting)
        wanted = max(k, self._reranker.candidates) if self._reranker else k
        candidates = max(k, self._candidates)
        while True:
            scores, notes = self._scores(question, searches, candidates)
            of_period = self._of_period(meant.period, scores, reporting) if meant else set()
            chosen = self._varied(raised(scores, of_period), wanted)
            # The copies of one story may have filled all places: others are looked for behind them.
            if len(chosen) >= wanted or not candidates <= len(scores) < _MOST_CANDIDATES:
                break
            candidates *= _CANDIDATES_GROW
        if meant and scores and not of_period:
            notes.append(f"Nothing found speaks of {meant.period}.")
        passages = self._passages(chosen)
        if self._reranker:
            passages = _preferred(self._reranker.rerank(question, passages), of_period)
        return SearchResult(passages[:k], tuple(notes))

    def _scores(
        self, question: UnderstoodQuestion, searches: Sequence[Filters], candidates: int
    ) -> tuple[dict[str, float], list[str]]:
        """Each passage's score, and what must be said of the search."""
        ranking = self._ranker.rank(question.searched, searches, candidates)
        if ranking.away is None:
            return ranking.scores, []
        note = "Only passages that share words with the question were found. "
        return ranking.scores, [note + ranking.away.message]

    def _of_period(
        self, period: Period, scores: Mapping[str, float], reporting: Filters | None
    ) -> set[str]:
        keys = list(scores)
        reported = self._library.passages_admitted(keys, reporting) if reporting else set()
        return passages_of(period, self._library.mentions(keys), reported)

    def _varied(self, scores: dict[str, float], k: int) -> list[Candidate]:
        # Ties are broken by id, so that a run can be repeated.
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        documents = {key: self._library.document_of(key) for key in ranked}
        stories = self._library.stories(list(dict.fromkeys(documents.values())))
        candidates = [
            Candidate(key, documents[key], stories[documents[key]], scores[key]) for key in ranked
        ]
        return diversify(candidates, self._library.vectors(ranked), k, self._variety)

    def _passages(self, chosen: Sequence[Candidate]) -> tuple[RetrievedPassage, ...]:
        found = self._library.passages([candidate.passage_id for candidate in chosen])
        here = [candidate for candidate in chosen if candidate.passage_id in found]
        return tuple(
            RetrievedPassage(
                *found[candidate.passage_id],
                rank=rank,
                score=candidate.score,
                story=candidate.story,
            )
            for rank, candidate in enumerate(here, start=1)
        )

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        asked = query_bundle.query_str
        result = self.search(UnderstoodQuestion(asked, asked), self._k)
        return [as_node(found) for found in result.passages]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _preferred(
    passages: Sequence[RetrievedPassage], of_period: set[str]
) -> tuple[RetrievedPassage, ...]:
    """What a reranker made of passages, those of the period moved up again."""
    if not of_period:
        return tuple(passages)
    scores = raised(min_max({found.passage.id: found.score for found in passages}), of_period)
    ranked = sorted(passages, key=lambda found: -scores[found.passage.id])
    return tuple(
        replace(found, rank=rank, score=scores[found.passage.id])
        for rank, found in enumerate(ranked, start=1)
    )
