"""`citedesk ask` and `citedesk search`."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.batch import Query, queries_of
from rag.cli.options import (
    LLM,
    AsJson,
    AsOf,
    Authors,
    Languages,
    Outlets,
    Since,
    Until,
    print_json,
    settings_of,
)

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.config import Settings
    from rag.domain import Context

Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch", help='JSON Lines of {"id","question"}; one JSON object a line comes out.'
    ),
]


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    *,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    author: Authors = None,
    language: Languages = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    batch: Batch = None,
    llm: LLM = None,
) -> None:
    """Answer QUESTION, each sentence with its sources."""
    from rag import terminal

    queries = queries_of(question, batch)
    asked_with = _asked_with(
        since=since,
        until=until,
        outlets=outlet,
        authors=author,
        languages=language,
        as_of=as_of,
    )
    settings = settings_of(context, llm)
    with terminal.waiting("Loading the models"):
        assistant = _assistant(settings)
    with closing(assistant):
        answering = _answer_all(
            assistant, queries, asked_with, settings, as_json=as_json or bool(batch)
        )
        asyncio.run(answering)


async def _answer_all(
    assistant: Assistant,
    queries: list[Query],
    asked_with: Context,
    settings: Settings,
    *,
    as_json: bool,
) -> None:
    from rag import terminal
    from rag.wire import answer_to_json

    site = f"http://{settings.server.host}:{settings.server.port}"
    for query in queries:
        with terminal.waiting("Reading and writing"):
            answer = await assistant.answer(query.question, asked_with)
        if as_json:
            print_json(answer_to_json(answer, query.id, site))
        else:
            terminal.print_answer(answer)


def search(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    *,
    k: Annotated[int, typer.Option("-k", min=1, help="Passages to show.")] = 10,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    author: Authors = None,
    language: Languages = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    batch: Batch = None,
    llm: Annotated[
        str, typer.Option("--llm", help="Model that translates QUESTION where need be.")
    ] = "none",
) -> None:
    """Show the K passages that fit QUESTION best."""
    from rag import terminal

    queries = queries_of(question, batch)
    asked_with = _asked_with(
        since=since,
        until=until,
        outlets=outlet,
        authors=author,
        languages=language,
        as_of=as_of,
    )
    with terminal.waiting("Loading the embedder"):
        assistant = _assistant(settings_of(context, llm))
    with closing(assistant):
        asyncio.run(_search_all(assistant, queries, k, asked_with, as_json=as_json or bool(batch)))


async def _search_all(
    assistant: Assistant, queries: list[Query], k: int, asked_with: Context, *, as_json: bool
) -> None:
    from rag import terminal
    from rag.wire import result_to_json

    for query in queries:
        understood, result = await assistant.search(query.question, k, asked_with)
        if as_json:
            print_json(result_to_json(understood, result, query.id))
        else:
            terminal.print_search(understood, result)


def _assistant(settings: Settings) -> Assistant:
    from rag.factory import build_assistant

    return build_assistant(settings)


def _asked_with(
    *,
    since: Since,
    until: Until,
    outlets: Outlets,
    authors: Authors,
    languages: Languages,
    as_of: AsOf,
) -> Context:
    """What the options say of a question. Raises typer.BadParameter: the days are no period."""
    from rag.domain import Context, Filters

    if since and until and since > until:
        raise typer.BadParameter(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}.")
    filters = Filters(
        since=_day(since),
        until=_day(until),
        outlets=tuple(outlets or ()),
        authors=tuple(authors or ()),
        languages=tuple(language.value for language in languages or ()),
    )
    return Context(filters=filters, as_of=_day(as_of))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
