"""The official OpenAI client at our door: a real server, a fake assistant."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import openai
import pytest
import pytest_asyncio
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from rag.domain import Filters, Turn
from tests.fakes import FakeAssistant
from tests.ui.archive import BROKEN, HELD, REFUSAL, SLOW, TICKETS, WHEN
from tests.ui.sources import CHINESE, WUZHEN
from ui.access.seats import Seats
from ui.doors import openai as door

BEFORE: list[ChatCompletionMessageParam] = [
    {"role": "system", "content": "Answer in rhymes, without sources."},
    {"role": "user", "content": "Who opened the conference?"},
    {"role": "assistant", "content": "Lu Wei opened it.[1]"},
]


def asked(question: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": question}]


@pytest_asyncio.fixture
async def client(address: str) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as ours:
        yield ours


async def streamed(client: openai.AsyncOpenAI, question: str) -> list[ChatCompletionChunk]:
    stream = await client.chat.completions.create(
        model="citedesk",
        messages=asked(question),
        stream=True,
        stream_options={"include_usage": True},
    )
    return [chunk async for chunk in stream]


def dumped(value: Any) -> Any:
    """What the client has no class for, as JSON."""
    return json.loads(json.dumps(value, default=lambda model: model.model_dump()))


async def has_ended(assistant: FakeAssistant, question: str) -> None:
    while question not in assistant.ended:
        await asyncio.sleep(0.01)


async def test_an_answer_has_its_citations_as_annotations(
    client: openai.AsyncOpenAI, address: str
) -> None:
    completion = await client.chat.completions.create(model="citedesk", messages=asked(WHEN))
    message = completion.choices[0].message
    assert message.content is not None
    assert message.content.startswith(HELD.text + "[1] More than 1,000 delegates")
    assert message.annotations is not None
    cited = [note.url_citation for note in message.annotations]
    marked = [message.content[note.start_index : note.end_index] for note in cited]
    assert marked == ["[1]", "[2]", "[3]"]
    assert cited[0].title == WUZHEN.title
    assert cited[0].url == WUZHEN.publication.url
    # Its own address is no web address: the chat shows the document.
    assert cited[2].title == CHINESE.title
    assert cited[2].url.startswith(f"{address}/documents/%E9%A6%96")
    assert completion.usage is not None
    assert completion.usage.total_tokens > completion.usage.completion_tokens > 10


async def test_the_whole_answer_is_in_a_field_of_its_own(client: openai.AsyncOpenAI) -> None:
    completion = await client.chat.completions.create(model="citedesk", messages=asked(WHEN))
    whole = dumped(completion.model_extra)["citedesk"]
    assert whole["id"] == completion.id
    assert whole["citations"][0]["quote"] == HELD.citations[0].quote
    assert [claim["verdict"] for claim in whole["claims"]] == ["supported", "supported"]


async def test_a_stream_says_the_same_as_the_whole(client: openai.AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="citedesk", messages=asked(WHEN))
    *chunks, last, usage = await streamed(client, WHEN)
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said == whole.choices[0].message.content
    assert len(chunks) == 3  # the opening, and a chunk for each sentence
    assert last.choices[0].finish_reason == "stop"
    assert dumped(last.choices[0].delta.model_extra)["annotations"] == dumped(
        whole.choices[0].message.annotations
    )
    assert dumped(last.model_extra)["citedesk"]["answer"] == said
    assert usage.choices == []
    assert usage.usage == whole.usage


async def test_a_refusal_is_the_content_and_the_refusal(client: openai.AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="citedesk", messages=asked(TICKETS))
    message = whole.choices[0].message
    assert (message.content, message.refusal) == (REFUSAL.message, REFUSAL.message)
    assert message.annotations == []
    *_, last, _ = await streamed(client, TICKETS)
    assert last.choices[0].delta.refusal == REFUSAL.message


async def test_earlier_messages_are_the_conversation_and_wishes_come_in_their_own_field(
    client: openai.AsyncOpenAI, assistant: FakeAssistant
) -> None:
    in_parts: ChatCompletionMessageParam = {
        "role": "user",
        "content": [{"type": "text", "text": WHEN}],
    }
    wishes = {"filters": {"outlets": ["SCMP"]}, "form": "by_outlet"}
    await client.chat.completions.create(
        model="citedesk", messages=[*BEFORE, in_parts], extra_body={"citedesk": wishes}
    )
    context = assistant.contexts[-1]
    assert context.history == (Turn("Who opened the conference?", "Lu Wei opened it.[1]"),)
    assert (context.filters, context.form) == (Filters(outlets=("SCMP",)), "by_outlet")


@pytest.mark.parametrize(
    ("request_body", "status", "said"),
    [
        ({"messages": BEFORE}, 400, "Put the question last"),
        ({"messages": asked(WHEN), "n": 2}, 400, "n: "),
        ({"messages": asked(WHEN), "model": "gpt-5"}, 404, "There is no model 'gpt-5'"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            400,
            "a part of type 'image_url' cannot be read",
        ),
        (
            {"messages": asked(WHEN), "extra_body": {"citedesk": {"filters": {"outlet": "x"}}}},
            400,
            "citedesk.filters.outlet: ",
        ),
        ({"messages": asked(BROKEN)}, 502, "stopped answering after 60 s. Ask again."),
    ],
    ids=["no question", "two answers", "another model", "an image", "a typo", "LLM away"],
)
async def test_what_cannot_be_answered_is_an_error_in_openais_form(
    client: openai.AsyncOpenAI, request_body: dict[str, Any], status: int, said: str
) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        await client.chat.completions.create(**({"model": "citedesk"} | request_body))
    assert caught.value.status_code == status
    body: Any = caught.value.body
    assert said in body["message"]
    assert body["type"] == ("server_error" if status >= 500 else "invalid_request_error")


async def test_a_stream_that_breaks_off_ends_with_an_error_and_shows_nothing_unchecked(
    client: openai.AsyncOpenAI,
) -> None:
    body: dict[str, Any] = {"model": "citedesk", "messages": asked(BROKEN), "stream": True}
    stream = await client.chat.completions.create(**body)
    opening = await anext(stream)
    assert opening.choices[0].delta.content == ""
    with pytest.raises(openai.APIError, match="stopped answering after 60 s"):
        await anext(stream)


async def test_a_client_that_waits_hears_a_pulse_and_one_that_leaves_stops_the_answer(
    address: str, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_PULSE_S", 0.05)
    assistant.ended.clear()
    body = {"model": "citedesk", "messages": asked(SLOW), "stream": True}
    async with (
        httpx.AsyncClient(base_url=address) as http,
        http.stream("POST", "/v1/chat/completions", json=body) as response,
    ):
        heard = []
        async for line in response.aiter_lines():
            heard.append(line)
            if line.startswith(":"):
                break
    assert not any(HELD.text in line for line in heard)
    await asyncio.wait_for(has_ended(assistant, SLOW), 20)


async def test_leaving_without_a_stream_stops_the_answer_too(
    client: openai.AsyncOpenAI, assistant: FakeAssistant
) -> None:
    assistant.ended.clear()
    asked_before = len(assistant.contexts)
    asking = asyncio.create_task(
        client.chat.completions.create(model="citedesk", messages=asked(SLOW))
    )
    while len(assistant.contexts) == asked_before:
        await asyncio.sleep(0.01)
    asking.cancel()
    await asyncio.wait_for(has_ended(assistant, SLOW), 20)


@pytest.mark.parametrize("stream", [False, True])
async def test_whoever_finds_no_seat_is_told_when_to_come_again(
    client: openai.AsyncOpenAI, monkeypatch: pytest.MonkeyPatch, *, stream: bool
) -> None:
    monkeypatch.setattr(Seats, "seat", Seats(at_once=0, waiting=0).seat)
    with pytest.raises(openai.APIStatusError) as caught:
        await client.chat.completions.create(model="citedesk", messages=asked(WHEN), stream=stream)
    assert caught.value.status_code == 503
    assert int(caught.value.response.headers["Retry-After"]) > 0


async def test_there_is_one_model(client: openai.AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["citedesk"]
    assert (await client.models.retrieve("citedesk")).object == "model"
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("gpt-5")
