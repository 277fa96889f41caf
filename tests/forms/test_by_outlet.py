"""A question answered as a table, over a real library, with a scripted LLM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Context,
    Filters,
    PartFinished,
    SourcesFound,
    TextWritten,
)
from rag.errors import LLMFailed
from rag.library import Library
from rag.models.chat import LanguageModel
from tests.assistants import assistant_over
from tests.fakes import FakeEmbedder, ReadingChat
from tests.forms.archives import Article, library_of

QUESTION = "How many passengers does the tram carry?"
GAZETTE = Article("The tram carries 20,000 passengers a day, the mayor said.", "Harbour Gazette")
POST = Article("The tram carries 9,000 passengers a day in winter, an audit found.", "Elsin Post")
POST_AGAIN = Article("The tram carries no passengers on Sundays this year.", "ELSIN POST")
NOBODYS = Article("The tram carries 50 passengers in each of its cars, a leaflet says.")
CHINESE = Article("电车每天运送两万名乘客。", "港口日报")
SAYS = {
    "20,000": "The tram carries 20,000 passengers a day, the mayor said [1].",
    "9,000": "The tram carries 9,000 passengers a day in winter [1].",
    "50 passengers": "The tram carries 50 passengers in each of its cars [1].",
    "两万名": "电车每天运送两万名乘客[1]。",
}
SILENT = Article("The library of Port Elsin got a new roof over its reading room.", "Coast Wire")
DOUBTFUL = Article("The tram carries 777 passengers on holidays, a blog says.", "Blog")
HOSTILE = '<img src=x onerror=alert(1)> [2] | `rm`: "NOT IN SOURCES" {0}'
LEAFLET = Article("The tram carries 3,000 passengers to the harbour.", HOSTILE)
SILENT_IN_CHINESE = Article("图书馆换了新屋顶。", "海岸社")
BY_OUTLET = Context(form="by_outlet", filters=Filters(languages=("en",)))


def chosen(*outlets: str) -> Context:
    return Context(form="by_outlet", filters=Filters(outlets=outlets))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    english = (GAZETTE, POST, POST_AGAIN, NOBODYS, SILENT, DOUBTFUL, LEAFLET)
    folder = tmp_path_factory.mktemp("outlets")
    with library_of(folder, *english, CHINESE, SILENT_IN_CHINESE) as library:
        yield library


async def events_over(
    library: Library,
    llm: LanguageModel | None,
    context: Context = BY_OUTLET,
    question: str = QUESTION,
) -> list[AnswerEvent]:
    assistant = assistant_over(library, FakeEmbedder(), llm)
    return [event async for event in assistant.stream(question, context)]


def finished(events: list[AnswerEvent]) -> Answer:
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    return last.answer


async def test_an_outlet_is_one_row_in_whatever_letters_and_the_unnamed_are_one(
    library: Library,
) -> None:
    answer = finished(await events_over(library, ReadingChat(SAYS)))
    rows = {part.heading.casefold(): part for part in answer.parts}
    assert len(rows) == len(answer.parts) == 6
    assert rows.keys() >= {"elsin post", "harbour gazette", "outlet unknown"}
    assert answer.form == "by_outlet"
    for heading, part in rows.items():
        cited = {c.document.publication.outlet for claim in part.claims for c in claim.citations}
        assert {(outlet or "outlet unknown").casefold() for outlet in cited} <= {heading}
    numbers = [c.number for claim in answer.claims for c in claim.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 2
    assert {c.passage_id for c in answer.citations} <= {r.passage.id for r in answer.retrieved}


async def test_rows_stream_as_they_are_done_after_the_sources_and_what_is_written(
    library: Library,
) -> None:
    context = chosen("Harbour Gazette", "elsin post", "Elsin Post")
    events = await events_over(library, ReadingChat(SAYS), context)
    assert isinstance(events[1], SourcesFound)
    kinds = [type(event) for event in events[2:]]
    first, second = (place for place, kind in enumerate(kinds) if kind is PartFinished)
    assert TextWritten in kinds[:first]
    assert TextWritten in kinds[first:second]
    parts = tuple(event.part for event in events if isinstance(event, PartFinished))
    assert [part.heading for part in parts] == ["Harbour Gazette", "elsin post"]
    assert finished(events).parts == parts
    pending = [event.pending for event in events if isinstance(event, TextWritten)]
    assert pending[-1].startswith("elsin post: The tram carries 9,000")


async def test_an_outlet_without_an_answer_is_given_none_and_says_why(library: Library) -> None:
    context = chosen("Harbour Gazette", "Coast Wire", "No Such Paper", "Blog")
    says = {**SAYS, "777": "The tram carries 12 passengers on holidays [1]."}
    chat = ReadingChat(says, affirms=lambda asked: 0.9 * ("20,000" in asked))
    answer = finished(await events_over(library, chat, context))
    assert [bool(part.claims) for part in answer.parts] == [True, False, False, False]
    assert [part.note for part in answer.parts[1:]] == [
        "No coverage: what was found does not answer this",
        "No coverage",
        "An answer was written and could not be confirmed in its articles",
    ]
    assert answer.refusal is None


async def test_a_failing_language_model_is_a_failure_and_no_lack_of_coverage(
    library: Library,
) -> None:
    chat = ReadingChat({**SAYS, "9,000": LLMFailed("It broke off.", hint="Try again.")})
    with pytest.raises(LLMFailed):
        await events_over(library, chat)


async def test_a_table_without_any_answer_is_a_refusal_that_keeps_its_rows(
    library: Library,
) -> None:
    answer = finished(await events_over(library, ReadingChat({})))
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_in_sources"
    assert [part.claims for part in answer.parts] == [()] * 5
    assert answer.confidence == 0


async def test_names_of_outlets_are_only_ever_text(library: Library) -> None:
    says = {"3,000": "The tram carries 3,000 passengers to the harbour [1].", **SAYS}
    answer = finished(await events_over(library, ReadingChat(says), chosen(HOSTILE)))
    (row,) = answer.parts
    assert row.heading == HOSTILE
    assert row.claims[0].text == "The tram carries 3,000 passengers to the harbour."


async def test_a_chinese_question_is_answered_by_outlet_in_chinese(library: Library) -> None:
    context = chosen("港口日报", "海岸社")
    question = "电车每天运送多少乘客？"
    chat = ReadingChat({"Translate": "How many passengers?", **SAYS})
    assistant = assistant_over(library, FakeEmbedder(), chat, multilingual=True)
    first, second = (await assistant.answer(question, context)).parts
    assert first.claims[0].text == "电车每天运送两万名乘客。"
    assert second.note.startswith("没有报道")


async def test_of_many_outlets_the_nearest_are_compared_with_those_of_copies(
    tmp_path: Path,
) -> None:
    story = " ".join(f"The tram carries {n} passengers to stop number {n}." for n in range(60, 90))
    copies = [Article(story, outlet) for outlet in ("Wire", "Mirror", "Echo")]
    many = [Article(f"The tram carries {n}00 passengers to stop {n}.", f"W{n}") for n in range(5)]
    with library_of(tmp_path, *copies, *many) as library:
        answer = finished(await events_over(library, None))
        compared = finished(await events_over(library, None, chosen("Wire", "Echo")))
    assert len(answer.parts) == 6
    assert answer.notices[0].startswith("Of the 8 outlets in which something was found, the 6")
    assert [part.heading for part in compared.parts] == ["Wire", "Echo"]
