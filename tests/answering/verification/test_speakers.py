"""Words are given to who said them, and an opinion is never told as a fact."""

from __future__ import annotations

import pytest

from rag.answering.verification.spans import Evidence, evidence_of
from rag.answering.verification.speakers import speaker_faults, words_of_another
from tests.sources import document, evidence

MEETING = (
    "Tim Cook, the chief executive of Apple, opened a store in Wuzhen on Monday. "
    "He met Liu Yunshan there. "
    "“No internet hegemony should be allowed,” said Liu Yunshan. "
    "“We are proud of our partners,” Cook told reporters. "
    "Wang Huning said that China stands ready to write new rules for the internet. "
    "The ministry said the hall had 1,600 seats. "
    "Ann Berg vowed to close the mill by May, while Karl Rossi said that it made a profit. "
    "According to a report by Rigi Watch, China came last. "
    "Wang Yi, China’s foreign minister, said Wuzhen rejects the idea."
)
CHINESE = "刘云山说：“不应有网络霸权。”马云表示，监管必须跟上技术。马云参观了展览。"


def of(start: str, text: str = MEETING) -> Evidence:
    """The evidence that is the one sentence with these words."""
    source = document(text, outlet="The Daily Planet")
    return next(evidence_of(one) for one in evidence(source) if start in one.text)


def phrases(claim: str, start: str, text: str = MEETING) -> list[str]:
    return [fault.phrase for fault in speaker_faults(claim, of(start, text))]


@pytest.mark.parametrize(
    ("claim", "start", "phrase"),
    [
        (
            "Tim Cook said no internet hegemony should be allowed.",
            "hegemony",
            "the source gives these words to Liu Yunshan, not to Tim Cook",
        ),
        (
            "According to Jack Ma, China stands ready to write new rules.",
            "stands ready",
            "the source gives these words to Wang Huning, not to Jack Ma",
        ),
        (
            "Karl Rossi promised to close the mill by May.",
            "the mill",
            "the source gives these words to Ann Berg, not to Karl Rossi",
        ),
    ],
)
def test_words_given_to_another_contradict_the_source(claim: str, start: str, phrase: str) -> None:
    (fault,) = speaker_faults(claim, of(start))
    assert (fault.kind, fault.phrase, fault.contradicts) == ("speaker", phrase, True)


def test_who_only_stands_in_the_sentence_did_not_say_it() -> None:
    claim = "Tim Cook said that whales sleep upright."
    assert phrases(claim, "opened a store") == [
        "the cited sentence does not have Tim Cook say this"
    ]


def test_a_persons_words_given_to_a_country_are_a_fault_and_no_contradiction() -> None:
    (fault,) = speaker_faults("Rigi Watch said it was proud of its partners.", of("proud"))
    assert not fault.contradicts


@pytest.mark.parametrize(
    ("claim", "start"),
    [
        ("Liu said that no internet hegemony should be allowed.", "hegemony"),
        ("“We are proud of our partners,” said Tim Cook.", "proud"),
        ("Apple’s chief executive said they were proud of their partners.", "proud"),
        ("According to The Daily Planet, Wang Huning said China stands ready.", "stands ready"),
        ("Karl Rossi said that the mill made a profit.", "the mill"),
        ("Ann Berg vowed to close the mill by May.", "the mill"),
        ("Rigi Watch reported that China came last.", "came last"),
        ("Cook said that the store opened on Monday.", "opened a store"),
    ],
)
def test_words_given_to_their_speaker_pass(claim: str, start: str) -> None:
    assert phrases(claim, start) == []


@pytest.mark.parametrize(
    ("claim", "start", "speaker"),
    [
        ("China stands ready to write new rules for the internet.", "stands ready", "Wang Huning"),
        ("No internet hegemony should be allowed.", "hegemony", "Liu Yunshan"),
    ],
)
def test_an_opinion_told_as_a_fact_is_a_fault(claim: str, start: str, speaker: str) -> None:
    (fault,) = speaker_faults(claim, of(start))
    assert fault.phrase == f"these are the words of {speaker}; the claim gives them as fact"
    assert not fault.contradicts


@pytest.mark.parametrize(
    ("claim", "start"),
    [
        ("The hall had 1,600 seats.", "1,600"),
        ("Tim Cook opened a store in Wuzhen on Monday.", "opened a store"),
        ("In Wang Huning’s words, China stands ready to write new rules.", "stands ready"),
        ("China reportedly stands ready to write new rules.", "stands ready"),
    ],
)
def test_a_reported_fact_and_an_attributed_opinion_pass(claim: str, start: str) -> None:
    assert phrases(claim, start) == []


def test_chinese_words_have_their_speaker() -> None:
    assert phrases("马云说，不应有网络霸权。", "霸权", CHINESE) == [
        "the source gives these words to 刘云山, not to 马云"
    ]
    assert phrases("监管必须跟上技术。", "监管", CHINESE) == [
        "these are the words of 马云; the claim gives them as fact"
    ]
    assert phrases("刘云山说，不应有网络霸权。", "霸权", CHINESE) == []


@pytest.mark.parametrize(
    ("question", "start", "other"),
    [
        ("What did Tim Cook say about internet hegemony?", "hegemony", "Liu Yunshan"),
        ("What did Mark Zuckerberg tell the hall?", "proud", "Cook"),
        ("What did Tim Cook say about China?", "came last", "Rigi Watch"),
    ],
)
def test_the_words_of_another_are_seen(question: str, start: str, other: str) -> None:
    assert words_of_another(question, [of(start)]) == other


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("What did Liu Yunshan say about hegemony?", "hegemony"),
        ("What did Tim Cook say in Wuzhen?", "opened a store"),
        ("Who said that no hegemony should be allowed?", "hegemony"),
        ("What did The Daily Planet write about hegemony?", "hegemony"),
        ("What did Apple say about its partners?", "proud"),
        ("What did China say about the idea?", "rejects"),
        ("What did Karl Rossi say about the mill?", "the mill"),
    ],
)
def test_the_asked_ones_own_words_and_deeds_are_no_words_of_another(
    question: str, start: str
) -> None:
    assert words_of_another(question, [of(start)]) is None


def test_one_span_of_the_asked_ones_words_is_enough() -> None:
    spans = [of("hegemony"), of("proud")]
    assert words_of_another("What did Tim Cook say?", spans) is None
    assert words_of_another("马云说了什么？", [of("霸权", CHINESE)]) == "刘云山"


def test_he_is_named_outside_the_span() -> None:
    text = "Ann Berg opened the fair. “We must never sell the mill,” she said."
    assert phrases("Karl Rossi said they must never sell the mill.", "never", text) == [
        "the source gives these words to Ann Berg, not to Karl Rossi"
    ]


def test_a_speaker_is_found_deep_in_a_long_document() -> None:
    text = "The mill stood still.\n\n" * 2_000 + MEETING
    assert phrases("Tim Cook said no internet hegemony should be allowed.", "hegemony", text)
