"""Who says what in English: direct and reported speech, names, descriptions and pronouns."""

from __future__ import annotations

import pytest

from rag.text.speech import speakers, utterances


def said(text: str, before: str = "") -> list[tuple[str | None, str]]:
    return [(one.speaker, one.span.of(text)) for one in utterances(text, before)]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("“The web is open,” Liu said.", "Liu", "The web is open,"),
        ("“The web is open,” said Ann Berg, a lawyer at Rigi.", "Ann Berg", "The web is open,"),
        ("Jack Ma, founder of Alibaba, said: “It is open.”", "Jack Ma", "It is open."),
        ("Lee, who runs the mill, said that it was open.", "Lee", "it was open"),
        ("The Rigi Forum (RF), a yearly event, said it grew.", "Rigi Forum", "it grew"),
        ("**Tim Cook** said: *“We are proud.”*", "Tim Cook", "We are proud."),
        ("Lee, 45, from Leeds, said it was open.", "Lee", "it was open"),
        ("According to Freedom House, China is last.", "Freedom House", "China is last"),
        ("According to a speech by Ann Berg, a lawyer who, China lags.", "Ann Berg", "China lags"),
        ("China is last, according to Freedom House.", "Freedom House", "China is last"),
        ("Growth was 3%, according to its economist, Li Wei.", "Li Wei", "Growth was 3%"),
        ("The race was growing, Villepin said.", "Villepin", "The race was growing"),
        ("The race was growing, said Villepin.", "Villepin", "The race was growing"),
        ("Cook told Xinhua that sales grew.", "Cook", "sales grew"),
        ("On Sunday, Cook informed the hall that sales grew.", "Cook", "sales grew"),
        ("President Biden on Monday announced that they left.", "Biden", "they left"),
        ("Berg called the draft “a ridiculous thing”.", "Berg", "a ridiculous thing"),
        ("In a letter read by Wang, Xi Jinping said that doors open.", "Xi Jinping", "doors open"),
        ("Delegates were told by Liu that doors open.", "Liu", "doors open"),
        ("A spokesman for Apple said it was glad.", "A spokesman for Apple", "it was glad"),
        ("Apple’s chief executive said it was glad.", "Apple’s chief executive", "it was glad"),
        ("Apple’s chief, Tim Cook, said it was glad.", "Tim Cook", "it was glad"),
        ("Lu Wei, China’s Minister of Order said it was free.", "Lu Wei", "it was free"),
        ("The report says China is last.", "The report", "China is last"),
        ("Cook and Pichai said they were glad.", "Cook and Pichai", "they were glad"),
        ("The European Commission warned that funds end.", "European Commission", "funds end"),
        ("Klopp’s aide, Pep Lind, disagreed: “We won it fairly.”", "Pep Lind", "We won it fairly."),
        ("As Cook put it: “We believe in it.”", "Cook", "We believe in it."),
        ("Berg repeated her message that it was open.", "Berg", "it was open"),
        ("The party met and Berg vowed to go on.", "Berg", "to go on"),
    ],
)
def test_words_have_the_speaker_that_the_sentence_gives(
    text: str, speaker: str, words: str
) -> None:
    assert said(text)[0] == (speaker, words)


@pytest.mark.parametrize(
    "text",
    [
        "The draft was called a success.",
        "A suddenly announced and aborted plan failed.",
        "The US think tank counted 65 countries.",
        "Cook did not say that Apple would leave.",
        "Preliminary reports on the body were few.",
        "There is no hope that it will relax.",
        "China’s demands grew louder.",
        "What does China hope to gain?",
        "The word “sovereignty” stands there.",
    ],
)
def test_what_nobody_is_said_to_say_is_no_speech(text: str) -> None:
    assert utterances(text) == []


def test_a_split_quotation_is_one_speakers() -> None:
    text = "“We are glad,” Cook said, “and we will stay.” Then he left."
    assert said(text) == [("Cook", "We are glad,"), ("Cook", "and we will stay.")]


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    text = "“We will not sign,” a spokesman for Rigi said. “Not now. Not ever.”"
    assert {speaker for speaker, _ in said(text)} == {"a spokesman for Rigi"}
    assert said(text)[1][1] == "Not now. Not ever."


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "Ma said: “Govern it well.\n\n“Let it catch up,” he said. The end."
    assert said(text) == [("Ma", "Govern it well."), ("Ma", "Let it catch up,")]


