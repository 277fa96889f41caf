"""The page of a conversation that is shared: questions, answers, sources; nothing to change."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.requests import Request

from rag.conversations import Conversations, Exchange
from rag.errors import CitedeskError
from rag.text.legible import legible
from ui.access.visitor import OWNER, visitor_of
from ui.pages.shell import PlainPage
from ui.showing.answers import render_answer, render_failure, render_notices
from ui.showing.sources_panel import render_cited
from ui.showing.times import written_date
from ui.showing.understanding import render_understood
from ui.words import Words

SHARED_PATH = "/shared"
_PAGE = PlainPage(
    "shared",
    "answer.css",
    "understanding.css",
    "sources_panel.css",
    "conversations.css",
    "print.css",
)
_NOT_SHARED = PlainPage("not_shared", "conversations.css")
_UNLISTED = {"X-Robots-Tag": "noindex, nofollow"}


def add_shared_page(app: FastAPI, conversations: Conversations) -> None:
    """Serve `/shared/TOKEN`."""

    @app.get(SHARED_PATH + "/{token}")
    def shared_page(request: Request, token: str) -> HTMLResponse:
        conversation = conversations.shared(token)
        if conversation is None:
            page = _NOT_SHARED.render(request, status_code=404)
        else:
            t = Words(visitor_of(request).language)
            by = (
                t("conversations.shared_by_owner")
                if conversation.user == OWNER
                else t("conversations.shared_by", user=conversation.user)
            )
            page = _PAGE.render(
                request,
                title=conversation.title,
                shared_by=by,
                exchanges=[_shown(exchange, t) for exchange in conversation.exchanges],
            )
        page.headers.update(_UNLISTED)
        return page


def _shown(exchange: Exchange, t: Words) -> dict[str, Markup | str]:
    """The pieces of an exchange, as the chat shows them."""
    answer = exchange.answer
    return {
        "asked_on": written_date(exchange.asked_on, t),
        "question": legible(exchange.question),
        "understood": render_understood(answer.understood, t, exchange.context, correctable=None)
        if answer
        else "",
        "answer": render_answer(answer, t) if answer else _unanswered(exchange, t),
        "sources": render_cited(answer, t) if answer else "",
    }


def _unanswered(exchange: Exchange, t: Words) -> Markup:
    if exchange.failure:
        return render_failure(CitedeskError(exchange.failure))
    return render_notices([t("conversations.unanswered")], t)
