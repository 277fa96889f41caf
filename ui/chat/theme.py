"""Gradio's own parts in our colours, and the head of its page."""

from __future__ import annotations

import gradio as gr

from ui.look import look

_STYLES = (
    "tokens.css",
    "shell.css",
    "conversation.css",
    "answer.css",
    "actions.css",
    "understanding.css",
    "sources_panel.css",
    "filters.css",
    "page.css",
    "side.css",
    "print.css",
)
# In the head, because Gradio rewrites the css that it is given (media rules lose their scope).
HEAD = f"""
<meta name="color-scheme" content="light dark">
<style>{look(*_STYLES)}</style>
<script>{look("language.js", "page.js")}</script>
"""


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
