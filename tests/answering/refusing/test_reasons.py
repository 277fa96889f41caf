"""Each reason to be silent, in the language of the question, with what would help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.answering.refusing.premises import premise_faults
from rag.answering.refusing.reasons import reach_of, reason_after, reason_before
from rag.answering.refusing.subjects import absent_subjects
from rag.answering.refusing.wording import refuse
from rag.answering.verification.spans import Evidence, evidence_of
from rag.domain import (
    HIDDEN_TEXT,
    MeantPeriod,
    MentionedDate,
    Period,
    RefusalReason,
    RetrievedPassage,
    Span,
    Stripped,
    UnderstoodQuestion,
)
from tests.sources import CROSSROADS, KEYNOTE, document, evidence, retrieved

SOURCES = retrieved(document(KEYNOTE), document(CROSSROADS, "crossroads.md"))


def asked(question: str, year: int | None = None) -> UnderstoodQuestion:
    period = Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    return UnderstoodQuestion(
        question, question, period=MeantPeriod(period, "") if period else None
    )


def spans(text: str, *words: str) -> list[Evidence]:
    """The sentences of a text that hold the words."""
    found = evidence(document(text))
    return [evidence_of(one) for word in words for one in found if word in one.text]


def speaking_of(first: date, last: date) -> tuple[RetrievedPassage, ...]:
    """Passages of an undated document that speak of a time."""
    (found,) = retrieved(document(CROSSROADS, published=None))
    mention = MentionedDate(Span(0, 4), first, last, relative=False)
    return (replace(found, passage=replace(found.passage, mentions=(mention,))),)


def test_a_name_that_nothing_mentions_is_named() -> None:
    refusal = reason_before(asked("What did Angela Merkel say in Wuzhen?"), SOURCES)
    assert refusal is not None
    assert refusal.reason == "not_covered"
    assert "“Angela Merkel”" in refusal.message
    assert "Angela Merkel" in refusal.advice
    assert refusal.nearest


def test_a_time_that_the_archive_does_not_reach_is_told_with_the_time_that_it_does() -> None:
    found = speaking_of(date(2014, 11, 20), date(2014, 11, 20))
    refusal = reason_before(asked("Who spoke at the third conference in 2030?", 2030), found)
    assert refusal is not None
    assert refusal.reason == "outside_period"
    assert "2030" in refusal.message
    assert "2014" in refusal.message
    in_chinese = reason_before(asked("2030年谁讲话了？", 2030), found)
    assert in_chinese is not None
    assert "2014年" in in_chinese.message


def test_a_century_in_passing_does_not_make_the_archive_reach_over_it() -> None:
    assert reach_of(speaking_of(date(1901, 1, 1), date(2000, 12, 31))) is None
    reach = reach_of(speaking_of(date(2016, 11, 16), date(2016, 11, 18)))
    assert reach == Period(date(2016, 1, 1), date(2016, 12, 31))


def test_what_the_archive_can_answer_is_not_refused_before_it_is_tried() -> None:
    assert reason_before(asked("How many people heard Liu Yunshan?"), SOURCES) is None


def test_the_words_of_one_do_not_answer_for_another() -> None:
    held = spans(CROSSROADS, "long led")
    understood = asked("What did Liu Yunshan say about the United States?")
    refusal = reason_after(understood, held, SOURCES)
    assert refusal is not None
    assert refusal.reason == "other_speaker"
    assert "Villepin" in refusal.message
    assert "not Liu Yunshan" in refusal.message


@pytest.mark.parametrize(
    ("question", "text", "word", "difference"),
    [
        ("Who patented an engine in 1883?", "Watt patented an engine in 1781.", "Watt", "1781"),
        (
            "Why is the strong force short?",
            "The weak force is short because its bosons are heavy.",
            "weak",
            "weak",
        ),
    ],
)
def test_a_question_that_assumes_what_the_source_denies_is_a_false_premise(
    question: str, text: str, word: str, difference: str
) -> None:
    refusal = reason_after(asked(question), spans(text, word), retrieved(document(text)))
    assert refusal is not None
    assert refusal.reason == "false_premise"
    assert difference in refusal.message
    assert "the claim" not in refusal.message


def test_a_question_that_agrees_with_its_source_assumes_nothing_false() -> None:
    held = spans(CROSSROADS, "1,600")
    assert premise_faults("Who spoke to about 1600 people?", held) == []
    assert reason_after(asked("Who spoke to about 1600 people?"), held, SOURCES) is None


@pytest.mark.parametrize("question", ["Who said so?", "谁说的？"])
@pytest.mark.parametrize("reason", ["empty_library", "nothing_admitted", "not_in_sources"])
def test_a_reason_is_told_in_the_language_of_the_question(
    question: str, reason: RefusalReason
) -> None:
    refusal = refuse(reason, asked(question))
    assert ("。" in refusal.message) is ("谁" in question)
    assert refusal.advice


def test_a_translated_question_is_told_as_what_it_was_searched() -> None:
    understood = UnderstoodQuestion("谁说的？", "谁说的？", "Who said so?")
    assert "Who said so?" in refuse("not_in_sources", understood, SOURCES).message


def test_front_matter_speaks_for_a_name_and_hidden_text_does_not() -> None:
    text = "author: David Bandurski\n\nThe hall was full.\n\nElon Musk was there."
    hidden = Span(text.index("Elon"), len(text))
    source = replace(
        document(text),
        content=(Span(text.index("The"), hidden.start),),
        stripped=(Stripped(Span(0, 24), "front matter"), Stripped(hidden, HIDDEN_TEXT)),
    )
    assert absent_subjects("What did Bandurski see?", [source]) == []
    assert absent_subjects("When did Elon Musk leave?", [source]) == ["Elon Musk"]


def test_a_word_that_asks_is_no_name() -> None:
    assert absent_subjects("Whom did Tim Cook meet?", [document(KEYNOTE)]) == []
