"""Sentences said otherwise stay true."""

from __future__ import annotations

import pytest

from eval.datasets.faults.rewording import reworded
from eval.datasets.faults.statements import Statement


def rewordings(sentence: str, document: str = "") -> dict[str, str]:
    statement = Statement("d:0", "word for word", sentence, sentence)
    return {made.rule: made.claim for made in reworded(statement, document or sentence)}


@pytest.mark.parametrize(
    ("rule", "sentence", "claim"),
    [
        (
            "attributed",
            "Liu Yunshan, a leader, said in 2016 that nobody should rule the internet.",
            "According to Liu Yunshan, nobody should rule the internet.",
        ),
        (
            "attributed",
            'Wang Huning told the hall: "Cybersecurity is a challenge."',
            "According to Wang Huning, “Cybersecurity is a challenge”.",
        ),
        (
            "speaker last",
            'Wang Huning said in 2017: "Cybersecurity is a challenge."',
            "“Cybersecurity is a challenge,” said Wang Huning.",
        ),
        (
            "number rewritten",
            "Some 1.8 million developers came.",
            "Some 1.8m developers came.",
        ),
        ("number rewritten", "About 1,600 people came.", "About 1600 people came."),
        ("number rewritten", "The draft had nine points.", "The draft had 9 points."),
        (
            "date rewritten",
            "It opened on November 16, 2014, in Wuzhen.",
            "It opened on 16 Nov 2014, in Wuzhen.",
        ),
        ("date rewritten", "It opened on 16 November 2014.", "It opened on November 16, 2014."),
        ("no parentheses", "The forum (WIC) met there.", "The forum met there."),
        (
            "no apposition",
            "Jack Ma, the founder of Alibaba, spoke there.",
            "Jack Ma spoke there.",
        ),
        (
            "apposition alone",
            "Jack Ma, the founder of Alibaba, spoke there.",
            "Jack Ma was the founder of Alibaba.",
        ),
        (
            "no relative clause",
            "It was the draft of a declaration, which nobody signed.",
            "It was the draft of a declaration.",
        ),
        (
            "first clause",
            "The draft had nine points, and the declaration was never released.",
            "The draft had nine points.",
        ),
        (
            "adverbial last",
            "On November 20, 2014, the draft was delivered.",
            "The draft was delivered on November 20, 2014.",
        ),
        (
            "acronym",
            "The World Internet Conference (WIC) met in Wuzhen.",
            "The WIC met in Wuzhen.",
        ),
    ],
)
def test_a_rule_says_the_same_otherwise(rule: str, sentence: str, claim: str) -> None:
    assert rewordings(sentence)[rule] == claim


@pytest.mark.parametrize(
    "sentence",
    [
        "He was told that it had begun.",
        "Facebook, the Post, and some others were there.",
        "Although it rained, the hall was full, and nobody left.",
        'He called it "a draft of nine points" then.',
        "It ran from 23–24 August in that year.",
    ],
)
def test_what_might_not_stay_true_is_left_alone(sentence: str) -> None:
    assert list(rewordings(sentence)) == ["word for word"]


def test_what_others_say_in_a_second_clause_is_not_given_to_the_speaker_of_the_first() -> None:
    made = rewordings("Trotsky said that it failed, but others denied it.")
    assert made.keys() == {"word for word", "first clause"}


def test_initials_stand_for_a_name_only_where_the_document_introduces_them() -> None:
    sentence = "The World Internet Conference met in Wuzhen."
    assert "acronym" not in rewordings(sentence)
    introduced = f"The World Internet Conference (WIC) is yearly. {sentence}"
    assert rewordings(sentence, introduced)["acronym"] == "The WIC met in Wuzhen."
