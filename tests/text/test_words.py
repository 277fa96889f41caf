"""Folding what looks alike, however it is written and however long it is."""

from __future__ import annotations

import random
import unicodedata

import pytest

from rag.text import index_terms, normalise

SYLLABLES = ["e\u0301", "ﬁ", "Ａ ", "word", "\n", " ", "\u3000", "乌镇", "가"]


def test_a_long_text_is_folded_as_a_whole_would_be() -> None:
    text = "".join(random.Random(4).choices(SYLLABLES, k=20_000))
    assert normalise(text) == unicodedata.normalize("NFKC", text).casefold()


@pytest.mark.timeout(10)  # in one piece, it takes half a minute
def test_a_heap_of_combining_marks_is_folded_in_pieces() -> None:
    assert normalise("a" + "\u0301" * 100_000).startswith("á\u0301")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Google，Facebook，Tencent", ["googl", "facebook", "tencent"]),
        ("They came.Apple left", ["came", "appl", "left"]),
        ("2014，2015", ["2014", "2015"]),
        ("1,000.5 U.S.A v1.2 O'Neill", ["1,000.5", "u.s.a", "v1.2", "o'neil"]),
    ],
)
def test_a_comma_joins_digits_and_never_words(text: str, terms: list[str]) -> None:
    assert index_terms(text) == terms
