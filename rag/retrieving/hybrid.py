"""The retriever: dense and lexical search over the library, fused; a LlamaIndex BaseRetriever."""

from __future__ import annotations

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.config import RetrievalSettings
from rag.domain import RetrievedPassage, SearchResult, UnderstoodQuestion
from rag.library import Embedder, Library
from rag.retrieving.fusion import best_of, cap_per_document, fuse


class HybridRetriever(BaseRetriever):
    """Finds passages by meaning (Chroma) and by words (tantivy); no passage comes twice."""

    def __init__(
        self, library: Library, embedder: Embedder, settings: RetrievalSettings, k: int = 10
    ) -> None:
        super().__init__()
        self._library = library
        self._embedder = embedder
        self._settings = settings
        self._k = k

    def search(self, question: UnderstoodQuestion, k: int) -> SearchResult:
        """The k best passages for a question, in all the languages in which it is searched.

        Scores are fused ones, 0 to 1, comparable within one result only. At most
        `passages_per_document` passages of a document come back.
        """
        scores = best_of(self._fused(text) for text in question.searched)
        # Ties are broken by id, so that a run can be repeated.
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        found = self._library.passages(ranked)
        kept = cap_per_document(
            (key for key in ranked if key in found),
            lambda key: found[key][1].id,
            self._settings.passages_per_document,
            k,
        )
        stories = self._library.stories([found[key][1].id for key in kept])
        return SearchResult(
            tuple(
                RetrievedPassage(
                    *found[key], rank=rank, score=scores[key], story=stories[found[key][1].id]
                )
                for rank, key in enumerate(kept, start=1)
            )
        )

    def _fused(self, question: str) -> dict[str, float]:
        weight = self._settings.dense_weight
        # An index without weight proposes nothing either: what it alone finds would score 0.
        dense = self._near(question) if weight > 0 else []
        lexical = (
            self._library.lexical_search(question, self._settings.candidates) if weight < 1 else []
        )
        return fuse(dict(dense), dict(lexical), weight)

    def _near(self, question: str) -> list[tuple[str, float]]:
        vector = self._embedder.embed_question(question)
        return self._library.dense_search(vector, self._settings.candidates)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        asked = query_bundle.query_str
        result = self.search(UnderstoodQuestion(asked, asked), self._k)
        return [_as_node(found) for found in result.passages]


def _as_node(found: RetrievedPassage) -> NodeWithScore:
    publication = found.document.publication
    metadata = {
        "document_id": found.document.id,
        "title": found.document.title,
        "outlet": publication.outlet,
        "author": publication.author,
        "published": publication.published.isoformat() if publication.published else None,
        "url": publication.url,
        "start": found.passage.start,
        "end": found.passage.end,
    }
    node = TextNode(id_=found.passage.id, text=found.passage.text, metadata=metadata)
    return NodeWithScore(node=node, score=found.score)
