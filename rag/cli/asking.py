"""`citedesk ask` and `citedesk search`."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.batch import Query, queries_of
from rag.cli.options import (
    LLM,
    AsJson,
    AsOf,
    Authors,
    Collections,
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
    from rag.domain import Context, Form

Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch", help='JSON Lines of {"id","question"}; one JSON object a line comes out.'
    ),
]

Export = Annotated[
    Path | None,
    typer.Option(
        help="New file for the answer with its footnotes: Markdown (.md), Word (.docx) or the"
        " documents cited as CSL-JSON (.json)."
    ),
]


class AskedForm(StrEnum):
    """How an answer is wanted, as it is typed."""

    PROSE = "prose"
    OUTLETS = "outlets"
    TIMELINE = "timeline"


_FORMS: dict[AskedForm, Form] = {
    AskedForm.PROSE: "prose",
    AskedForm.OUTLETS: "by_outlet",
    AskedForm.TIMELINE: "timeline",
}
As = Annotated[
    AskedForm,
    typer.Option(
        "--as",
        help="In sentences, in a row for each outlet (the --outlet options, or the best found), or"
        " by date in the archive's own words.",
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
    collection: Collections = None,
    as_of: AsOf = None,
    form: As = AskedForm.PROSE,
    as_json: AsJson = False,
    batch: Batch = None,
    export: Export = None,
    llm: LLM = None,
) -> None:
    """Answer QUESTION, each sentence with its sources."""
    from rag import terminal
    from rag.exporting.formats import check_writable, write_export
    from rag.exporting.transcript import Reply, Transcript
    from rag.wire import answer_to_json

    queries = queries_of(question, batch)
    asked_with = _asked_with(
        since=since,
        until=until,
        outlets=outlet,
        authors=author,
        languages=language,
        collections=collection,
        as_of=as_of,
    )
    asked_with = replace(asked_with, form=_FORMS[form])
    if export and batch:
        raise typer.BadParameter("--export is for one question, and --batch for many.")
    if export:
        check_writable(export)
    settings = settings_of(context, llm)
    with terminal.waiting("Loading the models"):
        assistant = _assistant(settings)
    # One loop for all questions: the assistant's coroutines belong to it.
    with closing(assistant), asyncio.Runner() as loop:
        for query in queries:
            with terminal.waiting("Reading and writing"):
                answer = loop.run(assistant.answer(query.question, asked_with))
            if as_json or batch:
                print_json(answer_to_json(answer, query.id, _site(settings)))
            else:
                terminal.print_answer(answer)
            if export:
                reply = Reply(answer, datetime.now().astimezone().date())
                write_export(Transcript((reply,)), export)
                terminal.err.print(f"Exported to {export}.", markup=False)


def _site(settings: Settings) -> str:
    return f"http://{settings.server.host}:{settings.server.port}"


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
    collection: Collections = None,
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
        collections=collection,
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
    collections: Collections,
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
        collections=tuple(collections or ()),
    )
    return Context(filters=filters, as_of=_day(as_of))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
