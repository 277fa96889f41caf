"""Late interaction: each word of the question meets the word of a passage that is nearest to it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rag.models.word_vectors import WordBits, WordVectors, best_cosines


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
    cosines = np.stack([best_cosines(question.vectors, bits) for bits in held.values()], axis=1)
    scores = weights @ cosines / weights.sum()
    return dict(zip(held, scores.tolist(), strict=True))
