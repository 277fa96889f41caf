"""Ablations: one index is really left out, or all documents are."""

from __future__ import annotations

from typing import Any

import pytest

from eval.systems import NoLanguageModel, Searched
from eval.systems.ablations import (
    CLOSED_BOOK,
    ClosedBook,
    dense_only,
    fused_only,
    lexical_only,
)
from rag.config import RetrievalSettings
from rag.library import Library
from tests.assistants import assistant_over
from tests.eval.systems.archive import LlamaFakeEmbedder, case, chat_model
from tests.fakes import FakeChat, FakeLLMEndpoint

HANGZHOU = case("Who founded Alibaba in Hangzhou?")


def refuse_to_search(*_: Any) -> list[tuple[str, float]]:
    raise AssertionError("this index is left out")


async def test_dense_does_without_the_lexical_index(
    library: Library, embedder: LlamaFakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "lexical_search", refuse_to_search)
    chat = FakeChat("Alibaba was founded by Jack Ma [1].")
    system = dense_only(assistant_over(library, embedder, chat), RetrievalSettings())
    # A question about no word of the archive still has nearest neighbours.
    assert len((await system.search(case("zebra"), 3)).found) == 3
    reply = await system.ask(HANGZHOU)
    assert (system.name, reply.found[0].document) == ("dense", "alibaba.md")
    assert reply.text == "Alibaba was founded by Jack Ma.[1]"


async def test_lexical_does_without_the_dense_index(
    library: Library, embedder: LlamaFakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "dense_search", refuse_to_search)
    system = lexical_only(assistant_over(library, embedder, None), RetrievalSettings())
    assert (await system.search(case("zebra"), 3)).found == ()
    searched = await system.search(case("乌镇"), 3)
    assert [found.document for found in searched.found] == ["opening.txt"]
    chat = FakeChat("Alibaba was founded by Jack Ma [1].")
    system = lexical_only(assistant_over(library, embedder, chat), RetrievalSettings())
    reply = await system.ask(HANGZHOU)
    assert (system.name, [found.document for found in reply.found]) == ("lexical", ["alibaba.md"])


async def test_fused_takes_what_either_index_finds(
    library: Library, embedder: LlamaFakeEmbedder
) -> None:
    system = fused_only(assistant_over(library, embedder, None), RetrievalSettings())
    searched = await system.search(case("乌镇"), 3)
    assert system.name == "fused"
    assert searched.found[0].document == "opening.txt"
    assert len(searched.found) == 3


async def test_an_ablation_leaves_the_assistant_as_it_was(
    library: Library, embedder: LlamaFakeEmbedder
) -> None:
    assistant = assistant_over(library, embedder, None)
    before = await assistant.search("zebra", 3)
    lexical_only(assistant, RetrievalSettings())
    assert await assistant.search("zebra", 3) == before
    assert before[1].passages


async def test_closed_book_shows_the_model_the_question_alone() -> None:
    with FakeLLMEndpoint("Jack Ma. He was a teacher.") as endpoint:
        reply = await ClosedBook(chat_model(endpoint)).ask(HANGZHOU)
    assert endpoint.prompts == [CLOSED_BOOK + HANGZHOU.question]
    assert [claim.text for claim in reply.claims] == ["Jack Ma.", "He was a teacher."]
    assert [claim.citations for claim in reply.claims] == [(), ()]
    assert (reply.checked, reply.refused, reply.confidence) == (False, False, None)
    assert (reply.found, reply.retrieve_ms) == ((), None)
    assert reply.prompt_tokens == len(endpoint.prompts[0])
    assert reply.first_token_ms is not None
    assert reply.first_token_ms <= reply.total_ms


@pytest.mark.parametrize("silence", ["I don't know.", "我不知道。"])
async def test_closed_book_refuses_where_the_model_does_not_know(silence: str) -> None:
    reply = await ClosedBook(FakeChat(silence)).ask(HANGZHOU)
    assert reply.refused
    assert reply.claims == ()
    assert reply.text == silence


async def test_closed_book_without_a_model_is_an_error_and_no_refusal() -> None:
    assert await ClosedBook(None).search(HANGZHOU, 5) == Searched((), None, None)
    with pytest.raises(NoLanguageModel, match='"closed-book"'):
        await ClosedBook(None).ask(HANGZHOU)
