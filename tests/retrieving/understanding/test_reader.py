"""A question in its context becomes one that can be searched, and what was set is kept."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from rag.domain import Context, Filters, MeantPeriod, Period, Turn, UnderstoodQuestion
from rag.library import Facets, Library
from rag.retrieving.understanding.reader import QuestionReader
from tests.fakes import FakeChat

YEAR_2016 = Period(date(2016, 1, 1), date(2016, 12, 31))
NO_CONTEXT = Context()
PUBLISHED_IN_2016 = Filters(since=YEAR_2016.first, until=YEAR_2016.last)
TOLD = (Turn("What did Xi Jinping say about cyber sovereignty in 2016?", "Much."),)


async def read(
    library: Library, question: str, context: Context = NO_CONTEXT
) -> UnderstoodQuestion:
    return await QuestionReader(library, None, multilingual=False).read(question, context)


async def test_a_plain_question_is_read_as_it_is(library: Library) -> None:
    question = "Who is  Liu Yunshan"
    assert await read(library, question) == UnderstoodQuestion(question, question)


async def test_a_time_ranks_and_does_not_filter(library: Library) -> None:
    understood = await read(library, "What did Xi say in 2016?")
    assert understood.period == MeantPeriod(YEAR_2016, words="in 2016")
    assert understood.filters == Filters()


async def test_last_year_is_told_from_the_day_of_asking(library: Library) -> None:
    understood = await read(library, "What did Xi say last year?", Context(as_of=date(2017, 5, 1)))
    assert understood.period == MeantPeriod(YEAR_2016, words="last year")


async def test_the_third_conference_is_dated_by_the_archive(library: Library) -> None:
    understood = await read(library, "Who came before the third conference?")
    assert understood.period
    assert understood.period.period == Period(date.min, date(2016, 11, 15))
    assert understood.period.words == "before the third conference"
    assert understood.period.explanation.startswith("third conference: 16 to 18 November 2016")


async def test_the_period_that_the_reader_chose_is_the_one_meant(library: Library) -> None:
    chosen = Period(date(2014, 1, 1), date(2014, 12, 31))
    understood = await read(library, "What did Xi say in 2016?", Context(period=chosen))
    assert understood.period == MeantPeriod(chosen, words="")


async def test_no_time_is_understood_where_none_may_be(library: Library) -> None:
    context = Context(understand_period=False)
    assert (await read(library, "What did Xi say in 2016?", context)).period is None


@pytest.mark.parametrize(
    "question",
    [
        "What do articles published in 2016 say about the conference in 2014?",
        "What did the SCMP write about the conference in 2014?",
        "2016年发表的文章如何谈论2014年的大会？",
    ],
)
async def test_a_time_and_filters_are_understood_each_on_its_own(
    library: Library, question: str
) -> None:
    both = await read(library, question)
    assert both.period
    assert both.filters != Filters()
    unfiltered = await read(library, question, Context(understand_filters=False))
    assert (unfiltered.period, unfiltered.filters) == (both.period, Filters())
    timeless = await read(library, question, Context(understand_period=False))
    assert (timeless.period, timeless.filters) == (None, both.filters)


async def test_filters_that_the_reader_set_stay_where_none_may_be_understood(
    library: Library,
) -> None:
    chosen = Filters(outlets=("IET",))
    context = Context(filters=chosen, understand_filters=False)
    understood = await read(library, "What did the SCMP write in 2016?", context)
    assert understood.filters == chosen


async def test_a_time_of_publication_filters_and_is_no_time_of_events(library: Library) -> None:
    understood = await read(library, "What do articles published in 2016 say about Wuzhen?")
    assert understood.filters == PUBLISHED_IN_2016
    assert understood.period is None


async def test_an_outlet_of_the_archive_filters(library: Library) -> None:
    understood = await read(library, "What did the SCMP write about Wuzhen?")
    assert understood.filters == Filters(outlets=("South China Morning Post",))
    assert (await read(library, "What did the BBC write about Wuzhen?")).filters == Filters()


async def test_the_filters_that_the_reader_set_stay(library: Library) -> None:
    chosen = Filters(until=date(2020, 1, 1), outlets=("IET",), languages=("en",))
    question = "What did the SCMP write in articles published since 2016?"
    assert (await read(library, question, Context(filters=chosen))).filters == chosen


@pytest.mark.parametrize(
    ("question", "subject", "filters", "words"),
    [
        ("Which articles mention Jack Ma?", ("list", "Jack Ma"), Filters(), None),
        ("Which articles mention Jack Ma in 2016?", ("list", "Jack Ma"), PUBLISHED_IN_2016, None),
        (
            "Which articles mentioned Jack Ma last year?",
            ("list", "Jack Ma"),
            PUBLISHED_IN_2016,
            None,
        ),
        ("哪些文章去年提到马云？", ("list", "马云"), PUBLISHED_IN_2016, None),
        (
            "Which articles mention last year's summit?",
            ("list", "last year's summit"),
            Filters(),
            None,
        ),
        ("In 2016, which articles mention Jack Ma?", ("list", "Jack Ma"), PUBLISHED_IN_2016, None),
        (
            "How many articles mentioned Jack Ma since 2015?",
            ("count", "Jack Ma"),
            Filters(since=date(2015, 1, 1)),
            None,
        ),
        (
            "Which articles mention the 2016 agreement?",
            ("list", "2016 agreement"),
            Filters(),
            None,
        ),
        (
            "Which articles published in 2016 mention Jack Ma in 2014?",
            ("list", "Jack Ma"),
            PUBLISHED_IN_2016,
            "in 2014",
        ),
        (
            "How many articles about Jack Ma were published in 2016?",
            ("count", "Jack Ma"),
            PUBLISHED_IN_2016,
            None,
        ),
        (
            "What articles did Xinhua publish about Wuzhen?",
            ("list", "Wuzhen"),
            Filters(outlets=("Xinhua",)),
            None,
        ),
        ("哪些2016年发表的文章提到马云？", ("list", "马云"), PUBLISHED_IN_2016, None),
        ("2016年有多少篇文章提到马云？", ("count", "马云"), PUBLISHED_IN_2016, None),
        ("2016年，哪些文章提到马云？", ("list", "马云"), PUBLISHED_IN_2016, None),
    ],
)
async def test_a_subject_comes_without_its_time_and_outlet(
    library: Library, question: str, subject: tuple[str, str], filters: Filters, words: str | None
) -> None:
    understood = await read(library, question, Context(as_of=date(2017, 5, 1)))
    assert (understood.intent, understood.subject) == subject
    assert understood.filters == filters
    assert (understood.period.words if understood.period else None) == words


async def test_the_time_of_a_list_yields_to_what_the_reader_has_set(library: Library) -> None:
    question = "Which articles mention Jack Ma in 2016?"
    refused = await read(library, question, Context(understand_filters=False))
    assert (refused.subject, refused.filters, refused.period) == ("Jack Ma", Filters(), None)
    since_2020 = Filters(since=date(2020, 1, 1))
    assert (await read(library, question, Context(filters=since_2020))).filters == since_2020
    chosen = Period(date(2014, 1, 1), date(2014, 12, 31))
    of_events = await read(library, question, Context(period=chosen))
    assert of_events.period == MeantPeriod(chosen, words="")
    assert of_events.filters == PUBLISHED_IN_2016


async def test_a_follow_up_is_rewritten_and_then_dated(library: Library) -> None:
    understood = await read(library, "And the year before?", Context(history=TOLD))
    assert understood.asked == "And the year before?"
    assert understood.question == "What did Xi Jinping say about cyber sovereignty in 2015?"
    assert understood.period
    assert understood.period.period.first == date(2015, 1, 1)


async def test_the_year_before_an_edition_is_told_by_the_archive(library: Library) -> None:
    told = (Turn("Who spoke at the third conference?", "Liu Yunshan."),)
    understood = await read(library, "And the year before?", Context(history=told))
    assert understood.question == "Who spoke at the 2015 conference?"


async def test_the_model_is_asked_only_where_the_rules_leave_a_reference_open(
    library: Library,
) -> None:
    rewritten = "Why did Xi Jinping speak about cyber sovereignty in 2016?"
    chat = FakeChat(rewritten)
    reader = QuestionReader(library, chat, multilingual=True)
    for question in ("Who is Tim Cook?", "And in 2014?"):
        await reader.read(question, Context(history=TOLD))
    assert chat.prompts == []
    assert (await reader.read("Why?", Context(history=TOLD))).question == rewritten


async def test_a_rewriting_that_invents_is_not_taken(library: Library) -> None:
    reader = QuestionReader(library, FakeChat("Why did Barack Obama speak?"), multilingual=True)
    assert (await reader.read("Why?", Context(history=TOLD))).question == "Why?"


async def test_what_is_translated_is_the_rewritten_question(library: Library) -> None:
    chat = FakeChat("What did Jack Ma (马云) say?", "What did Jack Ma say?")
    told = (Turn("马云是谁？", "马云是企业家。"),)
    reader = QuestionReader(library, chat, multilingual=False)
    understood = await reader.read("他说了什么？", Context(history=told))
    assert understood.question == "马云说了什么？"
    assert "马云说了什么？" in chat.prompts[0]
    assert "马云 = Jack Ma" in chat.prompts[0]


async def test_a_multilingual_embedder_needs_no_translation(library: Library) -> None:
    chat = FakeChat()
    understood = await QuestionReader(library, chat, multilingual=True).read("谁？", Context())
    assert understood.translation is None
    assert chat.prompts == []


async def test_a_subject_is_known_in_the_other_script(library: Library) -> None:
    reader = QuestionReader(library, None, multilingual=True)
    assert await reader.names_across("马云") == {"马云": "Jack Ma"}
    assert await reader.names_across("Jack Ma") == {"Jack Ma": "马云"}
    assert await reader.spellings("Jack Ma") == ("Jack Ma", "马云")


async def test_the_archive_is_not_asked_on_the_event_loop(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set()
    search, facets = library.lexical_search, library.facets

    def searched(text: str, k: int) -> list[tuple[str, float]]:
        threads.add(threading.current_thread())
        return search(text, k)

    def counted() -> Facets:
        threads.add(threading.current_thread())
        return facets()

    monkeypatch.setattr(library, "lexical_search", searched)
    monkeypatch.setattr(library, "facets", counted)
    reader = QuestionReader(library, FakeChat("Who spoke?"), multilingual=False)
    told = (Turn("第三届大会有谁出席？", "刘云山。"),)
    await reader.read("What did the SCMP write of the third conference?", Context(history=told))
    await reader.read("《新华社》的文章如何谈论刘云山？", Context())
    assert threads
    assert threading.current_thread() not in threads
