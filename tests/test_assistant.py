"""Retrieve, then answer: over a real library, with a scripted LLM."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.config import RetrievalSettings
from rag.domain import (
    AnswerFinished,
    ClaimChecked,
    Context,
    Filters,
    Period,
    QuestionUnderstood,
    SourcesFound,
    Turn,
)
from rag.errors import LLMFailed, QuestionRejected
from rag.forms.wording import VERBATIM_NOTICE
from rag.library import Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from tests import assistants
from tests.fakes import FakeChat, FakeEmbedder
from tests.sources import CROSSROADS, KEYNOTE


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "keynote.md").write_text(f"# The keynote\n\n{KEYNOTE}\n", encoding="utf-8")
    (archive / "names.md").write_text(
        "Jack Ma (马云) founded Alibaba (阿里巴巴).\n", encoding="utf-8"
    )
    (archive / "crossroads.txt").write_text(f"At a crossroads\n\n{CROSSROADS}\n", encoding="utf-8")
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([archive])
        yield library


def assistant_over(library: Library, llm: LanguageModel | None) -> Assistant:
    return assistants.assistant_over(library, FakeEmbedder(), llm)


async def test_a_stream_begins_with_the_sources_and_ends_with_the_answer(library: Library) -> None:
    assistant = assistant_over(library, FakeChat("Jack Ma is the founder of Alibaba [1]."))
    events = [event async for event in assistant.stream("Who is Jack Ma?")]
    assert isinstance(events[0], QuestionUnderstood)
    assert isinstance(events[1], SourcesFound)
    assert any(isinstance(event, ClaimChecked) for event in events)
    finished = events[-1]
    assert isinstance(finished, AnswerFinished)
    answer = finished.answer
    assert answer.text == "Jack Ma is the founder of Alibaba.[1]"
    assert answer.citations[0].document.id in {"keynote.md", "names.md"}
    assert answer.timings.first_token_ms is not None
    assert answer.timings.retrieve_ms <= answer.timings.first_token_ms <= answer.timings.total_ms


async def test_a_quote_is_found_at_its_offset_in_the_file_itself(library: Library) -> None:
    assistant = assistant_over(library, FakeChat("About 1,600 people heard Liu Yunshan."))
    answer = await assistant.answer("How many people heard Liu Yunshan?")
    (citation,) = answer.citations
    file_text = Path(citation.document.path).read_text(encoding="utf-8")
    assert file_text[citation.start : citation.end] == citation.quote


async def test_a_chinese_question_is_translated_searched_and_answered_in_chinese(
    library: Library,
) -> None:
    chat = FakeChat(
        "Who is the founder of Alibaba?",
        "Jack Ma is the founder of Alibaba [1].",
        "马云是阿里巴巴的创始人。",
        "来宾有Tim Cook和马云。",
    )
    answer = await assistant_over(library, chat).answer("阿里巴巴的创始人是谁？")
    assert answer.question == "阿里巴巴的创始人是谁？"
    assert answer.text == "马云是阿里巴巴的创始人。[1]"
    assert "Jack Ma" in answer.citations[0].quote
    assert "Question: Who is the founder of Alibaba?" in chat.prompts[1]
    assert answer.quote_translations == {1: "来宾有Tim Cook和马云。"}


async def test_an_answer_is_not_lost_when_its_quotes_cannot_be_translated(
    library: Library,
) -> None:
    chat = FakeChat(
        "Who is the founder of Alibaba?",
        "Jack Ma is the founder of Alibaba [1].",
        "马云是阿里巴巴的创始人。",
        LLMFailed("The language model broke off.", hint="Try again."),
    )
    answer = await assistant_over(library, chat).answer("阿里巴巴的创始人是谁？")
    assert answer.text == "马云是阿里巴巴的创始人。[1]"
    assert answer.notices == ("The quotes could not be translated: The language model broke off.",)


async def test_a_multilingual_embedder_needs_a_translation_only_for_the_answer(
    library: Library,
) -> None:
    chat = FakeChat(
        "Who founded Alibaba?", "Jack Ma is the founder of Alibaba [1].", "马云创立的。", "马云。"
    )
    assistant = assistants.assistant_over(library, FakeEmbedder(), chat, multilingual=True)
    understood, _ = await assistant.search("谁创立了阿里巴巴？", 5)
    assert understood.translation is None
    answer = await assistant.answer("谁创立了阿里巴巴？")
    assert answer.understood.translation is None
    assert "Question: Who founded Alibaba?" in chat.prompts[1]
    assert answer.text == "马云创立的。[1]"


async def test_a_question_for_articles_is_answered_by_a_complete_scan(library: Library) -> None:
    chat = FakeChat()
    answer = await assistant_over(library, chat).answer("Which articles mention Jack Ma?")
    assert answer.understood.intent == "list"
    count, *entries = answer.claims
    assert count.text.startswith("2 articles")
    assert {c.document.id for entry in entries for c in entry.citations} == {
        "keynote.md",
        "names.md",
    }
    assert all(c.quote == c.document.text[c.start : c.end] for c in answer.citations)
    assert chat.prompts == []


async def test_a_scan_that_finds_nothing_is_a_refusal_that_says_where_it_looked(
    library: Library,
) -> None:
    answer = await assistant_over(library, None).answer("How many articles mention Greta Thunberg?")
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_covered"
    assert "Greta Thunberg" in answer.refusal.message


async def test_filters_that_admit_nothing_are_said_to_do_so(library: Library) -> None:
    context = Context(filters=Filters(outlets=("No Such Paper",)))
    answer = await assistant_over(library, None).answer("Who is Jack Ma?", context)
    assert answer.refusal is not None
    assert answer.refusal.reason == "nothing_admitted"


async def test_a_question_that_shares_no_word_with_what_filters_admit_finds_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeEmbedder, "reads", lambda _, language: language == "en")
    context = Context(filters=Filters(languages=("en",)))
    answer = await assistant_over(library, None).answer("冰箱多少钱？", context)
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_in_sources"


async def test_a_time_of_events_is_said_to_leave_no_article_out_of_a_count(
    library: Library,
) -> None:
    assistant = assistant_over(library, None)
    in_2016 = Context(period=Period(date(2016, 1, 1), date(2016, 12, 31)))
    answer = await assistant.answer("How many articles mention Jack Ma?", in_2016)
    assert answer.claims[0].text.startswith("2 articles")
    (notice,) = answer.notices
    assert notice.startswith("2016 is taken as the time of the events")
    assert not (await assistant.answer("How many articles mention Jack Ma?")).notices


async def test_articles_of_unknown_days_are_said_to_be_left_out_of_a_count_of_a_time(
    library: Library,
) -> None:
    answer = await assistant_over(library, None).answer("2016年有多少篇文章提到马云？")
    assert answer.refusal is not None
    assert answer.refusal.message == "档案中没有2016年的文章。"
    (notice,) = answer.notices
    assert "发表日期不详" in notice


async def test_a_follow_up_is_read_with_the_conversation_before_it(library: Library) -> None:
    history = (Turn("What did Liu Yunshan say?", "Liu Yunshan spoke of internet hegemony."),)
    understood = await assistant_over(library, None).understand(
        "What about Tim Cook?", Context(history=history)
    )
    assert understood.question == "What did Tim Cook say?"
    assert understood.asked == "What about Tim Cook?"


async def test_a_refusal_says_as_what_a_translated_question_was_searched(library: Library) -> None:
    chat = FakeChat("Where does Jack Ma live?", "NOT IN SOURCES")
    answer = await assistant_over(library, chat).answer("马云住在哪里？")
    assert answer.refusal is not None
    assert "Where does Jack Ma live?" in answer.refusal.message


async def test_no_passage_is_retrieved_twice_and_ranks_count_from_1(library: Library) -> None:
    assistant = assistant_over(library, None)
    _, result = await assistant.search("Who spoke about the internet?", 10)
    found = result.passages
    assert [item.rank for item in found] == list(range(1, len(found) + 1))
    assert len({item.passage.id for item in found}) == len(found)
    assert sorted((item.score for item in found), reverse=True) == [item.score for item in found]


async def test_an_answer_without_an_llm_says_so(library: Library) -> None:
    answer = await assistant_over(library, None).answer("Who is Jack Ma?")
    assert answer.notices == (VERBATIM_NOTICE,)
    assert answer.model.llm == "none"


async def test_an_archive_of_scraps_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "scrap.txt").write_text("Wuzhen, photographed.\n", encoding="utf-8")
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([tmp_path / "scrap.txt"])
        answer = await assistant_over(library, None).answer("what was photographed?")
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_in_sources"


async def test_an_empty_library_is_said_to_be_empty(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty", FakeEmbedder()) as library:
        answer = await assistant_over(library, FakeChat()).answer("Who is Jack Ma?")
    assert answer.refusal is not None
    assert answer.refusal.reason == "empty_library"


@pytest.mark.parametrize("question", ["", "  \n", "x" * 2001])
async def test_a_question_without_words_or_with_too_many_is_rejected(
    library: Library, question: str
) -> None:
    with pytest.raises(QuestionRejected):
        await assistant_over(library, FakeChat()).answer(question)


async def test_leaving_a_stream_stops_the_llm(library: Library) -> None:
    chat = FakeChat("Jack Ma is the founder of Alibaba, which is a large company. " * 3)
    stream = assistant_over(library, chat).stream("Who is Jack Ma?")
    async for event in stream:
        if not isinstance(event, QuestionUnderstood | SourcesFound):
            break
    await stream.aclose()
    assert chat.closed_early == 1


def test_the_retriever_is_a_llamaindex_retriever(library: Library) -> None:
    retriever = HybridRetriever(library, FakeEmbedder(), RetrievalSettings(), k=2)
    nodes = retriever.retrieve("Who is Jack Ma?")
    assert nodes[0].node.metadata["document_id"] in {"keynote.md", "names.md"}
    assert "Jack Ma" in nodes[0].node.get_content()
    assert len(nodes) == 2


@pytest.mark.parametrize(
    "filters", [Filters(outlets=("The Planet",)), Filters(collections=("keynote.md",))]
)
async def test_what_only_an_excluded_source_answers_is_said_to_be_excluded(
    library: Library, filters: Filters
) -> None:
    library.edit("crossroads.txt", {"outlet": "The Globe"})
    library.edit("keynote.md", {"outlet": "The Planet"})
    chat = FakeChat("NOT IN SOURCES", affirms=lambda asked: 0.95 * ("1,600" in asked))
    question = "How many people came to the opening?"
    answer = await assistant_over(library, chat).answer(question, Context(filters=filters))
    assert answer.refusal is not None
    assert answer.refusal.reason == "excluded"
    assert "The Globe" in answer.refusal.message
    assert answer.refusal.nearest[0].document.id == "crossroads.txt"
