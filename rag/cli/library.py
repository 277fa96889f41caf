"""`citedesk library`: the library as one file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import settings_of

app = typer.Typer(help="Save the library, and bring it back.", no_args_is_help=True)
Backup = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]


@app.command("backup")
def back_up(context: typer.Context, file: Backup) -> None:
    """Save all that cannot be made again in FILE, while others may use the library."""
    from rag import terminal
    from rag.factory import connect_library

    with closing(connect_library(settings_of(context))) as library:
        counts = library.counts
        with terminal.waiting("Saving"):
            library.backup(file)
    terminal.out.print(
        f"{file} has {counts.documents} documents in {counts.passages} passages.", markup=False
    )


@app.command("restore")
def restore(context: typer.Context, file: Backup) -> None:
    """Make a library of the backup FILE, where there is none.

    Its search indexes are made from it; nothing is embedded.
    """
    from rag import terminal
    from rag.factory import build_library
    from rag.library import Library

    settings = settings_of(context)
    with terminal.waiting("Restoring"):
        Library.restore(file, settings.library)
        with closing(build_library(settings)) as library:
            counts = library.counts
    terminal.out.print(
        f"The library {settings.library} holds {counts.documents} documents in "
        f"{counts.passages} passages.",
        markup=False,
    )
