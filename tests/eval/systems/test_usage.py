"""Prompt tokens, over HTTP as an OpenAI-compatible endpoint streams them."""

from __future__ import annotations

from contextlib import aclosing

import pytest
from llama_index.core.llms import ChatMessage
from llama_index_instrumentation import root_dispatcher

from eval.systems.usage import count_prompt_tokens
from tests.eval.systems.archive import chat_model
from tests.fakes import FakeLLMEndpoint


async def test_the_tokens_of_every_call_are_added_up() -> None:
    with FakeLLMEndpoint("Jack Ma.", "马云。") as endpoint:
        model = chat_model(endpoint)
        with count_prompt_tokens() as prompts:
            assert await model.write("Answer.", "Who founded Alibaba?") == "Jack Ma."
            assert await model.write("回答。", "阿里巴巴是谁创立的？") == "马云。"
        assert prompts.tokens == len("Answer.Who founded Alibaba?") + len(
            "回答。阿里巴巴是谁创立的？"
        )


async def test_the_last_chunk_without_choices_adds_nothing_to_what_is_streamed() -> None:
    with FakeLLMEndpoint("Jack Ma.") as endpoint:
        pieces = [piece async for piece in chat_model(endpoint).stream("Answer.", "Who?")]
    assert pieces == ["Jack ", "Ma. "]


async def test_llamaindex_reads_a_completion_past_that_chunk_too() -> None:
    with FakeLLMEndpoint("Jack Ma.") as endpoint:
        llm = chat_model(endpoint).llm
        with count_prompt_tokens() as prompts:
            tokens = [token.delta async for token in await llm.astream_complete("Who?")]
    assert "".join(token or "" for token in tokens) == "Jack Ma. "
    assert prompts.tokens == len("Who?")


async def test_an_endpoint_that_reports_nothing_leaves_the_count_undefined() -> None:
    with FakeLLMEndpoint("Jack Ma.", reports_usage=False) as endpoint:
        model = chat_model(endpoint)
        with count_prompt_tokens() as prompts:
            await model.write("Answer.", "Who?")
    assert prompts.tokens is None


async def test_a_call_that_is_broken_off_leaves_the_count_undefined() -> None:
    with FakeLLMEndpoint("Jack Ma.", "Jack Ma.") as endpoint:
        model = chat_model(endpoint)
        with count_prompt_tokens() as prompts:
            await model.write("Answer.", "Who?")
            async with aclosing(model.stream("Answer.", "Who?")) as pieces:
                await anext(pieces)
    assert prompts.tokens is None


def test_where_no_model_is_called_no_token_is_sent() -> None:
    with count_prompt_tokens() as prompts:
        pass
    assert prompts.tokens == 0


async def test_nothing_is_counted_afterwards_even_if_the_block_fails() -> None:
    before = list(root_dispatcher.event_handlers)
    with pytest.raises(ZeroDivisionError), count_prompt_tokens() as prompts:
        raise ZeroDivisionError
    assert root_dispatcher.event_handlers == before
    with FakeLLMEndpoint("Jack Ma.") as endpoint:
        await chat_model(endpoint).llm.astream_chat([ChatMessage(content="Who?")])
    assert prompts.tokens == 0
