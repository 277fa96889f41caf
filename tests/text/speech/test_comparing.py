"""Whether two speakers are one, are two, or cannot be told."""

from __future__ import annotations

import pytest

from rag.text.speech import same_speaker


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Cook", "Tim Cook"),
        ("Mr Cook", "Tim Cook"),
        ("President Xi Jinping", "Xi"),
        ("J. Ma", "Jack Ma"),
        ("WIC", "World Internet Conference"),
        ("Xinhua", "the official Xinhua news agency"),
        ("Cook and Pichai", "Sundar Pichai"),
        ("tim cook", "Cook"),
        ("习主席", "习近平"),
        ("习近平", "习近平主席"),
        ("阿里巴巴创始人马云", "马云"),
    ],
)
def test_names_of_one_speaker_are_the_same(first: str, second: str) -> None:
    assert same_speaker(first, second) is True
    assert same_speaker(second, first) is True


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Liu Yunshan", "Tim Cook"),
        ("James Cook", "Tim Cook"),
        ("Tim Cook", "the report"),
        ("马云", "刘云山"),
    ],
)
def test_names_of_two_speakers_differ(first: str, second: str) -> None:
    assert same_speaker(first, second) is False
    assert same_speaker(second, first) is False


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Apple’s chief executive", "Tim Cook"),
        ("Apple", "Apple’s chief executive"),
        ("a spokesman for Apple", "Apple"),
        ("马云", "Jack Ma"),
        ("外交部发言人", "王毅"),
    ],
)
def test_a_description_may_be_of_anybody(first: str, second: str) -> None:
    assert same_speaker(first, second) is None
    assert same_speaker(second, first) is None
