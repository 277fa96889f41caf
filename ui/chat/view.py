"""What the page shows of a conversation: one update of its components."""

from __future__ import annotations

from typing import Any, NamedTuple

import gradio as gr
from markupsafe import Markup

from ui.chat.conversation import Conversation
from ui.chat.exchange import Exchange
from ui.showing import sources_panel
from ui.words import Words

KEEP: Any = gr.skip()


class View(NamedTuple):
    """A value for each component of the page, in the order of the outputs."""

    messages: Any
    status: Markup
    sources: Markup
    question: Any
    ask_button: Any
    stop_button: Any


def view_of(
    conversation: Conversation,
    t: Words,
    *,
    question: Any = KEEP,
    hint: str = "",
    sources_of: Exchange | None = None,
) -> View:
    """The conversation as it stands, with the sources of its last answer, or of another."""
    answering, shown = conversation.answering, sources_of or conversation.last
    activity = answering.activity if answering and not hint else Markup.escape(hint)
    return View(
        messages=conversation.messages,
        status=activity,
        sources=shown.sources if shown else sources_panel.render_empty(t),
        question=question,
        ask_button=gr.update(visible=not answering),
        stop_button=gr.update(visible=bool(answering)),
    )
