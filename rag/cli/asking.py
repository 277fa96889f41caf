"""`citedesk ask` and `citedesk search`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.batch import Query, queries_of
from rag.cli.options import LLM, AsJson, print_json, settings_of

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.config import Settings

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
    as_json: AsJson = False,
    batch: Batch = None,
    llm: LLM = None,
) -> None:
    """Answer QUESTION, each sentence with its sources."""
    import asyncio

    from rag import terminal

    queries = queries_of(question, batch)
    settings = settings_of(context, llm)
    with terminal.waiting("Loading the models"):
        assistant = _assistant(settings)
    with closing(assistant):
        asyncio.run(_answer_all(assistant, queries, settings, as_json=as_json or bool(batch)))


async def _answer_all(
    assistant: Assistant, queries: list[Query], settings: Settings, *, as_json: bool
) -> None:
    from rag import terminal
    from rag.wire import answer_to_json

    site = f"http://{settings.server.host}:{settings.server.port}"
    for query in queries:
        with terminal.waiting("Reading and writing"):
            answer = await assistant.answer(query.question)
        if as_json:
            print_json(answer_to_json(answer, query.id, site))
        else:
            terminal.print_answer(answer)


def search(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    *,
    k: Annotated[int, typer.Option("-k", min=1, help="Passages to show.")] = 10,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Show the K passages that fit QUESTION best.

    No language model is used.
    """
    from rag import terminal
    from rag.wire import results_to_json

    queries = queries_of(question, batch)
    with terminal.waiting("Loading the embedder"):
        assistant = _assistant(settings_of(context, "none"))
    with closing(assistant):
        for query in queries:
            results = assistant.search(query.question, k)
            if as_json or batch:
                print_json(results_to_json(query.question, query.id, results))
            else:
                terminal.print_results(results)


def _assistant(settings: Settings) -> Assistant:
    from rag.factory import build_assistant

    return build_assistant(settings)
