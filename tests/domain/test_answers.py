"""A claim is shown and copied with the markers of its citations."""

from __future__ import annotations

import pytest

from rag.domain import Citation, Claim, Verdict
from tests.sources import KEYNOTE, document


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([1, 2, 3], "[1][2][3]"),
        ([1, 2, 3, 4], "[1]–[4]"),
        ([2, 4, 5, 6, 7, 9], "[2][4]–[7][9]"),
        ([4, 3, 2, 1], "[4][3][2][1]"),
    ],
)
def test_of_a_long_run_of_markers_the_ends_are_shown(numbers: list[int], shown: str) -> None:
    source = document(KEYNOTE)
    citations = tuple(Citation(number, source, "keynote.md#0", 0, 5) for number in numbers)
    assert Claim("So.", citations, Verdict.SUPPORTED, ()).marked_text == f"So.{shown}"
