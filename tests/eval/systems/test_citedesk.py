"""Citedesk as a system: what its stream brings, and what it cannot be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eval.cases import Turn
from eval.systems import AskFailed
from eval.systems.citedesk import CaseNotSupported, Citedesk
from rag.domain import Verdict
from rag.errors import LLMFailed
from rag.library import Library
from tests.assistants import assistant_over
from tests.eval.systems.archive import LlamaFakeEmbedder, case, chat_model
from tests.fakes import FakeChat, FakeLLMEndpoint

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
    with FakeLLMEndpoint(*replies) as endpoint:
        system = Citedesk(assistant_over(library, embedder, chat_model(endpoint)))
        reply = await system.ask(case("阿里巴巴是谁创立的？"))
    assert len(endpoint.prompts) == 3
    assert reply.prompt_tokens == sum(len(prompt) for prompt in endpoint.prompts)


def test_searching_finds_the_k_best_passages(library: Library, embedder: LlamaFakeEmbedder) -> None:
    found = citedesk(library, embedder).search(WHO, 2)
    assert found[0].document == "alibaba.md"
    assert len(found) == 2


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"history": (Turn(question="Who is Jack Ma?", answer="A founder."),)}, "history"),
        ({"since": date(2014, 1, 1), "until": date(2015, 1, 1)}, "since and until"),
    ],
)
async def test_what_citedesk_cannot_do_yet_is_said_and_not_guessed(
    library: Library, embedder: LlamaFakeEmbedder, fields: dict[str, Any], named: str
) -> None:
    system, asked = citedesk(library, embedder), case("Where does he live?", **fields)
    with pytest.raises(CaseNotSupported, match=f"Case 'q' has {named}, which"):
        await system.ask(asked)
    with pytest.raises(CaseNotSupported, match=named):
        system.search(asked, 5)
