"""Vectors of words: of which tokens they are made, and what is kept of them."""

from __future__ import annotations

import numpy as np

from rag.models.word_vectors import pool_words, signs
from rag.text import word_spans

TEXT = "The summits of 乌镇"
TOKENS = [(0, 0), (0, 3), (4, 10), (10, 11), (12, 14), (15, 16), (16, 17), (0, 0)]
VECTORS = np.eye(8, dtype=np.float32)


def test_a_words_vector_is_the_mean_of_those_of_its_tokens() -> None:
    words = pool_words(VECTORS, TOKENS, word_spans(TEXT))
    assert words.terms == ("summit", "乌镇", "乌镇")
    assert np.allclose(words.vectors[0], (VECTORS[2] + VECTORS[3]) / np.sqrt(2))
    assert np.allclose(words.vectors[1:], VECTORS[5:7])


def test_stop_words_and_special_tokens_have_no_vector() -> None:
    words = pool_words(VECTORS, TOKENS, word_spans(TEXT))
    assert not words.vectors[:, [0, 1, 4, 7]].any()


def test_words_that_the_model_no_longer_sees_are_left_out() -> None:
    words = pool_words(VECTORS[:4], TOKENS[:4], word_spans(TEXT))
    assert words.terms == ("summit",)


def test_a_text_without_content_words_has_none() -> None:
    words = pool_words(VECTORS[:2], TOKENS[:2], word_spans("The"))
    assert words.vectors.shape == (0, 8)
    assert words.terms == ()


def test_of_a_vector_the_signs_are_kept() -> None:
    vectors = np.array([[0.5, -0.5, 0.1, 0, -1, 1, 1, 1, 0.2, -0.2]], dtype=np.float32)
    bits = signs(vectors)
    assert bits.shape == (1, 2)
    assert np.unpackbits(bits, axis=1, count=10).tolist() == [[1, 0, 1, 0, 0, 1, 1, 1, 1, 0]]
