"""Quotations stand in the span word for word."""

from __future__ import annotations

import pytest

from tests.answering.verification.judged import faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "“We will not be intimidated,” the prime minister told parliament on Wednesday.",
            "The prime minister said on Wednesday: “We will not be intimidated.”",
        ),
        (
            "She called the plan “a reckless gamble with … the future of the country”.",
            "She called the plan “a reckless gamble”.",
        ),
        (
            "Its creation was “an important measure to … deepen cooperation”, Xi said.",
            "Xi called its creation “an important measure”.",
        ),
        (
            "‘Rights, after all, would be vested in the state,’ she wrote.",
            "She wrote that “rights, after all, would be vested in the state”.",
        ),
        ("刘云山说：“不应有网络霸权。”", "刘云山指出，不应有网络霸权。"),
    ],
)
def test_words_of_the_span_may_be_quoted_with_any_marks(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "She called it ‘a reckless gamble with the country’s future’.",
            "She called it 'a reckless bet with the country's future'.",
        ),
        (
            "She called it “a reckless gamble … with the country”.",
            "She called it “a reckless gamble with the nation”.",
        ),
        (
            "“The future should be built by all,” Xi said.",
            "Xi said: «The future must be built by all».",
        ),
        ("刘云山说：“不应有网络霸权。”", "刘云山说：“不会有网络霸权。”"),
    ],
)
def test_a_quotation_altered_by_one_word_is_a_fault(sentence: str, claim: str) -> None:
    assert "quotation" in kinds(claim, sentence)


@pytest.mark.parametrize(("word", "altered"), [("act", "wait"), ("take", "spare")])
def test_either_part_of_a_quotation_in_two_is_looked_up(word: str, altered: str) -> None:
    sentence = "“We must act now,” the mayor said, “or the river will take the town.”"
    for said in (sentence, sentence.removesuffix("”")):
        assert "quotation" not in kinds(said, sentence)
        assert "quotation" in kinds(said.replace(word, altered), sentence)


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "«»", "「」", "『』", "„“"])
def test_one_altered_word_is_caught_in_any_quotation_marks(marks: str) -> None:
    sentence = "She called the plan a reckless gamble with the country’s future."
    opening, closing = marks[0], marks[1]
    true = f"She called it {opening}a reckless gamble with the country’s future{closing}."
    assert "quotation" not in kinds(true, sentence)
    assert "quotation" in kinds(true.replace("gamble", "bet"), sentence)


def test_what_is_left_out_or_put_in_is_marked() -> None:
    sentence = "“It is an important measure to further deepen international cooperation,” he said."
    assert "quotation" not in kinds("He called it “an important measure … cooperation”.", sentence)
    assert "quotation" not in kinds("“[It] is an important measure,” he said.", sentence)
    assert "quotation" in kinds("He called it “cooperation … an important measure”.", sentence)


def test_a_short_quotation_is_one_in_the_source_as_well() -> None:
    sentence = "Delegates of the global forum discussed a more “open” internet."
    assert "quotation" not in kinds("Delegates discussed a more “open” internet.", sentence)
    assert "quotation" in kinds("Delegates discussed a more “global” internet.", sentence)
