"""The questions of one command: a single one, or a file of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from rag.errors import CitedeskError


@dataclass(frozen=True, slots=True)
class Query:
    id: str | None
    question: str


def queries_of(question: str | None, batch: Path | None) -> list[Query]:
    """The question, or all of a JSON Lines file of {"id", "question"}.

    Raises:
        BadParameter: neither or both were given.
        CitedeskError: the file cannot be read; the line is named.
    """
    if question is not None and batch is None:
        return [Query(None, question)]
    if batch is not None and question is None:
        return list(_read_batch(batch))
    raise typer.BadParameter("Give either a question or --batch FILE.")


def _read_batch(path: Path) -> Iterator[Query]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CitedeskError(f"{path} cannot be read: {error}.", hint="Check --batch.") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            yield Query(str(entry["id"]), str(entry["question"]))
        except (json.JSONDecodeError, KeyError, TypeError):
            raise CitedeskError(
                f'{path}, line {number}, is not an object with "id" and "question".',
                hint="Mend the line.",
            ) from None
