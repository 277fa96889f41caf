"""The scripts of the plain pages, under /look."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import Response

from ui.look import look


def add_scripts(app: FastAPI, *names: str) -> None:
    """Serve these scripts; nothing else beside them is served."""
    texts = {name: look(name) for name in names}

    @app.get("/look/{name}")
    def script(name: str) -> Response:
        if name not in texts:
            return Response(status_code=404)
        return Response(texts[name], media_type="text/javascript")
