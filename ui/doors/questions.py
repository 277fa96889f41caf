"""Asking and searching through the JSON API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, FastAPI
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from rag.domain import Context, Filters, Form, Turn
from rag.wire import answer_to_json, result_to_json
from ui.access.visitor import visitor_of
from ui.desk import Desk
from ui.doors.answering import answer_to, while_connected
from ui.doors.sources import site_of

_QUESTION = "When was the first World Internet Conference held?"


class Question(BaseModel):
    """A question with what comes with it."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    question: str = Field(examples=[_QUESTION])
    history: tuple[Turn, ...] = ()
    """The turns of the conversation before it, oldest first."""
    filters: Filters = Filters()
    """Which documents are searched; without any field: all of them."""
    form: Form = "prose"
    """In sentences, in a row for each outlet, or by date."""

    @property
    def context(self) -> Context:
        return Context(self.history, self.filters, self.form)


class Search(BaseModel):
    """What to look for, and how many passages are wanted."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    question: str = Field(examples=[_QUESTION])
    k: int = Field(10, ge=1, le=100)
    """How many passages, at most."""
    filters: Filters = Filters()


def add_question_routes(app: FastAPI, desk: Desk) -> None:
    """Serve /api/ask and /api/search."""

    @app.post("/api/ask", tags=["questions"], summary="Ask")
    async def ask(request: Request, asked: Annotated[Question, Body()]) -> dict[str, Any]:
        """The answer, once all of it is checked: its sentences with verdicts and citations, or why
        there is none. It has the form of `citedesk ask --json`.
        """
        user = visitor_of(request).user
        work = answer_to(desk, user, asked.question, asked.context)
        answer = await while_connected(request, work)
        if answer is None:
            return {}  # nobody is there to read it
        return answer_to_json(answer, None, site_of(request))

    @app.post("/api/search", tags=["questions"], summary="Search")
    async def search(request: Request, asked: Annotated[Search, Body()]) -> dict[str, Any]:
        """How the question was understood, and the passages that fit it best."""
        context = Context(filters=asked.filters)
        async with desk.seats.seat(visitor_of(request).user):
            understood, result = await desk.assistant.search(asked.question, asked.k, context)
        return result_to_json(understood, result, None)


def _site(request: Request) -> str:
    return str(request.base_url).rstrip("/")
