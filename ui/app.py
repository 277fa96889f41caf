"""The web application: the chat page and the document pages behind one guard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from ui.document_page import add_document_pages
from ui.guard import Guard
from ui.page import HEAD, build_page, theme
from ui.protocols import Assistant


def build_app(
    assistant: Assistant, suggestions: Sequence[str] = (), *, host: str = "127.0.0.1"
) -> FastAPI:
    """The application; `suggestions` are offered as first questions.

    It answers to loopback names and to `host`; under 0.0.0.0 or ::, to any IP address.
    """
    app = FastAPI(title="Citedesk", docs_url=None, redoc_url=None, openapi_url=None)
    add_document_pages(app, assistant.library)
    # After the other routes: Gradio answers for every path that is left.
    gr.mount_gradio_app(
        app,
        build_page(assistant, suggestions),
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        enable_monitoring=False,
        favicon_path=str(Path(__file__).parent / "favicon.svg"),
        footer_links=[],
        head=HEAD,
        max_file_size="1kb",
        run_history=False,
        show_error=False,
        ssr_mode=False,
        theme=theme(),
    )
    app.add_middleware(Guard, host=host)
    return app
