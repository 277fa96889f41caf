"""Sentences are exact spans, in both languages, whatever the layout."""

from __future__ import annotations

import pytest

from rag.domain import Span
from rag.text import split_sentences


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


def test_empty_text_has_no_sentences() -> None:
    assert split_sentences("") == []


def test_spans_lie_in_order_inside_the_asked_part() -> None:
    text = "Before. Inside one. Inside two. After."
    within = Span(text.index("Inside one"), text.index(" After"))
    spans = split_sentences(text, within)
    assert [span.of(text) for span in spans] == ["Inside one.", "Inside two."]


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Mr. Smith met Dr. Jones in the U.S. embassy. Sept. 26, 2021 was a Sunday."
    assert sentences(text) == [
        "Mr. Smith met Dr. Jones in the U.S. embassy.",
        "Sept. 26, 2021 was a Sunday.",
    ]


def test_a_chinese_quotation_keeps_the_speaker_named_after_it() -> None:
    text = "“中国愿意合作。我们欢迎各国。”王沪宁说。会议在乌镇举行。"
    assert sentences(text) == ["“中国愿意合作。我们欢迎各国。”王沪宁说。", "会议在乌镇举行。"]


def test_a_chinese_quotation_with_its_speaker_before_it_gets_no_second_one() -> None:
    text = "他说：“网络主权很重要。”李克强强调，要开放。"
    assert sentences(text) == ["他说：“网络主权很重要。”", "李克强强调，要开放。"]


def test_a_paragraph_wrapped_by_an_editor_is_read_on() -> None:
    text = (
        "This paragraph was wrapped by an editor at some column near seventy or so\n"
        "and goes on here. A second sentence."
    )
    assert sentences(text) == [
        "This paragraph was wrapped by an editor at some column near seventy or so\n"
        "and goes on here.",
        "A second sentence.",
    ]


def test_short_lines_are_sentences_of_their_own() -> None:
    assert sentences("Photo: Simon Song\nXi speaks in Wuzhen\n") == [
        "Photo: Simon Song",
        "Xi speaks in Wuzhen",
    ]


@pytest.mark.parametrize("marker", ["-", "*", "•", "1.", "12)", ">", "##", "> -"])
def test_list_markers_are_not_part_of_the_sentence(marker: str) -> None:
    assert sentences(f"{marker} The summit opened. It rained.") == [
        "The summit opened.",
        "It rained.",
    ]


def test_emphasis_is_closed_in_the_sentence_that_opened_it() -> None:
    assert sentences("**Bold lead.** Then text.") == ["**Bold lead.**", "Then text."]


def test_rules_and_table_frames_are_no_sentences() -> None:
    assert sentences("One.\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n") == [
        "One.",
        "| a | b |",
        "| 1 | 2 |",
    ]


def test_windows_line_ends_do_not_enter_a_sentence() -> None:
    assert sentences("First line.\r\nSecond line.\r\n") == ["First line.", "Second line."]


def test_a_megabyte_without_a_line_break_keeps_its_sentences_whole() -> None:
    text = "The conference opened in Wuzhen on Wednesday. " * 20_000
    found = sentences(text)
    assert len(found) == 20_000
    assert set(found) == {"The conference opened in Wuzhen on Wednesday."}


def test_a_chinese_sentence_ends_before_one_that_begins_with_a_digit() -> None:
    text = "大会在乌镇开幕。2014年共有三天！65个国家参加。“他问：‘几年？’20年。2个月。”他说。"
    assert sentences(text)[:3] == ["大会在乌镇开幕。", "2014年共有三天！", "65个国家参加。"]
    assert sentences("他说：“共三天。2014年开始。”会议结束。")[0] == "他说：“共三天。2014年开始。”"
