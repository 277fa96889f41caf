"""Numbers as words and in Chinese writing, there and back."""

from __future__ import annotations

import pytest

from rag.text.numerals import han_numeral, han_value, ordinal


@pytest.mark.parametrize("number", [1, 9, 10, 12, 20, 45, 99])
def test_a_chinese_numeral_means_the_number_that_it_was_made_of(number: int) -> None:
    assert han_value(han_numeral(number)) == number


def test_chinese_numerals_are_written_as_people_write_them() -> None:
    assert [han_numeral(number) for number in (3, 10, 12, 45, 100)] == [
        "三", "十", "十二", "四十五", "100",
    ]  # fmt: skip


def test_ordinals_are_words_up_to_twenty() -> None:
    assert [ordinal(number) for number in (3, 12, 20, 21, 42, 63, 111)] == [
        "third", "twelfth", "twentieth", "21st", "42nd", "63rd", "111th",
    ]  # fmt: skip
