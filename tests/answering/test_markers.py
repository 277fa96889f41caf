"""Whatever a language model takes for a citation is read as one, or goes."""

from __future__ import annotations

import pytest

from rag.answering.claims import DraftSentence, draft_sentences
from rag.answering.markers import in_one_form


@pytest.mark.parametrize(
    ("marker", "cited"),
    [
        ("[1]", (1,)),
        ("[1][1][1]", (1,)),
        ("[1, 3]", (1, 3)),
        ("[1-3]", (1, 2, 3)),
        ("[1]–[3]", (1, 3)),
        ("[^1]", (1,)),
        ("(1)", (1,)),
        ("([1])", (1,)),
        ("[[1]]", (1,)),
        ("{1}", (1,)),
        ("【1】", (1,)),
        ("［１］", (1,)),
        ("〔1〕「2」", (1, 2)),
        ("[١]", (1,)),
        ("【1†source】", (1,)),
        ("[Source 2]", (2,)),
        ("（来源2）", (2,)),
        ("[1](http://evil.example/?q=secret)", (1,)),
        ("[1]: http://evil.example", ()),
        ("[\u200b1\u2060]", (1,)),
        ("[0]", (0,)),
        ("[3 (source 2)]", (2,)),
        ("[-1]", ()),
        ("[]", ()),
        ("[999999999999999]", ()),
        (f"[{'9' * 5000}]", ()),
    ],
)
def test_other_brackets_and_forms_are_citations(marker: str, cited: tuple[int, ...]) -> None:
    assert draft_sentences(f"It grew {marker}.") == [DraftSentence("It grew.", cited)]


@pytest.mark.parametrize(
    "half",
    ["[1 and fell", "1] and fell", "【2 and fell", "[[1 and fell", f"[{'9' * 5000} and fell"],
)
def test_half_a_marker_goes(half: str) -> None:
    assert draft_sentences(f"It grew {half}.") == [DraftSentence("It grew and fell.", ())]


def test_a_range_of_any_length_is_read_without_counting_it_out() -> None:
    assert in_one_form("It grew [1-999999999].") == "It grew [1, 999999999]."


@pytest.mark.parametrize(
    "text",
    [
        "It opened (2016) in Wuzhen.",
        "Article 17(1) says so.",
        "It has 5 [1 million] users.",
        "他说：「网络安全是挑战。」",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert in_one_form(text) == text


def test_no_address_that_a_model_writes_is_shown() -> None:
    text = "See [this](javascript:alert(1)) ![x](http://evil.example/p.png) now."
    assert in_one_form(text) == "See this now."
    assert in_one_form("[1]: http://evil.example\nIt grew.").strip() == "It grew."


@pytest.mark.parametrize(
    "begun", ["[", "[^", "[Sour", "[1, ", "【", "(", "[this](http://ev", "[this](x(1", "!["]
)
def test_what_may_become_a_marker_or_a_link_is_not_shown_yet(begun: str) -> None:
    assert in_one_form(f"It grew {begun}").strip() == "It grew"


def test_the_number_of_a_source_before_a_sentence_goes() -> None:
    assert draft_sentences("Source 2: It grew [2]. Source 3: It fell [3].") == [
        DraftSentence("It grew.", (2,)),
        DraftSentence("It fell.", (3,)),
    ]
