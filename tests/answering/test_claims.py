"""The LLM's stream is cut into sentences, and its [n] go to the right one."""

from __future__ import annotations

import pytest

from rag.answering.claims import DraftSentence, SentenceStream, draft_sentences


def test_markers_before_and_after_the_full_stop_cite_for_the_same_sentence() -> None:
    assert draft_sentences("It is in Beijing. [3] It was founded in 2022 [1][2].") == [
        DraftSentence("It is in Beijing.", (3,)),
        DraftSentence("It was founded in 2022.", (1, 2)),
    ]


def test_chinese_sentences_and_brackets_are_understood() -> None:
    assert draft_sentences("总部设在北京。【3】成立于2022年[1, 2]。") == [
        DraftSentence("总部设在北京。", (3,)),
        DraftSentence("成立于2022年。", (1, 2)),
    ]


def test_an_answer_that_is_only_a_marker_has_no_words() -> None:
    assert draft_sentences("[2]") == [DraftSentence("", (2,))]


def test_according_to_a_marker_leaves_no_stump() -> None:
    text = "According to [1] and [3], more than 100 joined. It is in Beijing, as stated in [2]."
    assert draft_sentences(text) == [
        DraftSentence("More than 100 joined.", (1, 3)),
        DraftSentence("It is in Beijing.", (2,)),
    ]


def test_a_preamble_is_not_a_claim() -> None:
    assert draft_sentences("According to the sources, it ended.") == [
        DraftSentence("It ended.", ())
    ]
    assert draft_sentences("Answer: Lu Wei.") == [DraftSentence("Lu Wei.", ())]


def test_each_sentence_is_handed_out_once_when_it_is_complete() -> None:
    stream = SentenceStream()
    handed_out: list[DraftSentence] = []
    text = "Lu Wei opened it [1]. Xi Jinping sent words. [2] It ended [3]"
    for character in text:
        handed_out += stream.add(character)
        assert "[" not in stream.pending
    assert handed_out == [
        DraftSentence("Lu Wei opened it.", (1,)),
        DraftSentence("Xi Jinping sent words.", (2,)),
    ]
    assert stream.pending == "It ended"
    assert stream.finish() == [DraftSentence("It ended", (3,))]
    assert stream.finish() == []


def test_a_last_sentence_that_broke_off_is_left_out() -> None:
    stream = SentenceStream()
    assert stream.add("Lu Wei opened it [1]. Xi Jinping sent a") == [
        DraftSentence("Lu Wei opened it.", (1,))
    ]
    assert stream.finish() == []


def test_a_short_answer_needs_no_full_stop() -> None:
    stream = SentenceStream()
    stream.add("Lu Wei")
    assert stream.finish() == [DraftSentence("Lu Wei", ())]


@pytest.mark.parametrize(
    "written",
    [
        "Cook spoke of a vision in [2], [3], and [4].",
        "Cook spoke of a vision [2], [3] or [4].",
        "Cook spoke of a vision, as stated in [2] and [3], [4].",
    ],
)
def test_nothing_is_left_where_several_markers_were(written: str) -> None:
    (draft,) = draft_sentences(written)
    assert draft.text == "Cook spoke of a vision."
    assert draft.cited == (2, 3, 4)
