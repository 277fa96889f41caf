"""The retriever over a real library: filters, times, copies, a server that is away, LlamaIndex."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer

from rag.config import RetrievalSettings
from rag.domain import Filters, MeantPeriod, Period, UnderstoodQuestion
from rag.errors import DenseIndexAway
from rag.library import Library
from rag.retrieving.hybrid import HybridRetriever
from tests.fakes import EnglishEmbedder, FakeEmbedder

ARTICLES = {
    "opening-2014.md": ("2014-11-19", "SCMP", "The conference in Wuzhen opened in November 2014."),
    "opening-2015.md": ("2015-12-16", "IET", "The conference in Wuzhen opened in December 2015."),
    "copy-2015.md": ("2015-12-17", "AP", "The conference in Wuzhen opened in December 2015."),
    "look-back.md": ("2022-07-14", "SCMP", "The conference in Wuzhen opened in 2014, still small."),
    "markets.md": ("2015-01-05", "SCMP", "Shares of shipping companies fell on Monday."),
}
EVERYTHING = Filters()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("archive")
    for name, (published, outlet, text) in ARTICLES.items():
        front = f"---\noutlet: {outlet}\ndate: {published}\ntitle: News\n---\n"
        padding = "It rained a little on the visitors of the old town by the canal that week. " * 4
        (folder / name).write_text(f"{front}\n{text} {padding}\n", encoding="utf-8")
    with Library.open(folder / "library", FakeEmbedder()) as library:
        library.index([folder])
        yield library


@pytest.fixture
def retriever(library: Library) -> HybridRetriever:
    return HybridRetriever(library, FakeEmbedder(), RetrievalSettings())


def documents(retriever: HybridRetriever, question: UnderstoodQuestion, k: int = 5) -> list[str]:
    return [found.document.id for found in retriever.search(question, k).passages]


def opening(
    filters: Filters = EVERYTHING, period: tuple[date, date] | None = None
) -> UnderstoodQuestion:
    asked = "When did the conference in Wuzhen open?"
    meant = MeantPeriod(Period(*period), words="then") if period else None
    return UnderstoodQuestion(asked, asked, filters=filters, period=meant)


def test_only_what_the_filters_admit_is_found(retriever: HybridRetriever) -> None:
    found = documents(retriever, opening(Filters(outlets=("scmp",), until=date(2014, 12, 31))))
    assert found == ["opening-2014.md"]


def test_the_time_that_is_meant_comes_first_whenever_it_was_reported(library: Library) -> None:
    # These articles are so alike that variety would have a say in their order.
    retriever = HybridRetriever(library, FakeEmbedder(), RetrievalSettings(relevance=1.0))
    found = documents(retriever, opening(period=(date(2014, 1, 1), date(2014, 12, 31))))
    assert set(found[:2]) == {"opening-2014.md", "look-back.md"}
    assert len(found) == 4  # nothing is left out but a copy


def test_a_time_of_which_nothing_speaks_leaves_everything_and_is_said(
    retriever: HybridRetriever,
) -> None:
    result = retriever.search(opening(period=(date(1999, 1, 1), date(1999, 12, 31))), 5)
    assert len(result.passages) > 2
    assert result.notes == ("Nothing found speaks of 1999.",)


def test_copies_of_one_text_do_not_fill_the_list(retriever: HybridRetriever) -> None:
    found = documents(retriever, opening())
    assert len({"opening-2015.md", "copy-2015.md"} & set(found)) == 1


def test_ranks_count_from_1_and_every_passage_comes_once(retriever: HybridRetriever) -> None:
    passages = retriever.search(opening(), 5).passages
    assert [found.rank for found in passages] == list(range(1, len(passages) + 1))
    assert len({found.passage.id for found in passages}) == len(passages)


def test_without_the_dense_index_words_alone_propose_and_that_is_said(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DenseIndexAway("No Chroma server answers.", hint="Start it.")

    monkeypatch.setattr(library, "dense_search", away)
    retriever = HybridRetriever(library, FakeEmbedder(), RetrievalSettings())
    result = retriever.search(opening(), 5)
    assert result.passages
    assert result.notes == (
        "Only passages that share words with the question were found. No Chroma server answers.",
    )


def test_a_text_that_the_embedder_does_not_read_is_searched_by_its_words(library: Library) -> None:
    retriever = HybridRetriever(library, EnglishEmbedder(), RetrievalSettings())
    assert documents(retriever, UnderstoodQuestion("乌镇大会？", "乌镇大会？")) == []


def test_of_two_languages_each_index_takes_the_better(library: Library) -> None:
    retriever = HybridRetriever(library, EnglishEmbedder(), RetrievalSettings())
    asked = "When did the conference in Wuzhen open?"
    translated = UnderstoodQuestion("乌镇大会何时开幕？", "乌镇大会何时开幕？", translation=asked)
    assert documents(retriever, translated) == documents(
        retriever, UnderstoodQuestion(asked, asked)
    )


def test_it_plugs_into_a_llamaindex_query_engine(library: Library) -> None:
    retriever = HybridRetriever(library, FakeEmbedder(), RetrievalSettings(), k=2)
    engine = RetrieverQueryEngine(
        retriever, get_response_synthesizer(llm=MockLLM(), response_mode=ResponseMode.COMPACT)
    )
    response = engine.query("When did the conference in Wuzhen open?")
    assert len(response.source_nodes) == 2
    metadata = response.source_nodes[0].node.metadata
    assert metadata["document_id"] in ARTICLES
    assert metadata["published"] == ARTICLES[metadata["document_id"]][0]
    assert "Wuzhen" in str(response)
