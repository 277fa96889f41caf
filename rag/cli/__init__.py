"""The command line: results to stdout, progress to stderr; exit 0, 1 (an error), 2 (usage)."""

from __future__ import annotations

import sys

import typer

from rag.cli import documents, feedback, library, models
from rag.cli.asking import ask, search
from rag.cli.checking import check, doctor, show_settings
from rag.cli.indexing import index
from rag.cli.options import LLM, global_options, settings_of
from rag.errors import CitedeskError

__all__ = ["LLM", "app", "main", "settings_of"]

app = typer.Typer(
    help="Answers from your own archive: every sentence footnoted, every footnote checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(global_options)
for command in (index, ask, search, check, doctor):
    app.command()(command)
app.command("settings")(show_settings)
for name, group in (
    ("documents", documents),
    ("library", library),
    ("models", models),
    ("feedback", feedback),
):
    app.add_typer(group.app, name=name)


def main() -> None:
    """Entry point: errors meant for people become one sentence, a hint and exit code 1."""
    try:
        app()
    except CitedeskError as error:
        if "--verbose" in sys.argv:
            raise
        from rag.terminal import print_error

        print_error(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
