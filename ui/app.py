"""The web application: the chat page, the plain pages and the doors behind one guard."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from ui.access.accounts import Accounts, open_accounts
from ui.access.admission import Admission
from ui.access.guard import Guard
from ui.chat.page import I18N, build_page
from ui.chat.theme import HEAD, theme
from ui.desk import Desk
from ui.doors.api import add_api
from ui.doors.errors import add_error_responses
from ui.doors.mcp import add_mcp_door
from ui.doors.openai import add_openai_door
from ui.look import FAVICON
from ui.pages import library_page
from ui.pages.api_page import add_api_page
from ui.pages.conversations_page import add_conversations_page
from ui.pages.document_page import add_document_pages
from ui.pages.error_page import add_error_pages, show_missing
from ui.pages.language import add_language_choice
from ui.pages.scripts import add_scripts
from ui.pages.settings_page import add_settings_page
from ui.pages.shared_page import add_shared_page
from ui.pages.sign_in import add_sign_in


def build_app(desk: Desk, *, host: str = "127.0.0.1") -> FastAPI:
    """The application.

    It answers to loopback names, to `host` and to the names of the settings; under 0.0.0.0 or ::,
    to any IP address.

    Raises:
        LibraryError: there are users, and what signs their sessions cannot be read or made.
    """
    accounts = open_accounts(desk.settings)
    app = FastAPI(title="Citedesk", docs_url=None, redoc_url=None, openapi_url=None)
    add_error_responses(app)
    add_error_pages(app)
    add_document_pages(app, desk.assistant.library)
    add_language_choice(app)
    add_conversations_page(app, desk.conversations)
    add_shared_page(app, desk.conversations)
    add_scripts(app, *library_page.SCRIPTS)
    library_page.add_library_page(app, desk.assistant.library, desk.settings.server.limits)
    add_settings_page(app, desk)
    add_openai_door(app, desk)
    add_api(app, desk)
    add_api_page(app)
    add_mcp_door(app, desk, beside_chat=True)
    if accounts:
        add_sign_in(app, accounts)
    # After the other routes: Gradio answers for every path that is left.
    gr.mount_gradio_app(
        app,
        build_page(desk),
        path="/",
        app_kwargs={
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
            "exception_handlers": {HTTPException: show_missing},
        },
        allowed_paths=[],
        enable_monitoring=False,
        favicon_path=str(FAVICON),
        footer_links=[],
        head=HEAD,
        i18n=I18N,
        max_file_size="1kb",
        run_history=False,
        show_error=False,
        ssr_mode=False,
        theme=theme(),
    )
    return _guarded(app, accounts, desk, host)


def build_mcp_app(desk: Desk, *, host: str = "127.0.0.1") -> FastAPI:
    """The door for MCP alone, behind the same guard. Raises what `build_app` raises."""
    app = FastAPI(title="Citedesk", docs_url=None, redoc_url=None, openapi_url=None)
    add_mcp_door(app, desk, beside_chat=False)
    return _guarded(app, open_accounts(desk.settings), desk, host)


def _guarded(app: FastAPI, accounts: Accounts | None, desk: Desk, host: str) -> FastAPI:
    server = desk.settings.server
    admission = Admission(host, server.names, server.limits)
    app.add_middleware(Guard, admission=admission, accounts=accounts)
    return app
