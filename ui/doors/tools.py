"""What language models can do with the archive: search it, fetch a document, ask."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.domain import Answer, Context, Document, Filters, Form
from rag.exporting.notes import Note
from rag.wire import answer_to_json
from ui.access.refusals import RequestRefused
from ui.desk import Desk
from ui.doors.answering import answer_to
from ui.doors.sources import source_url
from ui.doors.written import written

_PASSAGES = 20
"""Best passages whose documents a search names: several may be of one document."""


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Search(_Arguments):
    """Search the user's archive of documents by meaning and by words, in English or Chinese. \
Returns the documents with the passages that fit best, best first; read one with fetch."""

    query: Annotated[str, Field(description="A question or key words.")]


class Fetch(_Arguments):
    """Read one document of the user's archive: its whole text, who published it and when."""

    id: Annotated[str, Field(description="The id of a document, as search returns it.")]


class Ask(_Arguments):
    """Answer a question from the user's archive of documents. Every sentence of the answer has \
footnotes that quote its sources exactly, and each was checked against them. What the archive does \
not say is refused, with the reason. Ask one self-contained question at a time."""

    question: Annotated[str, Field(description="In English or Chinese.")]
    filters: Annotated[Filters, Field(description="Search only these documents.")] = Filters()
    form: Annotated[
        Form, Field(description="In sentences, in a row for each outlet, or by date.")
    ] = "prose"


class FoundDocument(BaseModel):
    id: str
    title: str
    url: str


class SearchResults(BaseModel):
    results: list[FoundDocument]


class FetchedDocument(FoundDocument):
    """A document with its prose: no menus, no notices, no hidden text."""

    text: str
    metadata: dict[str, str]


TOOLS: dict[str, tuple[type[_Arguments], type[BaseModel] | None]] = {
    "search": (Search, SearchResults),
    "fetch": (Fetch, FetchedDocument),
    "ask": (Ask, None),
}
"""By name: what a tool is given, and what it returns, if that is not an answer's own JSON."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool returns: the same for readers of text and for programs."""

    text: str
    data: dict[str, Any]

    @classmethod
    def of(cls, value: BaseModel) -> Outcome:
        return cls(value.model_dump_json(), value.model_dump())


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls a tool, and the address of the chat as the caller knows it."""

    user: str
    site: str


async def call(desk: Desk, caller: Caller, name: str, arguments: dict[str, Any]) -> Outcome:
    """Call a tool by name.

    Raises:
        RequestRefused: there is no such tool or document, or the arguments are not its own.
        CitedeskError: what the assistant raises.
    """
    match _checked(name, arguments):
        case Search(query=query):
            return await _search(desk, caller, query)
        case Fetch(id=document_id):
            return await _fetch(desk, caller, document_id)
        case Ask(question=question, filters=filters, form=form):
            context = Context(filters=filters, form=form)
            return _told(await answer_to(desk, caller.user, question, context), caller)
    raise AssertionError(f"{name} has arguments and does nothing")


def _checked(name: str, arguments: dict[str, Any]) -> _Arguments:
    if name not in TOOLS:
        raise RequestRefused(f"There is no tool {name!r}.", hint=f"There are {', '.join(TOOLS)}.")
    try:
        return TOOLS[name][0].model_validate(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestRefused(f"{where}: {first['msg']}.") from None


async def _search(desk: Desk, caller: Caller, query: str) -> Outcome:
    async with desk.seats.seat(caller.user):
        _, found = await desk.assistant.search(query, _PASSAGES, Context())
    documents = {passage.document.id: passage.document for passage in found.passages}
    return Outcome.of(
        SearchResults(
            results=[
                FoundDocument(id=key, title=document.title, url=source_url(document, caller.site))
                for key, document in documents.items()
            ]
        )
    )


async def _fetch(desk: Desk, caller: Caller, document_id: str) -> Outcome:
    document = await asyncio.to_thread(desk.assistant.library.document, document_id)
    if document is None:
        raise RequestRefused(
            f"There is no document {document_id!r}.", hint="Take an id that search returns."
        )
    return Outcome.of(
        FetchedDocument(
            id=document.id,
            title=document.title,
            url=source_url(document, caller.site),
            text=document.prose.strip(),
            metadata=_metadata(document),
        )
    )


def _metadata(document: Document) -> dict[str, str]:
    """What is known of its publication."""
    publication = document.publication
    known = {
        "outlet": publication.outlet,
        "author": publication.author,
        "published": publication.published and publication.published.isoformat(),
        "language": publication.language,
    }
    return {name: value for name, value in known.items() if value}


def _told(answer: Answer, caller: Caller) -> Outcome:
    """The answer with its footnotes, and the JSON of it."""
    paragraphs = [written(answer).text]
    if answer.refusal and answer.refusal.advice:
        paragraphs.append(answer.refusal.advice)
    paragraphs += [
        f"[{cited.number}] {Note(cited.document, cited.start, cited.end).source}: "
        f"“{cited.quote}” {source_url(cited.document, caller.site, cited.start, cited.end)}"
        for cited in answer.citations
    ]
    paragraphs += [f"Note: {notice}" for notice in answer.notices]
    return Outcome("\n\n".join(paragraphs), answer_to_json(answer, None, caller.site))
