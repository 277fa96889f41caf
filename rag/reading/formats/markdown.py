"""Markdown: the file itself is the text; front matter says who published it and is not prose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from rag.domain import Span, Stripped
from rag.reading.article import Article, language_of, one_line, web_address
from rag.reading.dates.alone import parse_date
from rag.reading.publication.boilerplate import content_without
from rag.reading.publication.findings import DECLARED, STATED, Finding, Findings, resolve
from rag.reading.structures.hidden import set_apart
from rag.reading.structures.hidden_markup import hidden_in_markdown

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE
)
# Front matter is a few lines; a parser is not given a book.
_MAX_FRONT_MATTER_CHARS = 20_000
_ORIGIN = "front matter"
_FIRST_HEADING = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read_markdown(text: str, path: PurePath) -> Article:
    """Read Markdown. The title is the front matter's, else the first `#` heading, else the name.

    Front matter that is not valid YAML is kept out of the prose, its fields are unknown. What
    whoever sees the page rendered does not see is no prose either.
    """
    front_matter = _FRONT_MATTER.match(text)
    start = front_matter.end() if front_matter else 0
    fields = _fields(front_matter[1]) if front_matter else {}
    findings = _declared(fields)
    if heading := _FIRST_HEADING.search(text, start):
        findings.title.append(Finding(one_line(heading[1]), "first heading", STATED))
    language = language_of(text[start:], _words(fields.get("language")))
    publication, title = resolve(findings, path, language, text[start:])
    stripped = (Stripped(Span(0, start), "front matter"),) if start else ()
    article = Article(title, text, publication, content_without(text, stripped), stripped)
    return set_apart(article, hidden_in_markdown(text))


def _declared(fields: Mapping[str, Any]) -> Findings:
    findings = Findings()
    for name, found in (
        ("title", findings.title),
        ("outlet", findings.outlet),
        ("author", findings.author),
    ):
        if words := _words(fields.get(name)):
            found.append(Finding(words, _ORIGIN, DECLARED))
    if day := parse_date(_words(fields.get("published") or fields.get("date")) or ""):
        findings.published.append(Finding(day, _ORIGIN, DECLARED))
    if url := web_address(_words(fields.get("url")) or ""):
        findings.url.append(Finding(url, _ORIGIN, DECLARED))
    return findings


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
