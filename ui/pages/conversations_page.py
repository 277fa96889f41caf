"""The page of a visitor's conversations: found, opened, renamed, shared, taken along, deleted.

It works without a script: what changes is a form that is sent to the page itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from rag.conversations import Conversations
from rag.errors import CitedeskError
from rag.exporting.feedback import to_case_lines
from rag.exporting.formats import FORMATS
from rag.exporting.transcript import Reply, Transcript
from ui.access.refusals import NotServed
from ui.access.visitor import visitor_of
from ui.doors.errors import status_of
from ui.pages.shared_page import SHARED_PATH
from ui.pages.shell import PlainPage
from ui.showing.downloads import file_name
from ui.showing.times import written_date
from ui.words import Words

PATH = "/conversations"
_PAGE = PlainPage("conversations", "conversations.css", room="conversations")
_PER_PAGE = 50
_TITLE_CHARS = 200
_LAST_PAGE = 1_000_000

Change = Literal["rename", "delete", "share", "unshare"]


def add_conversations_page(app: FastAPI, conversations: Conversations) -> None:
    """Serve `/conversations`, and each as a file under `/conversations/ID.SUFFIX`."""

    @app.get(PATH)
    def page(request: Request, q: str = "", page: int = 1) -> Response:
        return _told(
            request,
            lambda: _shown(request, conversations, q.strip(), min(max(page, 1), _LAST_PAGE)),
        )

    @app.post(PATH)
    def change(
        request: Request,
        conversation: Annotated[str, Form()],
        change: Annotated[Change, Form()],
        title: Annotated[str, Form()] = "",
        q: Annotated[str, Form()] = "",
    ) -> Response:
        def changed() -> Response:
            user = visitor_of(request).user
            _change(conversations, user, conversation, change, title[:_TITLE_CHARS])
            place = "" if change == "delete" else f"#c-{quote(conversation)}"
            return RedirectResponse(_address(q) + place, status_code=303)

        return _told(request, changed)

    @app.get(f"{PATH}/feedback.jsonl")
    def feedback(request: Request) -> Response:
        lines = to_case_lines(conversations.ratings(visitor_of(request).user))
        return _file("".join(lines).encode(), "feedback.jsonl", "application/jsonl")

    @app.get(PATH + "/{conversation}.{suffix}")
    def download(request: Request, conversation: str, suffix: str) -> Response:
        return _told(request, lambda: _download(request, conversations, conversation, suffix))


def _told(request: Request, respond: Callable[[], Response]) -> Response:
    """The response, or the page that tells why there is none."""
    try:
        return respond()
    except CitedeskError as error:
        return _PAGE.render(request, status_of(error), fault=error)


def _change(
    conversations: Conversations, user: str, conversation: str, change: Change, title: str
) -> None:
    match change:
        case "rename":
            conversations.rename(user, conversation, title)
        case "delete":
            conversations.delete(user, conversation)
        case "share":
            conversations.share(user, conversation)
        case "unshare":
            conversations.unshare(user, conversation)


def _download(
    request: Request, conversations: Conversations, conversation: str, suffix: str
) -> Response:
    visitor = visitor_of(request)
    form = next((form for form in FORMATS if form.suffix == f".{suffix}"), None)
    exchanges = conversations.exchanges(visitor.user, conversation)
    replies = [Reply(each.answer, each.asked_on) for each in exchanges if each.answer]
    if form is None or not replies:
        raise NotServed(Words(visitor.language)("conversations.nothing_to_download"))
    transcript = Transcript(tuple(replies))
    name = file_name(transcript.title) + form.suffix
    return _file(form.write(transcript), name, form.media_type)


def _shown(
    request: Request, conversations: Conversations, search: str, number: int
) -> HTMLResponse:
    visitor = visitor_of(request)
    t = Words(visitor.language)
    first = (number - 1) * _PER_PAGE
    # One more than is shown tells whether there are more.
    found = conversations.listed(visitor.user, search, _PER_PAGE + 1, first)
    return _PAGE.render(
        request,
        fault=None,
        conversations=found[:_PER_PAGE],
        search=search,
        newer=_address(search, number - 1) if number > 1 else None,
        older=_address(search, number + 1) if len(found) > _PER_PAGE else None,
        formats=FORMATS,
        shared_at=f"{str(request.base_url).rstrip('/')}{SHARED_PATH}/",
        when=lambda moment: _written_moment(moment, t),
        has_ratings=any(True for _ in conversations.ratings(visitor.user)),
    )


def _address(search: str, number: int = 1) -> str:
    fields = ({"q": search} if search else {}) | ({"page": str(number)} if number > 1 else {})
    return f"{PATH}?{urlencode(fields)}" if fields else PATH


def _file(data: bytes, name: str, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})


def _written_moment(moment: datetime, t: Words) -> str:
    """On the clock of this machine."""
    here = moment.astimezone()
    return f"{written_date(here.date(), t)}, {here:%H:%M}"
