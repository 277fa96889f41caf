"""The chat page: which components it has, and which handler answers which event."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.chat.asking import Asking
from ui.chat.conversation import Conversation
from ui.chat.filters import FilterRow, cleared
from ui.chat.handlers import Handlers, forms, show_filters
from ui.desk import Desk
from ui.look import look
from ui.words import LANGUAGE_NAMES, catalogue

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# Not "once", by which Gradio drops in silence what is asked in the moment after an answer.
_ASKING = _PRIVATE | {"trigger_mode": "multiple"}
# Without the queue: where what is done at once ends while a question begins, Gradio's stream of
# events is closed by the one and waited for by the other, and the answer never arrives.
_AT_ONCE = _PRIVATE | {"queue": False}

I18N = gr.I18n(
    **{
        code: {name: word for name, word in catalogue(code).items() if isinstance(word, str)}
        for code in LANGUAGE_NAMES
    }
)
_ = I18N


def build_page(desk: Desk) -> gr.Blocks:
    """Lay out the page and connect it to the desk."""
    asking, handlers = Asking(desk), Handlers(desk)
    page = gr.Blocks(title="Citedesk", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        masthead = _html(elem_id="masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="side"):
                side = _html()
            with gr.Column(elem_id="talk"):
                chatbot = _chatbot()
                downloads = _html(elem_id="downloads")
                status = _html(elem_id="status", html_template='<p role="status">${value}</p>')
                filters = FilterRow()
                form, question, ask, stop = _composer()
            with gr.Column(elem_id="sources"):
                sources = _html()
            script = look("actions.js")
            asks = gr.HTML(js_on_load=script, html_template="", visible="hidden", asks=True)
            does = gr.HTML(js_on_load=script, html_template="", visible="hidden", asks=False)
            replies = gr.HTML(js_on_load=look("replies.js"), html_template="", visible="hidden")

        view = [chatbot, status, sources, question, ask, stop]
        told = [*view, side, replies]
        how = [form, *filters.fields]
        answering = [
            gr.on(
                [question.submit, ask.click],
                asking.ask,
                [question, conversation, *how],
                told,
                **_ASKING,
            ),
            asks.submit(asking.ask_otherwise, [conversation, *how], told, **_ASKING),
        ]
        for event in answering:
            event.failure(handlers.show_fault, [conversation], view, **_PRIVATE)
        stop.click(handlers.stop, [conversation], view, cancels=answering, **_PRIVATE)
        does.submit(handlers.do, [conversation], [*view, replies], **_AT_ONCE)
        # At each visit: the library may have grown since.
        opened = [*view, masthead, side, downloads, form, *filters.offers]
        page.load(handlers.open, [conversation], opened, **_AT_ONCE)
        gr.on(
            filters.changed,
            show_filters,
            filters.fields,
            [filters.fold, status],
            trigger_mode="always_last",  # else a choice made meanwhile is not told
            **_AT_ONCE,
        )
        filters.clear.click(cleared, None, filters.fields, **_AT_ONCE)
    # The seats of the desk say how many are answered at once, whichever door they come through.
    page.queue(max_size=None, default_concurrency_limit=None, api_open=False)
    return page


def _html(value: str = "", **options: Any) -> gr.HTML:
    """Our own, escaped HTML: Gradio adds neither style nor script to it."""
    return gr.HTML(value, apply_default_css=False, js_on_load=None, **options)


def _composer() -> tuple[gr.Radio, gr.Textbox, gr.Button, gr.Button]:
    form = gr.Radio(
        forms(_),
        value="prose",
        label=_("chat.form"),
        elem_id="form",
    )
    with gr.Row(elem_id="composer"):
        question = gr.Textbox(
            label=_("chat.question"),
            placeholder=_("chat.placeholder"),
            lines=1,
            max_lines=6,
            autofocus=True,
            container=False,
            elem_id="question",
        )
        ask = gr.Button(_("chat.ask"), variant="primary", elem_id="ask")
        stop = gr.Button(_("chat.stop"), visible=False, elem_id="stop")
    return form, question, ask, stop


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        container=False,
        layout="bubble",
        height="100%",
        elem_id="conversation",
        # Messages are our own HTML: no Markdown and no formula in a source may come alive.
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=False,
        sanitize_html=True,
        autoscroll=False,
        buttons=[],
        feedback_options=None,
    )
