"""The official MCP client starts `citedesk mcp` over the shipped corpus."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent

from tests.end_to_end.conftest import ROOT, Command


def started(library: Path, **environment: str) -> Client:
    arguments = ["-m", "ui", "--library", str(library), "mcp", "--llm", "none"]
    return Client(
        StdioServerParameters(
            command=sys.executable, args=arguments, cwd=ROOT, env=os.environ | environment
        )
    )


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def test_what_is_found_is_fetched_and_a_question_is_answered_with_its_sources(
    library_folder: Path, indexed: subprocess.CompletedProcess[str]
) -> None:
    async with started(library_folder) as client:
        found = await client.call_tool("search", {"query": "Who is Lu Wei?"})
        document = found.structured_content["results"][0]
        fetched = await client.call_tool("fetch", {"id": document["id"]})
        assert fetched.structured_content["title"] == document["title"]

        told = await client.call_tool("ask", {"question": "Who is Lu Wei?"})
        citation = told.structured_content["citations"][0]
        assert citation["quote"] in text_of(told)
        read = await client.call_tool("fetch", {"id": citation["document_id"]})
        assert citation["quote"] in read.structured_content["text"]


async def test_a_model_that_is_missing_is_said_at_the_first_call(tmp_path: Path) -> None:
    async with started(tmp_path, CITEDESK_MODELS=str(tmp_path)) as client:
        assert len((await client.list_tools()).tools) == 3
        result = await client.call_tool("search", {"query": "Who is Lu Wei?"})
        assert result.is_error
        assert "citedesk models pull" in text_of(result)


def test_a_port_without_http_is_wrong_usage(citedesk: Command) -> None:
    ran = citedesk("mcp", "--port", "7870")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--http" in ran.stderr
