"""Copies of a text are told by its MinHash signature (Broder 1997), in English and Chinese.

A text is taken for the set of its runs of three terms (stems, or Han bigrams); two texts are copies
where the sets share `THRESHOLD` of their union, as far as 128 hashes can tell (give or take .04).
A cut of a third, an added paragraph, another headline and byline stay above; two reports of one
event, which share names and quotations, stay far below. Only the prose counts, so that a common
footer joins nobody. Candidates come from 32 bands of 4 hashes: they hold 98.8 percent of the pairs
that share .6, all but a millionth of those that share .9.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.domain import Document
from rag.text import index_terms

if TYPE_CHECKING:
    from datasketch import MinHash

Signature = NDArray[np.uint32]

THRESHOLD = 0.6
_RUN_TERMS = 3
_HASHES = 128
_BAND_HASHES = 4
# Two captions of a dozen words may differ in all that matters.
_MIN_RUNS = 16


def signature_of(document: Document) -> tuple[Signature, list[int]]:
    """The signature of a document's prose, and the bands that its copies have one of, too.

    A text too short to be judged by its share has one band, which only equal texts share.
    """
    runs = _runs(" ".join(span.of(document.text) for span in document.content))
    sketch = _empty_sketch().copy()
    sketch.update_batch([run.encode() for run in runs])
    signature: Signature = sketch.digest()
    return signature, _bands(signature, _BAND_HASHES if len(runs) >= _MIN_RUNS else _HASHES)


def all_bands(signature: Signature) -> list[int]:
    """The bands of a signature, whether its text is short or long."""
    return [*_bands(signature, _BAND_HASHES), *_bands(signature, _HASHES)]


def are_copies(signature: Signature, others: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which rows of `others` (n, 128) are of copies of a text that shares their kind of bands."""
    equal = others == signature
    # A pair that shares no band is no candidate: here neither, or it would depend on the order.
    candidates = equal.reshape(len(others), -1, _BAND_HASHES).all(axis=2).any(axis=1)
    alike: NDArray[np.bool_] = candidates & (equal.mean(axis=1) >= THRESHOLD)
    return alike


def _runs(text: str) -> set[str]:
    terms = index_terms(text)
    last = max(1, len(terms) - _RUN_TERMS + 1)
    return {" ".join(terms[start : start + _RUN_TERMS]) for start in range(last)}


def _bands(signature: Signature, width: int) -> list[int]:
    return [_band(first, signature[first : first + width]) for first in range(0, _HASHES, width)]


def _band(first: int, values: Signature) -> int:
    """As SQLite's integers: signed, of 64 bits."""
    data = first.to_bytes(2) + values.astype("<u4").tobytes()
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=True)


@cache
def _empty_sketch() -> MinHash:
    from datasketch import MinHash

    return MinHash(_HASHES)
