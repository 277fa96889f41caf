"""Claims beside the sources that say something else."""

from __future__ import annotations

from datetime import date

from rag.answering.disagreement.by_claim import disputes_with
from rag.answering.disagreement.sides import Dispute, contested
from rag.domain import Citation, Claim, Document, Verdict
from tests.sources import document, evidence, passage_of

QUAKE = document(
    "The earthquake in Luding killed 66 people, officials said.",
    "first.md",
    outlet="The Daily Planet",
    published=date(2022, 9, 6),
)


def claim_from(source: Document, text: str = "") -> Claim:
    """The document's first sentence, or another wording of it, cited whole."""
    end = len(source.text)
    return Claim(
        text or source.text,
        (Citation(1, source, passage_of(source).id, 0, end),),
        Verdict.SUPPORTED,
        (),
    )


def found(question: str, claim: Claim, *sources: Document) -> tuple[Dispute, ...]:
    stories = {source.id: source.id for source in sources}
    return disputes_with(question, [claim], evidence(*sources), stories)


def other(text: str, published: date | None = date(2022, 9, 6)) -> Document:
    return document(text, "other.md", "Another report", "The Evening Star", published)


def test_another_figure_for_the_same_thing_is_a_contradiction_with_both_sides() -> None:
    star = other("The earthquake in Luding killed 93 people, the Red Cross said.")
    claim = claim_from(QUAKE)
    (disagreement,) = found(
        "How many people did the earthquake in Luding kill?", claim, QUAKE, star
    )
    assert disagreement.relation == "contradicts"
    assert [side.document.id for side in disagreement.sides] == ["first.md", "other.md"]
    assert [side.values for side in disagreement.sides] == [("66",), ("93",)]
    assert contested(claim, (disagreement,))


def test_the_same_figure_in_other_writing_is_no_disagreement() -> None:
    star = other("Sixty-six people were killed in the earthquake in Luding.")
    question = "How many people did the earthquake in Luding kill?"
    assert found(question, claim_from(QUAKE), QUAKE, star) == ()


def test_a_figure_for_another_thing_is_no_disagreement() -> None:
    star = other("The earthquake in Luding destroyed 243 houses and killed people, it said.")
    question = "How many people did the earthquake in Luding kill?"
    assert found(question, claim_from(QUAKE), QUAKE, star) == ()


def test_a_figure_for_another_place_is_no_disagreement() -> None:
    star = other("The earthquake in Yushu killed 2,698 people, officials said.")
    question = "How many people did the earthquake in Luding kill?"
    assert found(question, claim_from(QUAKE), QUAKE, star) == ()


def test_a_figure_of_another_year_than_the_one_asked_about_is_no_disagreement() -> None:
    first = document("In 2016 China had 731 million internet users.", "first.md")
    second = other("In 2021 China had 1,032 million internet users.")
    question = "How many internet users did China have in 2016?"
    assert found(question, claim_from(first), first, second) == ()


def test_a_later_state_of_the_same_quantity_is_an_update() -> None:
    first = document("In 2016 China had 731 million internet users.", "first.md")
    second = other("In 2021 China had 1,032 million internet users.")
    question = "How many internet users does China have?"
    (disagreement,) = found(question, claim_from(first), first, second)
    assert disagreement.relation == "updates"


def test_what_is_so_now_is_of_the_year_of_publication() -> None:
    first = document("China now has 731 million internet users.", "first.md")
    second = other("China now has 1,032 million internet users.")
    question = "How many internet users does China have?"
    (disagreement,) = found(question, claim_from(first), first, second)
    assert disagreement.relation == "updates"


def test_another_name_in_the_same_place_of_a_sentence_is_a_contradiction() -> None:
    first = document("The Wuzhen declaration was drafted by Lu Wei.", "first.md")
    second = other("The Wuzhen declaration was drafted by Ren Xianliang.")
    question = "Who drafted the Wuzhen declaration?"
    (disagreement,) = found(question, claim_from(first), first, second)
    assert disagreement.relation == "contradicts"
    assert disagreement.sides[1].values == ("Ren Xianliang",)


def test_what_a_question_names_is_no_answer_to_it() -> None:
    first = document("Alibaba was founded in 1999 by Jack Ma.", "first.md")
    second = other("Alibaba was founded in Hangzhou by Joseph Tsai.")
    (disagreement,) = found("Who founded Alibaba?", claim_from(first), first, second)
    assert disagreement.sides[0].values == ("Jack Ma",)


def test_who_only_names_the_subject_of_an_answer_in_one_word_takes_no_side() -> None:
    first = document("Luding is the seat of the River Workers Union.", "first.md")
    second = other("Xianliang spoke to the River Workers Union in May.")
    rival = other("Wuzhen is the seat of the River Workers Union.")
    question, claim = "Where is the seat of the River Workers Union?", claim_from(first, "Luding.")
    assert found(question, claim, first, second) == ()
    (disagreement,) = found(question, claim, first, rival)
    assert [side.values for side in disagreement.sides] == [("Luding",), ("Wuzhen",)]


def test_another_edition_of_an_event_is_no_disagreement() -> None:
    first = document("约1000人出席了首届乌镇大会。", "first.md")
    second = other("约1600人出席了第三届乌镇大会。")
    assert found("首届大会有多少人出席？", claim_from(first), first, second) == ()


def test_sums_of_one_currency_are_held_against_each_other() -> None:
    first = document("Apple paid developers in China $17bn.", "first.md")
    second = other("Apple paid $20bn to developers in China.")
    question = "How much did Apple pay developers in China?"
    (disagreement,) = found(question, claim_from(first), first, second)
    assert disagreement.relation == "contradicts"


def test_a_more_exact_date_is_no_other_date() -> None:
    first = document("The Wuzhen declaration was published in November 2014.", "first.md")
    second = other("The Wuzhen declaration was published on November 21, 2014.")
    question = "When was the Wuzhen declaration published?"
    assert found(question, claim_from(first), first, second) == ()


def test_another_date_of_the_same_event_is_a_contradiction() -> None:
    first = document("The Wuzhen declaration was published in November 2014.", "first.md")
    second = other("The Wuzhen declaration was published in December 2015.")
    question = "When was the Wuzhen declaration published?"
    (disagreement,) = found(question, claim_from(first), first, second)
    assert disagreement.relation == "contradicts"


def test_chinese_sources_that_count_differently_are_two_sides() -> None:
    first = document("泸定地震造成66人遇难。", "first.md")
    second = other("泸定地震造成93人遇难。")
    (disagreement,) = found("泸定地震造成多少人遇难？", claim_from(first), first, second)
    assert [side.values for side in disagreement.sides] == [("66",), ("93",)]


def test_a_claim_that_is_not_supported_takes_no_side() -> None:
    star = other("The earthquake in Luding killed 93 people, the Red Cross said.")
    claim = Claim("It killed 66 people.", (), Verdict.UNSUPPORTED, ("no source",))
    assert found("How many people did the earthquake in Luding kill?", claim, QUAKE, star) == ()
