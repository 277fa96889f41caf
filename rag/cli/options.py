"""What the commands share: options, settings, and JSON on stdout."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rag.config import Settings

LLM = Annotated[
    str | None,
    typer.Option("--llm", help='Model to answer with; "none" quotes the archive verbatim.'),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsJsonLines = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


class DocumentLanguage(StrEnum):
    """The values of rag.domain.Language; typer takes no list of a Literal."""

    ENGLISH = "en"
    CHINESE = "zh"


Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only documents published on this day or later."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only documents published on this day or earlier."),
]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only documents of this outlet; repeatable.")
]
Authors = Annotated[
    list[str] | None, typer.Option("--author", help="Only documents by this author; repeatable.")
]
Languages = Annotated[
    list[DocumentLanguage] | None,
    typer.Option("--language", help="Only documents in this language; repeatable."),
]
Collections = Annotated[
    list[str] | None,
    typer.Option(
        "--collection",
        help='Only documents in this folder of the library, e.g. "reports/2015"; repeatable.',
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help='The day on which "last year" is said; today.'),
]


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    library: Path | None
    config: Path | None


def global_options(
    context: typer.Context,
    *,
    library: Annotated[Path | None, typer.Option(help="Folder of the library.")] = None,
    config: Annotated[Path | None, typer.Option(help="Configuration file.")] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show tracebacks and what goes on inside.")
    ] = False,
) -> None:
    if verbose:
        logging.basicConfig(level=logging.INFO)
    context.obj = GlobalOptions(library, config)


def settings_of(context: typer.Context, llm: str | None = None) -> Settings:
    from rag.config import load_settings

    options: GlobalOptions = context.obj
    overrides: dict[str, Any] = {}
    if options.library:
        overrides["library"] = options.library
    if llm:
        overrides["llm"] = {"model": llm}
    return load_settings(options.config, **overrides)


def print_json(value: dict[str, Any], indent: int | None = None) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()
