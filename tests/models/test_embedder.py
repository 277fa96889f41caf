from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from rag.config import EmbedderSettings, load_settings
from rag.errors import ModelUnavailable
from rag.models.embedder import SentenceEmbedder, open_embedder
from rag.models.sentence_model import SentenceModel
from rag.models.store import ModelStore
from tests.models.tiny import store_at

MINILM = "all-MiniLM-L6-v2"
TEXTS = [
    "The conference opened in Wuzhen. " * 20,
    "第一届世界互联网大会在乌镇开幕。",
    "",
    " \n",
    "Apple's chief executive spoke.",
    "\ud800 a lone surrogate",
    "Bread is baked in an oven.",
]


@pytest.fixture(scope="module")
def real_store() -> ModelStore:
    return ModelStore(load_settings().models)


@pytest.fixture(scope="module")
def minilm(real_store: ModelStore) -> SentenceEmbedder:
    return open_embedder(EmbedderSettings(batch_size=3), real_store)


def test_the_embedder_is_named_by_its_weights(minilm: SentenceEmbedder) -> None:
    assert minilm.id == "all-MiniLM-L6-v2@53aa5117"


def test_rows_are_of_unit_length_whatever_the_text(minilm: SentenceEmbedder) -> None:
    vectors = minilm.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), minilm.dimensions) == (7, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_rows_stand_in_the_order_of_the_texts(minilm: SentenceEmbedder) -> None:
    alone = np.vstack([minilm.embed_passages([text]) for text in TEXTS])
    assert np.einsum("ij,ij->i", minilm.embed_passages(TEXTS), alone).min() > 0.999


def test_rows_are_those_of_sentence_transformers(
    minilm: SentenceEmbedder, real_store: ModelStore
) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(real_store.path(MINILM)), local_files_only=True)
    texts = [text for text in TEXTS if text.isprintable()]
    expected = model.encode(texts, normalize_embeddings=True)
    for rows in (minilm.embed_passages(texts), minilm.embed_passages_and_words(texts)[0]):
        assert np.einsum("ij,ij->i", rows, expected).min() > 0.999
    question, _ = minilm.embed_question_and_words(texts[0])
    assert question @ expected[0] > 0.999


def test_a_question_leaves_torch_its_threads(minilm: SentenceEmbedder) -> None:
    import torch

    minilm.embed_passages(TEXTS)
    before = torch.get_num_threads()
    minilm.embed_question("Who spoke?")
    assert torch.get_num_threads() == before


def test_no_texts_are_no_rows(minilm: SentenceEmbedder) -> None:
    assert minilm.embed_passages([]).shape == (0, 384)


def test_a_question_is_nearest_to_the_passage_that_answers_it(minilm: SentenceEmbedder) -> None:
    question = minilm.embed_question("Where was the conference held?")
    assert question.shape == (384,)
    assert int(np.argmax(minilm.embed_passages(TEXTS) @ question)) == 0


def test_tokens_are_counted_without_special_tokens_and_past_the_limit(
    minilm: SentenceEmbedder,
) -> None:
    assert minilm.count_tokens("") == 0
    assert minilm.count_tokens("hello world") == 2
    assert minilm.count_tokens("世界互联网大会") == 7
    assert minilm.count_tokens("\ud800") == 1
    assert minilm.count_tokens("word " * 1000) == 1000


def test_text_past_the_limit_changes_nothing_and_text_before_it_does(
    minilm: SentenceEmbedder,
) -> None:
    full = "word " * minilm.max_tokens
    last_seen = full.removesuffix("word ") + "bread"
    base, beyond, within = minilm.embed_passages([full, full + "bread", last_seen])
    assert base @ beyond > 0.99999 > base @ within


def test_threads_may_share_the_embedder(minilm: SentenceEmbedder) -> None:
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(minilm.embed_question, TEXTS * 4))
    once = np.vstack([minilm.embed_question(text) for text in TEXTS * 4])
    assert np.einsum("ij,ij->i", np.vstack(rows), once).min() > 0.999


async def test_it_plugs_into_llama_index(minilm: SentenceEmbedder) -> None:
    assert isinstance(minilm, BaseEmbedding)
    expected = minilm.embed_passages(TEXTS)[4]
    assert minilm.get_text_embedding(TEXTS[4]) @ expected > 0.999
    assert (await minilm.aget_text_embedding_batch(TEXTS))[4] @ expected > 0.999
    question = await minilm.aget_query_embedding("Who spoke?")
    assert question == pytest.approx(minilm.embed_question("Who spoke?").tolist(), abs=1e-5)


def test_prefixes_are_put_before_text_and_name_the_embedder(
    minilm: SentenceEmbedder, real_store: ModelStore
) -> None:
    settings = EmbedderSettings(query_prefix="query: ", passage_prefix="passage: ")
    prefixed = open_embedder(settings, real_store)

    assert prefixed.id != minilm.id
    assert prefixed.embed_question("Who?") @ minilm.embed_question("query: Who?") > 0.9999
    assert prefixed.max_tokens == minilm.max_tokens - 2
    assert (
        prefixed.embed_passages(["Wuzhen"])[0] @ minilm.embed_passages(["passage: Wuzhen"])[0]
        > 0.9999
    )


def test_bfloat16_gives_nearly_the_same_rows_of_unit_length(
    minilm: SentenceEmbedder, real_store: ModelStore
) -> None:
    rows = SentenceModel(real_store.path(MINILM), "bfloat16").embed([TEXTS[0], TEXTS[1]])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert np.einsum("ij,ij->i", rows, minilm.embed_passages(TEXTS[:2])).min() > 0.995


def test_a_local_folder_is_named_by_its_content(real_store: ModelStore, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(real_store.path(MINILM), folder)
    settings = EmbedderSettings(model=str(folder))
    before = open_embedder(settings, real_store)
    (folder / "README.md").write_text("Hello.")
    assert open_embedder(settings, real_store).id == before.id
    assert before.id.startswith("mine@")
    assert before.dimensions == 384

    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 128}')
    assert open_embedder(settings, real_store).id != before.id


def test_a_catalogue_model_that_was_not_pulled_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="Run: citedesk models pull"):
        open_embedder(EmbedderSettings(), ModelStore(tmp_path))


def test_an_llm_is_not_an_embedder(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="tiny-llm is not an embedder"):
        open_embedder(EmbedderSettings(model="tiny-llm"), store_at(tmp_path))


def test_a_folder_that_holds_no_model_is_one_sentence(tmp_path: Path) -> None:
    embedder = open_embedder(EmbedderSettings(model=str(tmp_path)), store_at(tmp_path))
    with pytest.raises(ModelUnavailable, match="sentence-transformers cannot load the embedder"):
        embedder.embed_question("Who?")
