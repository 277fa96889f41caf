"""Late interaction: each word of the question meets the word of a passage that is nearest to it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rag.models.word_vectors import Vectors, WordBits, WordVectors


def late_interaction(
    question: WordVectors, rarities: Mapping[str, float], passages: Mapping[str, WordBits]
) -> dict[str, float]:
    """How well the question's words are met in each passage, by its id: -1 to 1.

    MaxSim (Khattab & Zaharia 2020, "ColBERT"), over words in place of tokens, a rare word counting
    more than a common one: its weight is the inverse document frequency of its term. A passage's
    vectors are given by their signs (Yamada et al. 2021), the question's are not rounded. A passage
    without words meets none: it is left out.
    """
    held = {key: bits for key, bits in passages.items() if len(bits)}
    weights = np.array([rarities[term] for term in question.terms], dtype=np.float32)
    if not held or not len(weights):
        return {}
    dimensions = question.vectors.shape[1]
    best = np.stack([_best_products(question.vectors, bits) for bits in held.values()], axis=1)
    # A sign is 2 x bit - 1: the products with the signs follow from those with the bits.
    cosines = (2 * best - question.vectors.sum(axis=1, keepdims=True)) / np.sqrt(dimensions)
    scores = weights @ cosines / weights.sum()
    return dict(zip(held, scores.tolist(), strict=True))


def _best_products(words: Vectors, bits: WordBits) -> Vectors:
    """Each word's greatest product with a row of bits; of one passage: its bits, unpacked, stay in
    the processor's cache."""
    unpacked = np.unpackbits(bits, axis=1, count=words.shape[1]).astype(np.float32)
    best: Vectors = (words @ unpacked.T).max(axis=1)
    return best
