"""The official MCP client at our door: over HTTP, with a real server and a fake assistant."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Literal

import httpx
import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent

from rag.domain import Filters
from tests.fakes import FakeAssistant
from tests.ui.archive import BROKEN, DISPUTED, EARLY, HELD, SLOW, WHEN
from tests.ui.desks import desk_of, served
from tests.ui.sources import CHINESE, REPRINT, WUZHEN
from ui.access.seats import Seats


@pytest.fixture(params=["auto", "legacy"])
def client(address: str, request: pytest.FixtureRequest) -> Client:
    """Of the protocol of 2026 and of the one before, which most programs speak.

    A test enters it: the task that opens a connection must close it.
    """
    mode: Literal["auto", "legacy"] = request.param
    return Client(f"{address}/mcp", mode=mode)


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def test_the_tools_say_what_they_take_and_that_they_change_nothing(client: Client) -> None:
    async with client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == ["search", "fetch", "ask"]
        assert tools["search"].input_schema["required"] == ["query"]
        assert tools["fetch"].input_schema["required"] == ["id"]
        assert tools["ask"].input_schema["required"] == ["question"]
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())


async def test_search_and_fetch_speak_as_research_connectors_expect(
    client: Client, address: str
) -> None:
    async with client:
        found = await client.call_tool("search", {"query": WHEN})
        assert found.structured_content == json.loads(text_of(found))
        results: list[dict[str, Any]] = found.structured_content["results"]
        assert [one["id"] for one in results] == [WUZHEN.id, CHINESE.id, REPRINT.id]
        assert all(one.keys() == {"id", "title", "url"} for one in results)
        assert results[0]["url"] == WUZHEN.publication.url
        assert results[2]["url"] == f"{address}/documents/reprint.md"

        fetched = await client.call_tool("fetch", {"id": WUZHEN.id})
        assert fetched.structured_content == json.loads(text_of(fetched))
        assert fetched.structured_content.keys() == {"id", "title", "text", "url", "metadata"}
        assert fetched.structured_content["text"] == WUZHEN.prose.strip()
        assert fetched.structured_content["metadata"] == {
            "outlet": "South China Morning Post",
            "author": "Simon Song",
            "published": "2014-11-21",
            "language": "en",
        }


async def test_an_answer_has_markers_footnotes_and_the_object_that_other_doors_give(
    client: Client, assistant: FakeAssistant
) -> None:
    async with client:
        arguments = {"question": WHEN, "filters": {"outlets": ["SCMP"]}, "form": "timeline"}
        told = await client.call_tool("ask", arguments)
        text = text_of(told)
        assert text.startswith(HELD.text + "[1] More than")
        assert "[1] South China Morning Post, Simon Song, “The first conference in Wuzhen”" in text
        assert HELD.citations[0].quote in text
        assert told.structured_content["answer"] in text
        assert told.structured_content["claims"][0]["verdict"] == "supported"
        context = assistant.contexts[-1]
        assert (context.filters, context.form) == (Filters(outlets=("SCMP",)), "timeline")


async def test_a_refusal_is_no_error_and_says_what_would_answer(client: Client) -> None:
    async with client:
        told = await client.call_tool("ask", {"question": EARLY})
        assert not told.is_error
        assert "nothing about 2009" in text_of(told)
        assert "An article about the conference that was published in 2009" in text_of(told)
        assert told.structured_content["refusal"]["reason"] == "outside_period"


async def test_sources_that_contradict_each_other_are_told_side_by_side(client: Client) -> None:
    async with client:
        text = text_of(await client.call_tool("ask", {"question": DISPUTED}))
        assert "The sources contradict each other:\n- According to" in text


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": BROKEN}, "The language model stopped answering after 60 s. Ask"),
        ("ask", {}, "question: Field required."),
        ("ask", {"question": WHEN, "filters": {"outlet": "x"}}, "filters.outlet: Unexpected"),
        ("fetch", {"id": "../../etc/passwd"}, "There is no document '../../etc/passwd'. Take"),
        ("delete", {}, "There is no tool 'delete'. There are search, fetch, ask."),
    ],
)
async def test_what_fails_is_an_error_of_the_tool_in_one_sentence(
    client: Client, name: str, arguments: dict[str, Any], said: str
) -> None:
    async with client:
        result = await client.call_tool(name, arguments)
        assert result.is_error
        assert text_of(result).startswith(said)
        assert "\n" not in text_of(result)


async def test_whoever_finds_no_seat_is_told_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with client:
        monkeypatch.setattr(Seats, "seat", Seats(at_once=0, waiting=0).seat)
        result = await client.call_tool("ask", {"question": WHEN})
        assert result.is_error
        assert text_of(result).startswith("Citedesk is busy")


async def test_a_call_that_is_cancelled_stops_the_answer(
    client: Client, assistant: FakeAssistant
) -> None:
    async with client:
        assistant.ended.clear()
        asked_before = len(assistant.contexts)
        asking = asyncio.create_task(client.call_tool("ask", {"question": SLOW}))
        while len(assistant.contexts) == asked_before:
            await asyncio.sleep(0.01)
        asking.cancel()
        async with asyncio.timeout(20):
            while SLOW not in assistant.ended:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"host": "evil.example"}, 421), ({"origin": "http://evil.example"}, 403)],
)
async def test_a_foreign_page_does_not_get_in(
    address: str, headers: dict[str, str], status: int
) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    async with httpx.AsyncClient() as http:
        response = await http.post(f"{address}/mcp", json=body, headers=headers)
    assert response.status_code == status


async def test_the_door_can_be_served_alone(assistant: FakeAssistant) -> None:
    alone = served(desk_of(assistant), mcp_alone=True)
    async with Client(f"{alone}/mcp") as client, httpx.AsyncClient() as http:
        fetched = await client.call_tool("fetch", {"id": REPRINT.id})
        # Its page is in the chat, which listens where the settings say.
        assert fetched.structured_content["url"] == "http://127.0.0.1:7860/documents/reprint.md"
        assert (await http.get(alone)).status_code == 404
