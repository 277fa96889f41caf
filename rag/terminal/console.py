"""The two consoles, and how text of documents is put on them."""

from __future__ import annotations

import re

from rich import markup
from rich.console import Console

from rag.errors import CitedeskError

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

# A title or a quotation must not move the cursor, rename the window or speak for us.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Text of documents without what commands a terminal."""
    return _CONTROL.sub("\ufffd", text)


def escape(text: str) -> str:
    """Text of documents as it is shown within rich's markup: neither markup nor commands."""
    return markup.escape(plain(text))


def print_error(error: CitedeskError) -> None:
    err.print(f"[bold red]Error:[/] {escape(error.message)}")
    if error.hint:
        err.print(f"[dim]{escape(error.hint)}[/]")
