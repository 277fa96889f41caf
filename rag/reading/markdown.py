"""Markdown: the file itself is the text; front matter says who published it and is not prose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from rag.domain import Publication, Span
from rag.reading.article import Article, language_of, one_line, title_from_name, web_address
from rag.reading.dates import parse_date

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE
)
# Front matter is a few lines; a parser is not given a book.
_MAX_FRONT_MATTER_CHARS = 20_000
_PUBLICATION_FIELDS = ("outlet", "author", "published", "url")
_FIRST_HEADING = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read_markdown(text: str, path: PurePath) -> Article:
    """Read Markdown. The title is the front matter's, else the first `#` heading, else the name.

    Front matter that is not valid YAML is kept out of the prose, its fields are unknown.
    """
    front_matter = _FRONT_MATTER.match(text)
    start = front_matter.end() if front_matter else 0
    fields = _fields(front_matter[1]) if front_matter else {}
    heading = _FIRST_HEADING.search(text, start)
    title = _words(fields.get("title")) or (one_line(heading[1]) if heading else None)
    publication = Publication(
        outlet=_words(fields.get("outlet")),
        author=_words(fields.get("author")),
        published=parse_date(_words(fields.get("published") or fields.get("date")) or ""),
        url=web_address(_words(fields.get("url")) or ""),
        language=language_of(text[start:], _words(fields.get("language"))),
    )
    known = [name for name in _PUBLICATION_FIELDS if getattr(publication, name)]
    return Article(
        title=title or title_from_name(path),
        text=text,
        publication=replace(publication, provenance=dict.fromkeys(known, "front matter")),
        content=(Span(start, len(text)),) if start < len(text) else (),
    )


def _fields(front_matter: str) -> Mapping[str, Any]:
    import yaml

    if len(front_matter) > _MAX_FRONT_MATTER_CHARS:
        return {}
    try:
        # BaseLoader leaves every scalar a string: no surprises from `title: 2014` or a bad date.
        fields = yaml.load(front_matter, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _words(value: object) -> str | None:
    """A field as one line; a list (of authors) is joined by commas."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_words(item) for item in value[:20]))) or None
    return one_line(value) or None if isinstance(value, str) else None
