"""A cited timeline over a real library: no language model writes a word of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.domain import AnswerFinished, Context, PartFinished, Period, SourcesFound, Verdict
from rag.library import Library
from tests.assistants import assistant_over
from tests.fakes import FakeChat, FakeEmbedder
from tests.forms.archives import Article, library_of

TIMELINE = Context(form="timeline", as_of=date(2022, 6, 1))
ARTICLES = (
    Article(
        "The tram broke down twice in January 2020. The tram carried nobody in 2020, by a report. "
        "The tram stood still on 14 January 2020.",
        "Elsin Post",
        date(2020, 2, 3),
    ),
    Article("The tram line opened on Monday, and the mayor rode it.", None, date(2019, 5, 14)),
    Article("有轨电车于2019年5月13日通车。2021年3月，电车线路延长到机场。", "港口日报"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(tmp_path_factory.mktemp("timeline"), *ARTICLES) as library:
        yield library


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return assistant_over(library, FakeEmbedder(), None)


async def test_rows_are_quotations_in_the_order_of_time_years_before_their_days(
    library: Library,
) -> None:
    chat = FakeChat()
    assistant = assistant_over(library, FakeEmbedder(), chat)
    events = [event async for event in assistant.stream("What did the tram do?", TIMELINE)]
    assert isinstance(events[1], SourcesFound)
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    answer = last.answer
    english = [part.heading for part in answer.parts if "月" not in part.claims[0].text]
    assert english == ["13 May 2019", "2020", "January 2020", "14 January 2020"]
    assert tuple(event.part for event in events if isinstance(event, PartFinished)) == answer.parts
    assert [c.number for claim in answer.claims for c in claim.citations] == list(
        range(1, len(answer.citations) + 1)
    )
    for claim in answer.claims:
        assert claim.verdict is Verdict.SUPPORTED
        assert claim.text == claim.citations[0].quote
    assert (answer.form, answer.model.llm, chat.prompts) == ("timeline", "none", [])


async def test_a_chinese_timeline_names_its_days_and_empty_years_in_chinese(
    assistant: Assistant,
) -> None:
    question = "2018年至2021年电车发生了什么？"
    answer = await assistant.answer(question, TIMELINE)
    told = [(part.heading, part.note) for part in answer.parts]
    assert told[0] == ("2018年", "没有报道")
    assert ("2019年5月13日", "") in told
    assert told[-1] == ("2021年3月", "")
    assert answer.notices[-1].startswith("以下均为档案原文")


async def test_a_row_has_what_is_in_the_readers_own_language_first(library: Library) -> None:
    chat = FakeChat("What did the tram do?")
    answer = await assistant_over(library, FakeEmbedder(), chat).answer("电车做了什么？", TIMELINE)
    assert answer.understood.translation == "What did the tram do?"
    (opening,) = (part for part in answer.parts if part.heading == "2019年5月13日")
    assert [claim.text for claim in opening.claims] == [
        "有轨电车于2019年5月13日通车。",
        "The tram line opened on Monday, and the mayor rode it.",
    ]


async def test_the_readers_own_period_is_kept_to_and_its_empty_years_are_said(
    assistant: Assistant,
) -> None:
    years = Context(form="timeline", period=Period(date(2016, 1, 1), date(2019, 12, 31)))
    answer = await assistant.answer("What did the tram do?", years)
    assert (answer.parts[0].heading, answer.parts[0].note) == ("2016 to 2018", "No coverage")
    assert {part.heading for part in answer.parts[1:]} == {"13 May 2019"}


async def test_an_open_period_ends_on_the_day_of_the_question(assistant: Assistant) -> None:
    period = Period(date(2019, 5, 1), date.max)
    since = Context(form="timeline", as_of=date(2023, 2, 1), period=period)
    answer = await assistant.answer("What did the tram do?", since)
    assert (answer.parts[-1].heading, answer.parts[-1].note) == ("2021 to 2023", "No coverage")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What did Greta Thunberg do in 2019?", "not_covered"),
        ("When was the zoo moved?", "not_in_sources"),
    ],
)
async def test_nothing_found_is_a_refusal_without_rows(
    assistant: Assistant, question: str, reason: str
) -> None:
    answer = await assistant.answer(question, Context(form="timeline"))
    assert answer.refusal is not None
    assert answer.refusal.reason == reason
    assert answer.parts == ()


async def test_a_question_for_articles_is_a_list_in_any_form(assistant: Assistant) -> None:
    answer = await assistant.answer("Which articles mention the tram?", TIMELINE)
    assert answer.form == "prose"
    assert answer.claims[0].text.startswith("2 articles")


async def test_the_best_twenty_dates_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    text = " ".join(f"The tram number {n} broke down on {n} March 2019." for n in range(1, 26))
    with library_of(tmp_path, Article(text)) as library:
        answer = await assistant_over(library, FakeEmbedder(), None).answer(
            "When did the tram break down?", TIMELINE
        )
    assert len(answer.parts) == 20
    assert "Of 25 dates, the timeline shows the 20 that come closest" in answer.notices[-1]
