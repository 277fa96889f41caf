"""The door for whatever speaks OpenAI's API: chat completions and models."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Body, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from rag.domain import Answer, AnswerEvent, AnswerFinished
from rag.errors import CitedeskError
from ui.access.refusals import RequestRefused
from ui.access.visitor import visitor_of
from ui.chat.pace import with_pulse
from ui.desk import Desk
from ui.doors.answering import answer_to, answering, while_connected
from ui.doors.completions import MODEL, ChatRequest, Completion, ModelUnknown, error_object
from ui.doors.errors import error_response
from ui.doors.sources import site_of

_PULSE_S = 5.0
"""Clients and proxies give up on a stream that is silent for long; a comment is not silence."""
_PULSE = ": waiting for the answer\n\n"
_END = "data: [DONE]\n\n"
_STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class _Route(APIRoute):
    """A route whose errors have OpenAI's form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                first = error.errors()[0]
                # Without the "body" that it begins with.
                where = ".".join(str(part) for part in first["loc"][1:]) or "The body"
                return _refused(RequestRefused(f"{where}: {first['msg']}."))
            except CitedeskError as error:
                return _refused(error)

        return handled


def add_openai_door(app: FastAPI, desk: Desk) -> None:
    """Serve /v1/chat/completions and /v1/models."""
    router = APIRouter(prefix="/v1", tags=["OpenAI's API"], route_class=_Route)
    model = {"id": MODEL, "object": "model", "created": int(time.time()), "owned_by": MODEL}

    @router.post("/chat/completions", summary="Chat completion", response_model=None)
    async def complete(request: Request, chat: Annotated[ChatRequest, Body()]) -> Response:
        """The answer to the user's last message, with citations as annotations.

        `citedesk` has the whole object of `/api/ask`. With `stream`: server-sent events.
        """
        _check_model(chat.model)
        user, question = visitor_of(request).user, chat.question
        completion = Completion(f"chatcmpl-{uuid4().hex}", int(time.time()), site_of(request))
        if chat.stream:
            events = answering(desk, user, question, chat.context)
            return await _streamed(desk, chat, completion, events)
        work = answer_to(desk, user, question, chat.context)
        answer = await while_connected(request, work)
        if answer is None:
            return Response()  # nobody is there to read it
        usage = await asyncio.to_thread(_usage, desk, chat, answer)
        return JSONResponse(completion.whole(answer, usage))

    @router.get("/models", summary="Models")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [model]}

    @router.get("/models/{name}", summary="A model")
    def model_named(name: str) -> dict[str, Any]:
        _check_model(name)
        return model

    # As the application's own, so that its description has them.
    app.router.routes.extend(router.routes)


def _check_model(name: str) -> None:
    if name != MODEL:
        raise ModelUnknown(name)


async def _streamed(
    desk: Desk, chat: ChatRequest, completion: Completion, events: AsyncGenerator[AnswerEvent, None]
) -> Response:
    """Server-sent events. Raises CitedeskError: what fails at once still has its own status."""
    pulsing = with_pulse(events, _PULSE_S)
    first = await anext(pulsing)
    return StreamingResponse(
        _sent(desk, chat, completion, first, pulsing),
        media_type="text/event-stream",
        headers=_STREAM_HEADERS,
    )


async def _sent(
    desk: Desk,
    chat: ChatRequest,
    completion: Completion,
    first: AnswerEvent | None,
    events: AsyncGenerator[AnswerEvent | None, None],
) -> AsyncGenerator[str, None]:
    """The events as they are sent: nothing of the answer is, before all of it is checked."""
    yield _event(completion.opening())
    async with aclosing(events):
        event = first
        try:
            while not isinstance(event, AnswerFinished):
                if event is None:
                    yield _PULSE
                event = await anext(events)
        except CitedeskError as error:
            yield _event(error_object(error))
            return
    for chunk in completion.chunks(event.answer):
        yield _event(chunk)
    if chat.wants_usage:
        usage = await asyncio.to_thread(_usage, desk, chat, event.answer)
        yield _event(completion.usage(usage))
    yield _END


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _usage(desk: Desk, chat: ChatRequest, answer: Answer) -> dict[str, int]:
    """What came and went through this door, in the embedder's tokens.

    What the language model read and wrote behind it is more, and not known here.
    """
    count = desk.assistant.embedder.count_tokens
    prompt = sum(count(message.content) for message in chat.messages)
    completion = count(answer.text)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _refused(error: CitedeskError) -> JSONResponse:
    """Status and headers are those of every door; the body has OpenAI's form."""
    response = error_response(error)
    headers = {
        name: value for name, value in response.headers.items() if not name.startswith("content-")
    }
    return JSONResponse(error_object(error), response.status_code, headers)
