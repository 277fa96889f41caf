"""Most is not least, and before is not after."""

from __future__ import annotations

import pytest

from tests.answering.verification.judged import faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "Sales rose 4.5% to €2.3bn in the year to March.",
            "Sales increased by 4.5 percent to 2.3 billion euros.",
        ),
        (
            "Most of the delegates left before the vote.",
            "The majority of delegates left before the vote.",
        ),
        (
            "The treaty bans all nuclear tests, including those underground.",
            "All nuclear tests are banned by the treaty.",
        ),
        ("参会人数从2014年的1000人增加到2016年的1600人。", "2016年参会人数为1600人。"),
    ],
)
def test_a_word_that_means_the_same_is_no_opposite(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Sales increased by 4% in March.", "Sales decreased by 4% in March."),
        (
            "The north of the island is densely populated.",
            "The south of the island is densely populated.",
        ),
        ("All members signed the treaty.", "Some members signed the treaty."),
        ("The council approved the new stadium.", "The council rejected the new stadium."),
        ("It was a good day for the fishermen.", "It was a bad day for the fishermen."),
        ("Her father was a friend of the king.", "Her father was an enemy of the king."),
        ("Critics praised the film for its music.", "Critics condemned the film for its music."),
        ("市议会批准了新体育场。", "市议会否决了新体育场。"),
        ("参会人数从1000人增加到1600人。", "参会人数从1000人减少到1600人。"),
    ],
)
def test_the_opposite_word_in_its_place_is_a_fault(sentence: str, claim: str) -> None:
    assert "opposite" in kinds(claim, sentence)


def test_the_opposite_denied_is_the_same() -> None:
    assert "opposite" not in kinds("The lock is strong.", "The lock is not weak.")
