"""What all plain pages have in common: the navigation, the language, the style, the policy."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.requests import Request

from ui.access.visitor import visitor_of
from ui.look import look
from ui.showing.masthead import Room, render_masthead
from ui.words import Words

_TEMPLATES = Environment(
    loader=PackageLoader("ui.pages"),
    autoescape=select_autoescape(default=True),
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["masthead"] = render_masthead


class PlainPage:
    """A page of `templates/NAME.html`, with its style sheets and scripts.

    Styles are inline, so that a page saved as evidence is complete; scripts have addresses under
    /look. The policy admits exactly these.
    """

    def __init__(
        self, name: str, *styles: str, room: Room | None = None, script: str | None = None
    ) -> None:
        self._template = _TEMPLATES.get_template(f"{name}.html")
        self._style = look("tokens.css", "shell.css", "plain.css", *styles)
        self._room = room
        self._script = script
        style_hash = b64encode(sha256(self._style.encode()).digest()).decode()
        scripts = "script-src 'self'; connect-src 'self'; " if script else ""
        self._headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{style_hash}'; font-src 'self'; "
                f"img-src 'self'; {scripts}base-uri 'none'; form-action 'self'; "
                "frame-ancestors 'none'"
            )
        }

    def render(self, request: Request, status_code: int = 200, **values: Any) -> HTMLResponse:
        """The page as its visitor reads it; templates see `t` (the words) and `visitor`."""
        visitor = visitor_of(request)
        page = self._template.render(
            style=self._style,
            script=self._script,
            room=self._room,
            visitor=visitor,
            t=Words(visitor.language),
            **values,
        )
        return HTMLResponse(page, status_code=status_code, headers=self._headers)
