"""What was found is read with the question and ranked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from rag.config import RerankerSettings
from rag.domain import RetrievedPassage, UnderstoodQuestion
from rag.models.cross_encoder import CrossEncoder
from rag.retrieving.nodes import as_node
from rag.retrieving.reranking import CrossEncoderReranker, Reranker
from tests.fakes import FakeScorer
from tests.models.tiny_transformers import save_cross_encoder
from tests.sources import document, retrieved

BREAD = document("Bread is baked in an oven.", "bread.md", title="Food")
OPENING = document("The summit opened in Wuzhen.", "opening.md", title="News")
CHINESE = document("世界互联网大会在乌镇开幕。", "大会.md", title="新闻")
SPEECH = document("He spoke for an hour.", "speech.md", title="The summit in Wuzhen")
FOUND = retrieved(BREAD, CHINESE, SPEECH, OPENING)


def ask(question: str, translation: str | None = None) -> UnderstoodQuestion:
    return UnderstoodQuestion(question, question, translation)


def documents(passages: tuple[RetrievedPassage, ...]) -> list[str]:
    return [found.document.id for found in passages]


def by_words(candidates: int = 20) -> Reranker:
    return Reranker(CrossEncoderReranker(FakeScorer()), candidates)


def test_the_passage_that_fits_best_comes_first_with_its_new_score_and_rank() -> None:
    ranked = by_words().rerank(ask("Where was the summit opened?"), FOUND)
    assert documents(ranked)[:2] == ["opening.md", "speech.md"]
    assert [found.rank for found in ranked] == [1, 2, 3, 4]
    assert [found.score for found in ranked] == [2, 1, 0, 0]


def test_equals_stay_in_the_order_in_which_they_came() -> None:
    assert documents(by_words().rerank(ask("nothing"), FOUND)) == documents(FOUND)


def test_the_title_is_read_above_the_passage() -> None:
    assert documents(by_words().rerank(ask("news"), FOUND))[0] == "opening.md"


def test_only_the_first_candidates_are_read_and_come_back() -> None:
    ranked = by_words(candidates=2).rerank(ask("Where was the summit opened?"), FOUND)
    assert documents(ranked) == documents(FOUND[:2])
    assert by_words().rerank(ask("anything"), ()) == ()


def test_a_passage_counts_in_the_language_in_which_it_fits_better() -> None:
    question = ask("互联网大会在哪里开幕？", "Where was the summit opened?")
    assert set(documents(by_words().rerank(question, FOUND))[:2]) == {"大会.md", "opening.md"}
    untranslated = by_words().rerank(ask("互联网大会在哪里开幕？"), FOUND)
    assert documents(untranslated)[0] == "大会.md"
    assert untranslated[1].score == 0


def test_a_cross_encoder_decides_by_its_scores(tmp_path: Path) -> None:
    settings = RerankerSettings(model=str(save_cross_encoder(tmp_path)))
    encoder = CrossEncoder(str(tmp_path), settings)
    ranked = Reranker(CrossEncoderReranker(encoder), 20).rerank(ask("who spoke in wuzhen"), FOUND)
    texts = [f"{found.document.title}\n{found.passage.text}" for found in ranked]
    scores = encoder.scores("who spoke in wuzhen", texts).tolist()
    assert [found.score for found in ranked] == pytest.approx(scores, abs=0.1)
    assert scores == sorted(scores, reverse=True)


def test_any_postprocessor_of_llama_index_plugs_in() -> None:
    strict = Reranker(SimilarityPostprocessor(similarity_cutoff=0.4), candidates=20)
    assert documents(strict.rerank(ask("Who?"), FOUND)) == ["bread.md", "大会.md"]


class _Found(BaseRetriever):
    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [as_node(found) for found in FOUND]


def test_it_plugs_into_a_query_engine_of_llama_index() -> None:
    engine = RetrieverQueryEngine.from_args(
        _Found(),
        llm=MockLLM(),
        node_postprocessors=[CrossEncoderReranker(FakeScorer())],
    )
    nodes = engine.query("Where was the summit opened?").source_nodes
    assert nodes[0].metadata["document_id"] == "opening.md"
    assert [node.score for node in nodes] == [2, 1, 0, 0]


def test_without_a_question_nothing_can_be_ranked() -> None:
    with pytest.raises(ValueError, match="ranks for a question"):
        CrossEncoderReranker(FakeScorer()).postprocess_nodes([as_node(FOUND[0])])
