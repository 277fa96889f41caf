"""The door for whatever speaks MCP (Model Context Protocol), over stdio and over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from starlette.routing import Route

from rag.errors import CitedeskError
from ui.access.admission import MAX_BODY_BYTES
from ui.access.visitor import OWNER, visitor_of
from ui.desk import Desk
from ui.doors.sources import site_of
from ui.doors.tools import TOOLS, Caller, call

_PATH = "/mcp"
_MOST_SESSIONS = 1_000
_INSTRUCTIONS = (
    "Citedesk holds the user's own archive of documents. Use ask for questions: its answers are "
    "checked sentence by sentence, with exact quotes as footnotes; keep the [n] markers and the "
    "footnotes when you pass an answer on. Use search and fetch to read the documents themselves."
)

Context = ServerRequestContext[Any]


def build_server(
    opened: Callable[[], Awaitable[Desk]], *, beside_chat: bool = False
) -> Server[Any]:
    """The tools as an MCP server; `opened` returns the desk once its models are loaded.

    `beside_chat`: the documents' pages are where requests are sent to, else where the settings say.
    """

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_tool(name) for name in TOOLS])

    async def call_tool(context: Context, params: CallToolRequestParams) -> CallToolResult:
        try:
            desk = await opened()
            request = context.request
            user = visitor_of(request).user if request else OWNER
            site = site_of(request) if request and beside_chat else _chat_address(desk)
            outcome = await call(desk, Caller(user, site), params.name, params.arguments or {})
        except CitedeskError as error:
            return CallToolResult(content=[_text(str(error))], is_error=True)
        return CallToolResult(content=[_text(outcome.text)], structured_content=outcome.data)

    return Server(
        "citedesk",
        title="Citedesk",
        version=version("citedesk"),
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def add_mcp_door(app: FastAPI, desk: Desk, *, beside_chat: bool) -> None:
    """Serve /mcp (streamable HTTP), for as long as the application runs."""

    async def opened() -> Desk:
        return desk

    manager = StreamableHTTPSessionManager(
        build_server(opened, beside_chat=beside_chat),
        # Hosts and origins are the guard's business, here as at every other door.
        security_settings=None,
        max_request_body_size=MAX_BODY_BYTES,
        max_sessions=_MOST_SESSIONS,
    )
    app.router.routes.append(Route(_PATH, manager.asgi_app))
    around = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(serving: Any) -> AsyncIterator[Any]:
        async with manager.run(), around(serving) as state:
            yield state

    app.router.lifespan_context = lifespan


async def serve_stdio(open_desk: Callable[[], AbstractContextManager[Desk]]) -> None:
    """Serve the client at stdin and stdout until it leaves; the models load meanwhile.

    Raises:
        CitedeskError: they could not be loaded; each call of a tool has said so.
    """
    with ExitStack() as desks:
        loading = asyncio.create_task(asyncio.to_thread(lambda: desks.enter_context(open_desk())))
        server = build_server(lambda: asyncio.shield(loading))
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
        await loading


def _tool(name: str) -> Tool:
    arguments, result = TOOLS[name]
    return Tool(
        name=name,
        description=arguments.__doc__,
        input_schema=arguments.model_json_schema(),
        output_schema=result.model_json_schema() if result else None,
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _chat_address(desk: Desk) -> str:
    server = desk.settings.server
    return f"http://{server.host}:{server.port}"


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)
