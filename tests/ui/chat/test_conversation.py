from __future__ import annotations

from dataclasses import replace

from rag.domain import (
    AnswerFinished,
    ClaimChecked,
    Context,
    QuestionUnderstood,
    SourcesFound,
    Turn,
)
from rag.errors import LLMFailed
from tests.ui.archive import (
    DISAGREEMENT,
    DISPUTED,
    FOLLOW_UP,
    FOLLOWED_UP,
    FOUND,
    HELD,
    LISTING,
    MENTIONS,
    REFUSAL,
    SIDES,
    TICKETS,
    WHEN,
    answer,
)
from ui.chat.conversation import Conversation
from ui.chat.exchange import Exchange
from ui.words import Words

T = Words("en")


def asked(conversation: Conversation, question: str) -> Exchange:
    return conversation.begin(question, Context(conversation.history), T)


def test_what_follows_knows_the_questions_as_they_were_read_and_their_answers() -> None:
    conversation = Conversation()
    asked(conversation, WHEN).apply(AnswerFinished(answer(WHEN, [HELD])))
    asked(conversation, FOLLOW_UP).apply(AnswerFinished(answer(FOLLOWED_UP, [HELD])))
    assert conversation.history == (
        Turn(WHEN, f"{HELD.text}[1]"),
        Turn("When and where was the conference held in 2015?", f"{HELD.text}[1]"),
    )


def test_of_a_refusal_the_sentence_is_remembered_and_no_passage() -> None:
    conversation = Conversation()
    asked(conversation, TICKETS).apply(AnswerFinished(answer(TICKETS, refusal=REFUSAL)))
    assert conversation.history == (Turn(TICKETS, REFUSAL.message),)


def test_failures_and_stopped_answers_are_left_out() -> None:
    conversation = Conversation()
    asked(conversation, WHEN).apply(AnswerFinished(answer(WHEN, [HELD])))
    stopped, failed = (asked(conversation, FOLLOW_UP) for _ in range(2))
    for exchange in (stopped, failed):
        exchange.apply(SourcesFound(FOUND))
        exchange.apply(ClaimChecked(HELD))
    stopped.stop()
    failed.fail(LLMFailed("It broke off."))
    assert conversation.history == (Turn(WHEN, f"{HELD.text}[1]"),)


def test_a_question_asked_again_takes_the_place_of_its_first_answer() -> None:
    conversation = Conversation()
    first = asked(conversation, WHEN)
    first.apply(AnswerFinished(answer(WHEN, [HELD])))
    again = conversation.begin(WHEN, replace(first.context, understand_period=False), T)
    again.apply(AnswerFinished(answer(WHEN, [HELD, HELD])))
    assert conversation.history == (Turn(WHEN, f"{HELD.text}[1] {HELD.text}[1]"),)


def test_notes_are_told_with_the_sources_and_stay() -> None:
    exchange = Conversation().begin(WHEN, Context(), T)
    exchange.apply(SourcesFound(FOUND, ("Only words were searched.",)))
    assert "Only words were searched." in exchange.messages(is_last=True)[-1]["content"]
    exchange.apply(AnswerFinished(answer(WHEN, [HELD], notices=["Only words were searched."])))
    assert exchange.messages(is_last=True)[-1]["content"].count("Only words were searched.") == 1


def test_sides_come_as_checked_sentences_and_are_grouped_in_the_end() -> None:
    exchange = Conversation().begin(DISPUTED, Context(), T)
    disputed = replace(answer(DISPUTED, [HELD, *SIDES]), disagreements=(DISAGREEMENT,))
    for claim in disputed.claims:
        exchange.apply(ClaimChecked(claim))
    assert exchange.messages(is_last=True)[-1]["content"].count(SIDES[-1].text) == 1
    assert "<h3>" not in exchange.messages(is_last=True)[-1]["content"]
    exchange.apply(AnswerFinished(disputed))
    assert exchange.messages(is_last=True)[-1]["content"].count(SIDES[-1].text) == 1
    assert "<h3>" in exchange.messages(is_last=True)[-1]["content"]


def test_a_complete_scan_is_not_said_to_be_read() -> None:
    scanned, answered = (Conversation().begin(question, Context(), T) for question in (WHEN, WHEN))
    scanned.apply(QuestionUnderstood(LISTING))
    for exchange in (scanned, answered):
        exchange.apply(SourcesFound(FOUND))
    assert "Reading 3 sources\u2026" in answered.activity
    scanned.apply(ClaimChecked(MENTIONS[0]))
    assert "Reading" not in scanned.activity


def test_an_answer_can_be_corrected_once_it_has_ended() -> None:
    exchange = Conversation().begin(FOLLOW_UP, Context(), T)
    exchange.apply(QuestionUnderstood(FOLLOWED_UP))
    reading = exchange.messages(is_last=True)[-1]["content"]
    assert "About 2015" in reading
    assert "<form" not in reading
    exchange.stop()
    assert "<form" in exchange.messages(is_last=True)[-1]["content"]
