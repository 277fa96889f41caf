"""The best passages are read with the question and ranked again, by any LlamaIndex reranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle
from numpy.typing import NDArray
from pydantic import PrivateAttr

from rag.domain import RetrievedPassage, UnderstoodQuestion
from rag.retrieving.nodes import as_node


class PassageScorer(Protocol):
    """What scores passages for a question: see rag.models.cross_encoder.CrossEncoder."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text answers the question: (len(texts),), higher is better."""
        ...


class Reranker:
    """Ranks the first passages for a question again."""

    def __init__(self, postprocessor: BaseNodePostprocessor, candidates: int) -> None:
        """`postprocessor`: CrossEncoderReranker, or any reranker made for LlamaIndex."""
        self._postprocessor = postprocessor
        self.candidates = candidates

    def rerank(
        self, question: UnderstoodQuestion, passages: Sequence[RetrievedPassage]
    ) -> tuple[RetrievedPassage, ...]:
        """The first `candidates` of the passages, best first, with new scores and ranks from 1.

        Of a question and its translation the better score counts. What the postprocessor leaves
        out, or gives no score, is left out. The new scores are not comparable with the old ones.
        """
        by_id = {found.passage.id: found for found in passages[: self.candidates]}
        best: dict[str, float] = {}
        for text in question.searched:
            nodes = [as_node(found) for found in by_id.values()]
            for node in self._postprocessor.postprocess_nodes(nodes, query_str=text):
                if node.score is not None:
                    best[node.node_id] = max(node.score, best.get(node.node_id, node.score))
        # The sort is stable: among equals, the order in which they came stands.
        ranked = sorted((key for key in by_id if key in best), key=lambda key: -best[key])
        return tuple(
            replace(by_id[key], rank=rank, score=best[key])
            for rank, key in enumerate(ranked, start=1)
        )


class CrossEncoderReranker(BaseNodePostprocessor):
    """Ranks LlamaIndex's nodes by a cross-encoder; plugs into its query engines, too."""

    _scorer: PassageScorer = PrivateAttr()

    def __init__(self, scorer: PassageScorer) -> None:
        super().__init__()
        self._scorer = scorer

    @classmethod
    def class_name(cls) -> str:
        return "CrossEncoderReranker"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            raise ValueError("CrossEncoderReranker ranks for a question; none was given")
        scores = self._scorer.scores(query_bundle.query_str, [_read(node) for node in nodes])
        ranked = [
            NodeWithScore(node=found.node, score=score)
            for found, score in zip(nodes, scores.tolist(), strict=True)
        ]
        return sorted(ranked, key=lambda found: -(found.score or 0.0))


def _read(found: NodeWithScore) -> str:
    """The passage under its document's title: a news passage rarely names what it is about."""
    title = found.metadata.get("title")
    return f"{title}\n{found.text}" if title else found.text
