"""JSON and JSON Lines: objects that are articles, told by their fields; else all that they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from rag.domain import Span
from rag.errors import UnreadableFile
from rag.reading.article import Article, language_of
from rag.reading.formats.tables import lines_of
from rag.reading.publication.findings import Findings, resolve
from rag.reading.source import Source, UnreadPart
from rag.reading.structures.decoding import decode, open_text, replace_unusable
from rag.reading.structures.records import article_of_record, fields_of

JSON = Any
"""What `json.loads` returns."""


def read_json(source: Source) -> Iterator[Article | UnreadPart]:
    """Read one value. Each object with a field that is named as a text is an article: the value
    itself, or those in its list; without any, the value is one document of "key: value" lines.

    Raises:
        UnreadableFile: it is not JSON, or is nested too deep.
    """
    try:
        value = _parse(decode(source.read(), source.name), source.name)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # one value a line, in a file called .json
            yield from read_json_lines(source)
            return
        raise UnreadableFile(f"{source.name} is not JSON: {error}.") from error
    articles = _articles(value)
    if articles is None:
        yield _article(value, source.name)
    else:
        for number, item in enumerate(articles, start=1):
            name = f"item {number}"
            yield replace(_article(item, PurePath(name)), name=name)


def read_json_lines(source: Source) -> Iterator[Article | UnreadPart]:
    """Read one value a line; each is a document.

    Raises:
        UnreadableFile: no encoding fits it, or a line is longer than a document may be.
    """
    text = open_text(source.stream, source.name)
    for number, line in enumerate(lines_of(text, source.name), start=1):
        if line.strip():
            name = f"line {number}"
            try:
                article = _article(_parse(line, PurePath(name)), PurePath(name))
                yield replace(article, name=name)
            except json.JSONDecodeError as error:
                yield UnreadPart(name, f"{name} is not JSON: {error}.")
            except UnreadableFile as error:
                yield UnreadPart(name, str(error))


def _parse(text: str, name: PurePath) -> JSON:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError) as error:  # ValueError: a number of too many digits
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise UnreadableFile(f"{name} is refused: {reason}.") from None


def _articles(value: JSON) -> list[JSON] | None:
    """The list in which the articles are, or None."""
    lists = [value, *value.values()] if isinstance(value, dict) else [value]
    if _record(value):
        return None
    return next(
        (items for items in lists if isinstance(items, list) and any(map(_record, items))), None
    )


def _record(value: JSON) -> Mapping[str, JSON] | None:
    """The object that is an article: this one, or one in it, completed by what stands around it."""
    if not isinstance(value, dict):
        return None
    text_name = fields_of(value).get("text")
    if text_name is not None and isinstance(value[text_name], str | list):
        return value
    for inner in value.values():
        if isinstance(inner, dict) and "text" in fields_of(inner):
            return inner | {key: outer for key, outer in value.items() if key not in inner}
    return None


def _article(value: JSON, path: PurePath) -> Article:
    record = _record(value)
    if record:
        fields = fields_of(record)
        words = {
            name: replace_unusable(_words(record[name], field)) for field, name in fields.items()
        }
        return article_of_record(words, fields, "field", path)
    text = replace_unusable("\n\n".join(_lines(value)))
    publication, title = resolve(Findings(), path, language_of(text, None), text)
    return Article(title, text, publication, (Span(0, len(text)),) if text else ())


def _words(value: JSON, field: str) -> str:
    """A field as text: paragraphs in a list, authors in a list, an outlet that has a name."""
    if isinstance(value, list):
        return ("\n\n" if field == "text" else ", ").join(
            item if isinstance(item, str) else _words(item, field)
            for item in value
            if not isinstance(item, list)
        )
    if isinstance(value, dict):
        name = value.get("name")
        return name if isinstance(name, str) else ""
    return "" if value is None else str(value)


def _lines(value: JSON) -> Iterator[str]:
    """Every value that is not made of others, in order, with the key that it stands under."""
    waiting: list[tuple[str, JSON]] = [("", value)]
    while waiting:
        key, item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(reversed(item.items()))
        elif isinstance(item, list):
            waiting.extend((key, child) for child in reversed(item))
        elif item is not None and str(item).strip():
            yield f"{key}: {item}" if key else str(item)
