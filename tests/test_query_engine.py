"""Inside LlamaIndex's own components: our retriever in their engine, our engine in theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from llama_index.core.base.response.schema import Response
from llama_index.core.llms import MockLLM
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.query_engine import RetrieverQueryEngine, SubQuestionQueryEngine
from llama_index.core.question_gen.types import BaseQuestionGenerator, SubQuestion
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.schema import QueryBundle
from llama_index.core.tools import QueryEngineTool, ToolMetadata

from rag.config import RetrievalSettings
from rag.domain import Context, Filters
from rag.errors import QuestionRejected
from rag.library import Library
from rag.models.chat import LanguageModel
from rag.query_engine import CitedeskQueryEngine
from rag.retrieving.hybrid import HybridRetriever
from tests.assistants import assistant_over
from tests.fakes import FakeChat, FakeEmbedder

QUESTION = "Who is Jack Ma?"
REPLY = "Jack Ma is the founder of Alibaba [1]."
TEXT = (
    "---\ntitle: The keynote\noutlet: The Paper\npublished: 2015-12-16\n---\n"
    "Jack Ma, the founder of Alibaba, spoke first. The hall applauded him.\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "keynote.md").write_text(TEXT, encoding="utf-8")
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([tmp_path / "keynote.md"])
        yield library


class Twice(BaseQuestionGenerator):
    """Asks one tool the same question twice."""

    def __init__(self, tool: str) -> None:
        self._tool = tool

    def generate(self, tools: Sequence[ToolMetadata], query: QueryBundle) -> list[SubQuestion]:
        return [SubQuestion(sub_question=query.query_str, tool_name=self._tool)] * 2

    async def agenerate(
        self, tools: Sequence[ToolMetadata], query: QueryBundle
    ) -> list[SubQuestion]:
        return self.generate(tools, query)

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        """It has none."""


def engine(
    library: Library, llm: LanguageModel | None, context: Context | None = None
) -> CitedeskQueryEngine:
    return CitedeskQueryEngine(assistant_over(library, FakeEmbedder(), llm), context)


def test_a_response_has_the_citations_as_its_sources(library: Library) -> None:
    with engine(library, FakeChat(REPLY)) as ours:
        response = ours.query(QUESTION)
    assert str(response) == "Jack Ma is the founder of Alibaba.[1]"
    (source,) = response.source_nodes
    metadata = source.node.metadata
    assert source.node.get_content() == metadata["quote"]
    assert TEXT[metadata["start"] : metadata["end"]] == metadata["quote"]
    assert metadata["verdict"] == "supported"
    assert (metadata["document_id"], metadata["outlet"]) == ("keynote.md", "The Paper")
    assert source.score is not None


async def test_a_refusal_has_no_sources_and_says_its_reason(library: Library) -> None:
    others = Context(filters=Filters(outlets=("The Planet",)))
    with engine(library, None, others) as ours:
        response = await ours.aquery("What of the summit?")
    assert isinstance(response, Response)
    assert response.source_nodes == []
    assert response.metadata is not None
    assert response.metadata["refusal"] == "nothing_admitted"
    assert response.response


async def test_it_is_asked_from_any_loop_and_a_failure_is_raised(library: Library) -> None:
    with engine(library, None) as ours:
        answers = await asyncio.gather(ours.aquery(QUESTION), ours.aquery(QUESTION))
        elsewhere = await asyncio.to_thread(ours.query, QUESTION)
        assert {str(answer) for answer in answers} == {str(elsewhere)}
        with pytest.raises(QuestionRejected):
            ours.query("   ")


async def test_their_engine_for_several_questions_asks_ours_as_a_tool(library: Library) -> None:
    with engine(library, FakeChat(REPLY, REPLY)) as ours:
        tool = QueryEngineTool.from_defaults(ours, name="archive", description="The archive.")
        theirs = SubQuestionQueryEngine.from_defaults(
            [tool],
            llm=MockLLM(),
            question_gen=Twice("archive"),
            response_synthesizer=get_response_synthesizer(llm=MockLLM(), use_async=True),
        )
        response = await theirs.aquery(QUESTION)
    # The mock repeats its prompt.
    assert str(response).count("Jack Ma is the founder of Alibaba.[1]") == 2
    quoted = [found for found in response.source_nodes if "quote" in found.node.metadata]
    assert [found.node.metadata["verdict"] for found in quoted] == ["supported"] * 2


async def test_their_engine_asks_over_our_retriever_and_its_prompt_reads_well(
    library: Library,
) -> None:
    retriever = HybridRetriever(library, FakeEmbedder(), RetrievalSettings())
    theirs = RetrieverQueryEngine.from_args(retriever, llm=MockLLM())
    response = await theirs.aquery(QUESTION)
    # The mock repeats its prompt.
    prompt = str(response)
    assert "title: The keynote\noutlet: The Paper\npublished: 2015-12-16\n\nJack Ma" in prompt
    assert response.source_nodes[0].node.metadata["start"] == TEXT.index("Jack Ma")
