"""Citedesk as a system: what its stream brings, and what comes with a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eval.cases import Turn
from eval.systems import AskFailed
from eval.systems.citedesk import Citedesk
from rag import domain
from rag.domain import Context, Filters, SourcesFound, Verdict
from rag.errors import LLMFailed
from rag.library import Library
from tests.assistants import assistant_over
from tests.eval.systems.archive import LlamaFakeEmbedder, case, chat_model
from tests.fakes import FakeAssistant, FakeChat, FakeLLMEndpoint

WHO = case("Who founded Alibaba?")


def citedesk(library: Library, embedder: LlamaFakeEmbedder, *replies: Any) -> Citedesk:
    return Citedesk(assistant_over(library, embedder, FakeChat(*replies)))


async def test_a_reply_is_the_checked_answer(library: Library, embedder: LlamaFakeEmbedder) -> None:
    reply = await citedesk(library, embedder, "Alibaba was founded by Jack Ma [1].").ask(WHO)
    assert reply.text == "Alibaba was founded by Jack Ma.[1]"
    (claim,) = reply.claims
    assert claim.verdict is Verdict.SUPPORTED
    assert (reply.checked, reply.refused) == (True, False)
    assert reply.found[0].document == "alibaba.md"
    assert reply.confidence is not None
    assert reply.confidence > 0
    assert reply.retrieve_ms is not None
    assert reply.retrieve_ms <= reply.total_ms


async def test_a_refusal_is_its_message_and_no_claims(
    library: Library, embedder: LlamaFakeEmbedder
) -> None:
    reply = await citedesk(library, embedder, "NOT IN SOURCES").ask(WHO)
    assert reply.refused
    assert reply.text
    assert reply.claims == ()
    assert reply.confidence == 0


async def test_what_was_found_survives_a_failing_model(
    library: Library, embedder: LlamaFakeEmbedder
) -> None:
    failing = citedesk(library, embedder, LLMFailed("The model is gone."))
    with pytest.raises(AskFailed, match=r"LLMFailed: The model is gone\.") as raised:
        await failing.ask(WHO)
    assert raised.value.found[0].document == "alibaba.md"
    assert isinstance(raised.value.__cause__, LLMFailed)


async def test_translations_count_as_prompts_too(
    library: Library, embedder: LlamaFakeEmbedder
) -> None:
    replies = "Who founded Alibaba?", "Jack Ma founded Alibaba [1].", "马云创立了阿里巴巴。"
    quote = "马云创立了它。"
    with FakeLLMEndpoint(*replies, quote, chances={"yes": 0.9, "no": 0.1}) as endpoint:
        system = Citedesk(assistant_over(library, embedder, chat_model(endpoint)))
        reply = await system.ask(case("阿里巴巴是谁创立的？"))
    judged = 2
    assert len(endpoint.prompts) == 4 + judged
    assert reply.prompt_tokens == sum(len(prompt) for prompt in endpoint.prompts)


async def test_searching_finds_the_k_best_passages_and_times_its_steps(
    library: Library, embedder: LlamaFakeEmbedder
) -> None:
    searched = await citedesk(library, embedder).search(WHO, 2)
    assert searched.found[0].document == "alibaba.md"
    assert len(searched.found) == 2
    assert searched.understand_ms is not None
    assert searched.search_ms is not None
    assert min(searched.understand_ms, searched.search_ms) > 0


async def test_the_time_of_a_translation_is_that_of_understanding(
    library: Library, embedder: LlamaFakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0

    class SlowChat(FakeChat):
        async def write(self, system: str, user: str) -> str:
            nonlocal now
            now += 3.0
            return await super().write(system, user)

    monkeypatch.setattr("eval.systems.stopwatch.time.perf_counter", lambda: now)
    system = Citedesk(assistant_over(library, embedder, SlowChat("Who founded Alibaba?")))
    searched = await system.search(case("阿里巴巴是谁创立的？"), 2)
    assert (searched.understand_ms, searched.search_ms) == (3000.0, 0.0)
    assert searched.found[0].document == "alibaba.md"


async def test_history_period_and_day_of_a_case_come_with_its_question() -> None:
    asked = case(
        "And the year before?",
        history=(Turn(question="Who came in 2016?", answer="Liu Yunshan."),),
        since=date(2014, 1, 1),
        until=date(2015, 12, 31),
        as_of=date(2017, 6, 1),
    )
    assistant = FakeAssistant([], {asked.question: [SourcesFound(())]})
    await Citedesk(assistant).search(asked, 5)
    with pytest.raises(AskFailed, match="without an answer"):
        await Citedesk(assistant).ask(asked)
    context = Context(
        history=(domain.Turn("Who came in 2016?", "Liu Yunshan."),),
        filters=Filters(since=date(2014, 1, 1), until=date(2015, 12, 31)),
        as_of=date(2017, 6, 1),
    )
    assert assistant.contexts == [context, context]


async def test_a_case_with_nothing_set_is_asked_with_nothing_set() -> None:
    assistant = FakeAssistant([], {WHO.question: []})
    await Citedesk(assistant).search(WHO, 5)
    assert assistant.contexts == [Context()]
