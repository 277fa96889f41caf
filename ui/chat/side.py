"""Beside the chat: a new conversation, and those of the last days."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from rag.conversations import Summary
from ui.words import Words

MOST_LISTED = 30


def conversation_path(conversation: str) -> str:
    """The address at which the chat goes on with a conversation."""
    return f"/?{urlencode({'conversation': conversation})}"


def render_side(summaries: Sequence[Summary], t: Words, current: str) -> Markup:
    """Links to conversations, newest first; `current` is the id of the one that is open."""
    items = Markup().join(
        Markup('<li><a href="{}"{}>{}</a></li>').format(
            conversation_path(summary.id),
            Markup(' aria-current="page"') if summary.id == current else "",
            summary.title,
        )
        for summary in summaries
    )
    # page.js opens it where it has a column of its own.
    recent = Markup(
        '<details><summary>{}</summary><ul>{}</ul><a href="/conversations">{}</a></details>'
    ).format(t("chat.recent"), items, t("chat.all"))
    return Markup('<nav aria-label="{}"><a class="new" href="/">{}</a>{}</nav>').format(
        t("shell.conversations"), t("chat.new"), recent if items else ""
    )
