"""The web application: the chat page, the plain pages and the doors behind one guard."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from ui.access.guard import Guard
from ui.chat.page import HEAD, build_page, theme
from ui.desk import Desk
from ui.look import FAVICON
from ui.pages.document_page import add_document_pages
from ui.pages.language import add_language_choice


def build_app(desk: Desk, *, host: str = "127.0.0.1") -> FastAPI:
    """The application.

    It answers to loopback names and to `host`; under 0.0.0.0 or ::, to any IP address.
    """
    app = FastAPI(title="Citedesk", docs_url=None, redoc_url=None, openapi_url=None)
    add_document_pages(app, desk.assistant.library)
    add_language_choice(app)
    # After the other routes: Gradio answers for every path that is left.
    gr.mount_gradio_app(
        app,
        build_page(desk),
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        enable_monitoring=False,
        favicon_path=str(FAVICON),
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
