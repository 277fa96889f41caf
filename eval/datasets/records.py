"""The border to other people's files: read, checked, and refused with file and line."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases import first_fault
from rag.errors import CitedeskError

_HEAD_CHARS = 1_000_000


class DatasetError(CitedeskError):
    """A data set cannot be read; nothing was run."""


class Record(BaseModel):
    """A record of a published file. What it holds beyond the fields that we name is passed over."""

    model_config = ConfigDict(frozen=True)


R = TypeVar("R", bound=Record)
H = TypeVar("H", bound=Hashable)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read: {error}.", hint="Check the path.") from None


def read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not blank, each after its place ("FILE:LINE")."""
    # Not splitlines(): U+2028 may stand inside a JSON string.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", line


def read_records(path: Path, model: type[R]) -> Iterator[tuple[str, R]]:
    """The records of a JSON Lines file, each after its place."""
    for place, line in read_lines(path):
        yield place, parse(line, model, place)


def parse(text: str, model: type[R], place: str) -> R:
    """Check a JSON text. Half characters (lone surrogates) are refused: no file can hold them."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise DatasetError(f"{place}: {first_fault(error)}.") from None


def head(path: Path) -> str:
    """What a file begins with, to tell its format by; "" for a folder."""
    if path.is_dir():
        return ""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return file.read(_HEAD_CHARS).lstrip()
    except OSError as error:
        raise DatasetError(f"{path} cannot be opened: {error.strerror}.") from None


def keys_of_first_line(path: Path) -> frozenset[str]:
    """The keys of the object in the first line; none where there is no object."""
    try:
        record = json.loads(head(path).partition("\n")[0])
    except ValueError:
        return frozenset()
    return frozenset(record) if isinstance(record, dict) else frozenset()


def distinct(items: Iterable[H]) -> tuple[H, ...]:
    """Each item once, in the order in which they first came."""
    return tuple(dict.fromkeys(items))


def name_of(path: Path) -> str:
    """A name for the data set in a file: most are called "test", so its folder's comes first."""
    path = path.absolute()
    return f"{path.parent.name}-{path.stem}"
