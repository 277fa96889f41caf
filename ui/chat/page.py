"""The chat page: which components it has, and which handler answers which event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from markupsafe import Markup

from ui.access.visitor import Visitor, visitor_of
from ui.chat.conversation import Conversation
from ui.chat.filters import FilterRow, cleared, offered
from ui.chat.handlers import Chat, show_filters
from ui.desk import Desk
from ui.look import look
from ui.protocols import Counts
from ui.showing import sources_panel
from ui.showing.downloads import render_downloads
from ui.showing.masthead import render_masthead
from ui.words import Words

_STYLES = (
    "tokens.css",
    "shell.css",
    "conversation.css",
    "answer.css",
    "understanding.css",
    "sources_panel.css",
    "filters.css",
    "page.css",
    "print.css",
)
# In the head, because Gradio rewrites the css that it is given (media rules lose their scope).
HEAD = f"""
<meta name="color-scheme" content="light dark">
<style>{look(*_STYLES)}</style>
<script>{look("language.js", "page.js")}</script>
"""

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# Not "once", by which Gradio drops in silence what is asked in the moment after an answer.
_ASKING = _PRIVATE | {"trigger_mode": "multiple"}


def build_page(desk: Desk) -> gr.Blocks:
    """Lay out the page and connect it to the assistant."""
    assistant, suggestions = desk.assistant, desk.settings.server.suggested_questions
    chat = Chat(assistant, suggestions)
    page = gr.Blocks(title="Citedesk", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        masthead = _html(elem_id="masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                chatbot = _chatbot(suggestions)
                _html(render_downloads(None, Words("en")), elem_id="downloads")
                status = _html(elem_id="status", html_template='<p role="status">${value}</p>')
                filters = FilterRow()
                with gr.Row(elem_id="composer"):
                    question = gr.Textbox(
                        label="Your question",
                        placeholder="Ask in English or Chinese",
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        container=False,
                        elem_id="question",
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="ask")
                    stop = gr.Button("Stop", visible=False, elem_id="stop")
            with gr.Column(elem_id="sources"):
                sources = _html(sources_panel.render_empty(Words("en")))

            corrections = gr.HTML(js_on_load=look("chips.js"), visible="hidden")
            saved = gr.HTML(js_on_load=look("downloads.js"), html_template="", visible="hidden")

        view = [chatbot, status, sources, question, ask, stop]
        asked = gr.on(
            [question.submit, ask.click],
            chat.ask,
            [question, conversation, *filters.fields],
            view,
            **_ASKING,
        )
        suggested = chatbot.example_select(
            chat.ask_suggestion, [conversation, *filters.fields], view, **_ASKING
        )
        corrected = corrections.submit(chat.ask_again, [conversation], view, **_ASKING)
        answering = [asked, suggested, corrected]
        for event in answering:
            event.failure(chat.show_fault, [conversation], view, **_PRIVATE)
        stop.click(chat.stop, [conversation], view, cancels=answering, **_PRIVATE)
        begun_anew = [conversation, *view]
        chatbot.clear(chat.begin_anew, [conversation], begun_anew, cancels=answering, **_PRIVATE)
        saved.submit(chat.download, [conversation], [saved], **_PRIVATE)

        # At each visit: the library may have grown since.
        def offer(request: gr.Request) -> list[Any]:
            return offered(assistant.library.facets(), Words(visitor_of(request).language))

        page.load(offer, None, filters.offers, **_PRIVATE)

        def greet(request: gr.Request) -> Markup:
            return _masthead(visitor_of(request), assistant.library.counts)

        page.load(greet, None, masthead, **_PRIVATE)
        gr.on(
            filters.changed,
            show_filters,
            filters.fields,
            [filters.fold, status],
            trigger_mode="always_last",  # else a choice made meanwhile is not told
            **_PRIVATE,
        )
        filters.clear.click(cleared, None, filters.fields, **_PRIVATE)
    page.queue(max_size=200, default_concurrency_limit=16, api_open=False)
    return page


def _html(value: str | Callable[[], str] = "", **options: Any) -> gr.HTML:
    """Our own, escaped HTML: Gradio adds neither style nor script to it."""
    return gr.HTML(value, apply_default_css=False, js_on_load=None, **options)


def _chatbot(suggestions: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        container=False,
        layout="bubble",
        height="100%",
        elem_id="conversation",
        placeholder=(
            '<p class="welcome">Ask your archive</p>'
            "<p>Every sentence of an answer is checked against the source that it cites. "
            "What the archive does not say, Citedesk does not say.</p>"
        ),
        examples=[{"text": suggestion} for suggestion in suggestions],
        # Messages are our own HTML: no Markdown and no formula in a source may come alive.
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=False,
        sanitize_html=True,
        autoscroll=False,
        buttons=[],
        feedback_options=None,
    )


def _masthead(visitor: Visitor, counts: Counts) -> Markup:
    note = f"{counts.documents:,} documents, {counts.passages:,} passages in this archive"
    return render_masthead(visitor, "chat", note)


def theme() -> gr.themes.Base:
    """Gradio's own parts in the colours of tokens.css."""
    colours = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--muted)",
        "background_fill_primary": "var(--paper)",
        "background_fill_secondary": "var(--panel)",
        "block_background_fill": "var(--paper)",
        "border_color_primary": "var(--rule)",
        "input_background_fill": "var(--raised)",
        "input_border_color": "var(--rule-strong)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--muted)",
        "link_text_color": "var(--accent)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent)",
        "button_primary_text_color": "var(--on-accent)",
        "button_secondary_background_fill": "var(--panel)",
        "button_secondary_text_color": "var(--ink)",
    }
    theme = gr.themes.Base(font=["sans-serif"], font_mono=["monospace"])
    return theme.set(**colours, **{f"{name}_dark": value for name, value in colours.items()})
