"""Vectors of the single words of a text, from the pass that embeds it: for late interaction.

A sentence-transformers model makes a vector of each token before it pools them into one. Those of
a content word's tokens are averaged, and of the result only the signs are kept: 48 bytes a word
where 384 numbers would take 1,536 (Yamada et al. 2021 found the same for passages, "Efficient
Passage Retrieval with Hashing"). On SciFact's train queries that costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.text import WordSpan

Vectors = NDArray[np.float32]
WordBits = NDArray[np.uint8]
"""(words, ceil(dimensions / 8)): the signs of each word's vector, 1 for what is above 0."""


class WordVectors(NamedTuple):
    """The content words of a text."""

    vectors: Vectors
    """(words, dimensions), rows of unit length."""
    terms: tuple[str, ...]
    """The index term of each."""


def pool_words(
    token_vectors: Vectors, token_spans: Sequence[tuple[int, int]], words: Sequence[WordSpan]
) -> WordVectors:
    """The mean of the unit vectors of each word's tokens.

    Args:
        token_vectors: (tokens, dimensions).
        token_spans: where each token stands in the text; an empty span: nowhere (special tokens).
        words: in the order of the text; those without a token (cut off by the model) are left out.
    """
    owner = _owners(token_spans, words)
    kept = np.flatnonzero(owner >= 0)
    if not len(kept):
        return WordVectors(np.empty((0, token_vectors.shape[1]), dtype=np.float32), ())
    numbers, starts = np.unique(owner[kept], return_index=True)
    sums = np.add.reduceat(_unit(token_vectors[kept]), starts, axis=0)
    return WordVectors(_unit(sums), tuple(words[number].term for number in numbers))


def signs(vectors: Vectors) -> WordBits:
    return np.packbits(vectors > 0, axis=1)


def best_cosines(words: Vectors, bits: WordBits) -> Vectors:
    """Each word's greatest cosine with a row of signs (there is at least one): (words,).

    The words, rows of unit length, are not rounded. With its own signs a word's cosine is about
    .8, not 1: the mean of |x| over the root of the mean of x squared, of normal numbers.
    """
    # The bits of one text, unpacked, stay in the processor's cache.
    unpacked = np.unpackbits(bits, axis=1, count=words.shape[1]).astype(np.float32)
    best = (words @ unpacked.T).max(axis=1)
    # A sign is 2 x bit - 1: the products with the signs follow from those with the bits.
    cosines: Vectors = (2 * best - words.sum(axis=1)) / np.sqrt(words.shape[1])
    return cosines


def _owners(token_spans: Sequence[tuple[int, int]], words: Sequence[WordSpan]) -> NDArray[np.int64]:
    """The number of the word in which each token begins; -1: in none."""
    spans = np.array(token_spans, dtype=np.int64).reshape(-1, 2)
    starts = np.array([word.start for word in words], dtype=np.int64)
    ends = np.array([word.end for word in words], dtype=np.int64)
    if not len(words):
        return np.full(len(spans), -1)
    owner = np.searchsorted(starts, spans[:, 0], side="right") - 1
    inside = (owner >= 0) & (spans[:, 1] > spans[:, 0]) & (spans[:, 0] < ends[owner])
    return np.where(inside, owner, -1)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
