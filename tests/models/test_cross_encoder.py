"""A cross-encoder is loaded from a folder and scores what it reads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from rag.config import RerankerSettings
from rag.errors import ModelUnavailable
from rag.models.cross_encoder import CrossEncoder, Scores, open_cross_encoder
from tests.models.tiny_transformers import MAX_POSITIONS, save_cross_encoder, save_encoder

QUESTION = "who spoke in wuzhen"
TEXTS = [
    "the summit opened in wuzhen",
    "bread is baked",
    "乌 镇 大 会",
    "",
    "\ud800 who",
    "in " * 99,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> CrossEncoder:
    opened = open_cross_encoder(RerankerSettings(model=str(folder), batch_size=2))
    assert opened
    return opened


def logits(folder: Path, question: str, text: str) -> float:
    """The score by transformers alone, in float32."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(folder)
    tokens = AutoTokenizer.from_pretrained(folder)(question, text, return_tensors="pt")
    with torch.inference_mode():
        return float(model(**tokens).logits)


def test_scores_are_the_models_logits_in_the_order_of_the_texts(
    encoder: CrossEncoder, folder: Path
) -> None:
    scores = encoder.scores(QUESTION, TEXTS)
    assert scores.dtype == np.float32
    expected = [logits(folder, QUESTION, text) for text in TEXTS[:3]]
    assert np.ptp(expected) > 2  # far more than the number format can blur
    np.testing.assert_allclose(scores[:3], expected, atol=0.2)


def test_every_text_gets_a_finite_score(encoder: CrossEncoder) -> None:
    assert np.isfinite(encoder.scores(QUESTION, TEXTS)).all()
    assert encoder.scores(QUESTION, []).shape == (0,)


def test_text_past_the_limit_is_not_seen_and_text_before_it_is(folder: Path) -> None:
    def scores(max_tokens: int, *texts: str) -> Scores:
        settings = RerankerSettings(model=str(folder), max_tokens=max_tokens)
        return CrossEncoder(str(folder), settings).scores("who", texts)

    # [CLS] who [SEP] ... [SEP]: four tokens are not the text's.
    full, limit = "in " * 12, 16
    base, beyond = scores(limit, full, full + "bread")
    assert base == pytest.approx(beyond, abs=1e-4)
    base, within = scores(MAX_POSITIONS, full, full + "bread")
    assert base != pytest.approx(within, abs=1e-3)


def test_the_models_own_limit_holds_where_the_setting_is_higher(folder: Path) -> None:
    encoder = CrossEncoder(str(folder), RerankerSettings(model=str(folder), max_tokens=512))
    full = "in " * (MAX_POSITIONS - 4)
    base, beyond = encoder.scores("who", [full, full + "bread"]).tolist()
    assert base == pytest.approx(beyond, abs=1e-4)


def test_threads_may_share_it(encoder: CrossEncoder) -> None:
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: encoder.scores(QUESTION, TEXTS), range(8)))
    for row in rows[1:]:
        np.testing.assert_allclose(row, rows[0], atol=1e-4)


def test_no_model_is_no_reranker() -> None:
    assert open_cross_encoder(RerankerSettings()) is None
    assert open_cross_encoder(RerankerSettings(model="")) is None


def test_a_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot load the reranker") as caught:
        open_cross_encoder(RerankerSettings(model=str(tmp_path)))
    assert "reranker.model" in caught.value.hint
    assert "\n" not in caught.value.message


def test_an_embedder_is_not_taken_for_a_cross_encoder(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="is not a cross-encoder: it is a BertModel"):
        open_cross_encoder(RerankerSettings(model=str(save_encoder(tmp_path))))


def test_a_classifier_of_several_labels_does_not_rank(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="gives 3 scores for a pair, not one"):
        open_cross_encoder(RerankerSettings(model=str(save_cross_encoder(tmp_path, labels=3))))
