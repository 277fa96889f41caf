"""Whether an embedder is multilingual is found by asking it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.config import EmbedderSettings, load_settings
from rag.models.embedder import open_embedder
from rag.models.languages import embeds_across_languages
from rag.models.sentence_model import Vectors
from rag.models.store import ModelStore


class _Embedder:
    """Gives the n-th sentence of either language the n-th axis, but for those it mistakes."""

    def __init__(self, mistaken: int, nearness: float = 1.0) -> None:
        self._mistaken = mistaken
        self._nearness = nearness

    def __call__(self, texts: Sequence[str]) -> Vectors:
        rows = np.eye(len(texts), dtype=np.float32)
        if texts[0].isascii():
            return rows
        rows[: self._mistaken] = np.roll(rows[: self._mistaken], 1, axis=0)
        # All are near to all; to their own translation a little more.
        rows = self._nearness * rows + (1 - self._nearness)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def test_minilm_is_not_multilingual() -> None:
    minilm = open_embedder(EmbedderSettings(), ModelStore(load_settings().models))
    assert minilm.is_multilingual is False


def test_an_embedder_with_translations_side_by_side_is_multilingual() -> None:
    assert embeds_across_languages(_Embedder(mistaken=0))


def test_several_sentences_beside_their_translation_are_too_many() -> None:
    assert not embeds_across_languages(_Embedder(mistaken=2))


def test_a_translation_that_is_hardly_nearer_than_the_rest_does_not_count() -> None:
    assert embeds_across_languages(_Embedder(mistaken=0, nearness=0.2))
    assert not embeds_across_languages(_Embedder(mistaken=0, nearness=0.01))
