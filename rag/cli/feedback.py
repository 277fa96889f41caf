"""`citedesk feedback`: what readers said of answers, to measure with."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import settings_of
from rag.errors import CitedeskError

app = typer.Typer(no_args_is_help=True)


@app.callback()
def feedback() -> None:
    """What readers said of answers."""


@app.command("export")
def export(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", show_default=False, help="Else to stdout.")
    ] = None,
) -> None:
    """Write all rated answers as cases for the evaluation, one JSON object a line.

    A good answer is a whole case; what a bad one should have been is to be added by hand.
    """
    from rag.conversations import FILE_NAME, Conversations
    from rag.exporting.feedback import to_case_lines

    path = settings_of(context).library / FILE_NAME
    if not path.exists():
        raise CitedeskError(
            f"There are no conversations in {path.parent}.",
            hint="Rate answers in the chat first: citedesk chat",
        )
    with closing(Conversations(path)) as conversations:
        lines = list(to_case_lines(conversations.ratings()))
    if file is None:
        sys.stdout.writelines(lines)
    else:
        _write(lines, file)


def _write(lines: list[str], file: Path) -> None:
    from rag import terminal

    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.writelines(lines)
    except FileExistsError:
        raise CitedeskError(
            f"{file} exists already.", hint="Choose another name, or remove it."
        ) from None
    except OSError as error:
        raise CitedeskError(
            f"{file} cannot be written: {error.strerror}.",
            hint="Check its folder, and that the disk has space.",
        ) from None
    terminal.out.print(f"{file} has {len(lines)} rated answers.", markup=False)
