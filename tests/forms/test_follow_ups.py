"""What is suggested to be asked next, and what never is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.answering.refusing.wording import refuse
from rag.domain import (
    Answer,
    Citation,
    Claim,
    ModelNames,
    RetrievedPassage,
    Timings,
    UnderstoodQuestion,
    Verdict,
)
from rag.forms.follow_ups import follow_ups
from tests.assistants import assistant_over
from tests.fakes import FakeChat, FakeEmbedder
from tests.forms.archives import Article, library_of
from tests.sources import KEYNOTE, document, retrieved

SPOKEN = (
    "Ada Brennan said that the tram would carry 20,000 people a day. “Nobody will ever take the bus"
    " again in this town,” John Okafor told the council."
)
EDITIONS = (
    "The third World Internet Conference opened in Wuzhen. The second annual meeting was small."
)
HAN = (
    "第三届世界互联网大会在乌镇举行。马云说，互联网让小企业也能做全球生意。"
    "专家表示，规则还不够清楚。"
)
NOBODY = (
    "The ministry said that prices would fall next year. He said that nobody had asked him. "
    "“Yes,” Ada Brennan said. A spokesman for the tram company said that it was sorry for this."
)


def answer_to(question: str, *texts: str, cites: int = 0, told: str = "So it is.") -> Answer:
    """An answer that rests on the first `cites` of the texts."""
    found = retrieved(*(document(text, f"{n}.md") for n, text in enumerate(texts)))
    understood = UnderstoodQuestion(question, question)
    cited = tuple(
        Citation(n, item.document, item.passage.id, 0, 3)
        for n, item in enumerate(found[:cites], start=1)
    )
    claims = (Claim(told, cited, Verdict.SUPPORTED, ()),) if cites else ()
    return Answer(
        understood=understood,
        claims=claims,
        retrieved=found,
        refusal=None if claims else refuse("not_in_sources", understood, found),
        timings=Timings(1, 2, 3),
        model=ModelNames("llm", "embedder"),
        confidence=0.5 if claims else 0,
    )


def suggested(answer: Answer, *asked_before: str) -> tuple[str, ...]:
    """Where every search finds all that the answer has found."""
    return follow_ups(answer, asked_before, lambda _: answer.retrieved)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (SPOKEN, ("What did Ada Brennan say?", "What did John Okafor say?")),
        (EDITIONS, ("What happened at the third World Internet Conference?",)),
        (NOBODY, ()),
    ],
)
def test_people_who_speak_and_named_editions_are_asked_about(
    text: str, questions: tuple[str, ...]
) -> None:
    assert suggested(answer_to("Who rides the tram?", text)) == questions


def test_a_chinese_question_is_followed_in_chinese_from_chinese_passages_alone() -> None:
    assert suggested(answer_to("谁去了乌镇？", SPOKEN, HAN)) == (
        "马云说了什么？",
        "第三届世界互联网大会上发生了什么？",
    )
    assert suggested(answer_to("Who went there?", HAN)) == ()


def test_at_most_three_are_suggested_those_first_that_the_answer_leaves_out() -> None:
    answer = answer_to("Who rides?", f"{SPOKEN} Cy Twombly said that it was a fine tram.", EDITIONS)
    assert len(suggested(answer)) == 3
    left_out = answer_to("Who rides?", SPOKEN, KEYNOTE, cites=1)
    assert suggested(left_out)[0] == "What did Wang Huning say?"


@pytest.mark.parametrize(
    ("question", "told", "before"),
    [
        ("What did Ada Brennan say?", "So it is.", ()),
        ("What did Ada Brennan say about the tram?", "So it is.", ()),
        ("Who rides the tram?", "Ada Brennan praised it.", ()),
        ("Who rides the tram?", "So it is.", ("What did Ada Brennan say?",)),
    ],
)
def test_what_was_asked_or_told_already_is_not_suggested(
    question: str, told: str, before: Sequence[str]
) -> None:
    answer = answer_to(question, SPOKEN, cites=1, told=told)
    assert suggested(answer, *before) == ("What did John Okafor say?",)


def test_what_a_search_does_not_find_again_is_not_suggested() -> None:
    answer = answer_to("Who rides the tram?", SPOKEN, EDITIONS)
    other = retrieved(document(KEYNOTE, "other.md"))

    def finds_editions_only(asked: UnderstoodQuestion) -> Sequence[RetrievedPassage]:
        return answer.retrieved[1:] if "happened" in asked.question else other

    assert follow_ups(answer, (), finds_editions_only) == (
        "What happened at the third World Internet Conference?",
    )


async def test_an_answer_and_a_refusal_come_with_questions_that_are_answered(
    tmp_path: Path,
) -> None:
    articles = (Article(SPOKEN), Article("The tram of Port Elsin has nine green cars."))
    with library_of(tmp_path, *articles) as library:
        chat = FakeChat("The tram has nine green cars [1].", "NOT IN SOURCES")
        assistant = assistant_over(library, FakeEmbedder(), chat)
        answered = await assistant.answer("How many cars does the tram have?")
        refused = await assistant.answer("How long is the tram?")
        quoting = assistant_over(library, FakeEmbedder(), None)
        assert answered.claims
        assert refused.refusal
        for question in {*answered.follow_ups, *refused.follow_ups}:
            next_answer = await quoting.answer(question)
            assert any(c.document.id == "0.md" for c in next_answer.citations)
    assert "What did Ada Brennan say?" in answered.follow_ups
    assert answered.follow_ups == refused.follow_ups
