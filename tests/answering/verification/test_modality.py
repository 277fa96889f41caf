"""What is possible, planned, demanded or heard is not told as a fact."""

from __future__ import annotations

import pytest

from tests.answering.verification.judged import faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "China is expected to host more summits next year, according to its website.",
            "China will host more summits next year.",
        ),
        (
            "The vaccine may cause mild headaches in some patients.",
            "The vaccine might cause mild headaches in some patients.",
        ),
        (
            "The vaccine may cause mild headaches in some patients.",
            "Mild headaches are possible in patients who receive the vaccine.",
        ),
        (
            "The Dutch parliament approved the treaty in May 2017.",
            "The parliament of the Netherlands approved the treaty in 2017.",
        ),
        (
            "The museum, housed in a former power station, opened to the public in May 2000.",
            "The museum opened in 2000.",
        ),
        ("会议可能推迟到明年举行。", "会议或将推迟到明年举行。"),
    ],
)
def test_a_hedge_in_other_words_is_the_same_hedge(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "The vaccine may cause headaches in some patients.",
            "The vaccine causes headaches in some patients.",
        ),
        ("Apple plans to open three stores in India.", "Apple opened three stores in India."),
        (
            "The senator allegedly took bribes from the firm.",
            "The senator took bribes from the firm.",
        ),
        ("会议可能推迟到明年举行。", "会议推迟到明年举行。"),
    ],
)
def test_what_is_only_possible_planned_or_heard_is_no_fact(sentence: str, claim: str) -> None:
    assert "modality" in kinds(claim, sentence)


def test_a_hedge_left_out_is_a_partial_fault() -> None:
    (fault,) = faults("The vaccine causes headaches.", "The vaccine may cause headaches.")
    assert fault.phrase == "the source says “may”, the claim says it as a fact"
    assert fault.partial
    assert not fault.contradicts


def test_what_should_be_is_not_what_will_be() -> None:
    sentence = "No internet hegemony should be allowed."
    assert kinds("No internet hegemony will be allowed.", sentence) == {"modality"}
