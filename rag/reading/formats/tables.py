"""CSV and TSV: each row an article if the columns say so, else the rows as lines of text."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import PurePath
from typing import TextIO

from rag.domain import Span
from rag.errors import UnreadableFile
from rag.reading.article import Article, language_of
from rag.reading.publication.findings import Findings, resolve
from rag.reading.source import MAX_FILE_BYTES, Source, UnreadPart
from rag.reading.structures.decoding import open_text, replace_unusable
from rag.reading.structures.records import article_of_record, fields_of

_DELIMITERS = ",\t;|"
_LINES_TO_TELL_DELIMITER = 50
_CHARS_TO_TELL_DELIMITER = 100_000
_MAX_ROWS = 200
_MAX_CHARS = 20_000
"""Of one document made of rows."""

Row = tuple[int, list[str]]
"""A row and its number, as spreadsheets count: the header is row 1."""


def read_table(source: Source) -> Iterator[Article | UnreadPart]:
    """Read a table row by row. With a column that is named as a text ("text", "正文"), each row is
    an article, dated and attributed by its other columns; else every few rows are a document.

    Raises:
        UnreadableFile: no encoding fits it, or its rows cannot be told apart.
    """
    rows = _rows(open_text(source.stream, source.name), source.name)
    first = next(rows, None)
    if first is None:
        return
    if _is_header(first[1]):
        columns = first[1]
    else:
        columns = [f"column {number}" for number in range(1, len(first[1]) + 1)]
        rows = chain([first], rows)
    fields = fields_of(columns)
    if "text" in fields:
        for number, cells in rows:
            name = f"row {number}"
            record = dict(zip(columns, cells, strict=False))
            article = article_of_record(record, fields, "column", PurePath(name))
            yield replace(article, name=name)
    else:
        yield from _as_lines(columns, rows, source.name)


def lines_of(text: TextIO, name: PurePath) -> Iterator[str]:
    """The lines of a long text, each with its break.

    Raises:
        UnreadableFile: one is longer than a document may be.
    """
    while line := text.readline(MAX_FILE_BYTES):
        if len(line) == MAX_FILE_BYTES:
            raise UnreadableFile(
                f"{name} has a line of more than {MAX_FILE_BYTES // 1_000_000} million characters."
            )
        yield replace_unusable(line)


def _rows(text: TextIO, name: PurePath) -> Iterator[Row]:
    """The rows that are not blank."""
    lines = lines_of(text, name)
    beginning = list(islice(lines, _LINES_TO_TELL_DELIMITER))
    # A cell may hold an article; the limit of Python's csv is for the whole process.
    csv.field_size_limit(MAX_FILE_BYTES)
    reader = csv.reader(chain(beginning, lines), delimiter=_delimiter("".join(beginning)))
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(map(str.strip, cells)):
                yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableFile(f"{name} is unreadable after row {number}: {error}.") from error


def _delimiter(beginning: str) -> str:
    """The delimiter by which most rows have the same width, and of these the one of most cells.

    Python's csv.Sniffer takes "" in a quoted cell for its end, and letters for delimiters.
    """
    lines = beginning[:_CHARS_TO_TELL_DELIMITER].splitlines(keepends=True)

    def fit(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(lines, delimiter=delimiter)
        (width, count), *_ = Counter(len(row) for row in rows).most_common(1) or [(0, 0)]
        return (count, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=fit)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether cells name columns: all are given and different, none is a number."""
    return len(set(cells)) == len(cells) and all(
        any(map(str.isalpha, cell)) and len(cell) < 100 for cell in cells
    )


def _as_lines(columns: Sequence[str], rows: Iterable[Row], path: PurePath) -> Iterator[Article]:
    """The table as documents, each of so few rows that it can be read."""
    batches = _batches(columns, rows)
    first = next(batches, None)
    second = next(batches, None)
    if first and second is None:
        yield _table_article(first, path, "")
    elif first and second:
        for batch in chain([first, second], batches):
            yield _table_article(batch, path, f"rows {batch[0][0]}-{batch[-1][0]}")


def _batches(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[list[tuple[int, str]]]:
    batch: list[tuple[int, str]] = []
    chars = 0
    for number, cells in rows:
        line = "; ".join(
            f"{column}: {cell}" for column, cell in zip(columns, cells, strict=False) if cell
        )
        if len(batch) == _MAX_ROWS or chars + len(line) > _MAX_CHARS:
            if batch:
                yield batch
            batch, chars = [], 0
        batch.append((number, line))
        chars += len(line)
    if batch:
        yield batch


def _table_article(batch: Sequence[tuple[int, str]], path: PurePath, name: str) -> Article:
    # Blank lines between them, so that no row is taken for the continuation of another.
    text = "\n\n".join(line for _, line in batch)
    publication, title = resolve(Findings(), path, language_of(text, None), "")
    content = (Span(0, len(text)),)
    return Article(f"{title}, {name}" if name else title, text, publication, content, name=name)