def test_a_speaker_named_at_the_end_spoke_from_the_first_paragraph_on() -> None:
    text = "“Govern it well, I tell you.\n\n“Let it catch up,” Ma said."
    assert said(text)[0] == ("Ma", "Govern it well, I tell you.")


def test_what_begins_inside_a_quotation_is_the_speakers_named_before() -> None:
    before = "“The web is at a crossroads,” Liu said. “New markets need a say. "
    assert said("No hegemony should be allowed.” The hall rose.", before) == [
        ("Liu", "No hegemony should be allowed.")
    ]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Tim Cook, head of Apple, met Jack Ma. ", "Tim Cook"),
        ("As Ann Berg left for Peru, Liu Yunshan addressed the hall. ", "Liu Yunshan"),
        ("Tim Cook opened it. Liu Yunshan said it was late. ", "Liu Yunshan"),
        ("President of China Xi Jinping opened it. ", "Xi Jinping"),
        ("Ms Warren opened it. ", "Warren"),
        ("Zuckerberg said that it was late. ", "Zuckerberg"),
        ("The doors opened. ", None),
    ],
)
def test_a_pronoun_means_the_person_last_spoken_of(before: str, speaker: str | None) -> None:
    assert said("The hall was full, he said.", before) == [(speaker, "The hall was full")]


def test_the_organisation_is_the_one_last_spoken_of() -> None:
    text = "Freedom House met. China was last, the organisation said. It added that it fell."
    assert said(text) == [("Freedom House", "China was last"), ("Freedom House", "it fell")]


def test_two_speakers_of_one_sentence_keep_their_own_words() -> None:
    text = "Merkel said that Europe must act, while Macron warned that time was short."
    assert said(text) == [("Merkel", "Europe must act"), ("Macron", "time was short")]


def test_what_one_reports_that_another_said_is_given_to_both() -> None:
    text = "Xi Jinping sent a letter, saying its birth was “a big step”, Xinhua reported."
    assert said(text) == [
        ("Xinhua", "Xi Jinping sent a letter, saying its birth was “a big step”"),
        ("Xi Jinping", "its birth was “a big step”"),
        ("Xi Jinping", "a big step"),
    ]


def test_direct_and_reported_speech_and_opinions_are_told_apart() -> None:
    direct, reported, wanted = utterances(
        "“The web is open,” Liu said. Cook said that sales grew. Lei Jun urged firms to share."
    )
    assert (direct.direct, reported.direct, wanted.direct) == (True, False, False)
    assert (direct.is_opinion, reported.is_opinion, wanted.is_opinion) == (False, False, True)


def test_whom_it_was_told_is_kept() -> None:
    assert utterances("Cook told Xinhua that sales grew.")[0].told == "Xinhua"


def test_speakers_are_all_to_whom_a_text_gives_words() -> None:
    assert speakers("Cook said it grew. It fell, said Ann Berg. It rained.") == {"Cook", "Ann Berg"}


@pytest.mark.parametrize(
    "hostile",
    ["A", "Abc ", " ", "\n", "A. ", ", ", "said ", "Cook and ", "A's ", "说", "马云在乌镇表示"],
)
def test_a_long_run_of_one_thing_is_read_in_time(hostile: str) -> None:
    text = hostile * (100_000 // len(hostile))
    assert len(utterances(text)) < 100


@pytest.mark.parametrize("mark", ['"', "“", "”", "‘", "「", "“a\n\n", "马云说：“", "ꙀꙀꙁ"])
def test_quotation_marks_without_end_are_read_in_time(mark: str) -> None:
    text = mark * (100_000 // len(mark))
    assert all(one.span.end <= len(text) for one in utterances(text))


def test_letters_that_cover_quotations_are_letters_of_the_text_as_well() -> None:
    assert said("Cook said that Ꙁꙁ grew.") == [("Cook", "Ꙁꙁ grew")]
