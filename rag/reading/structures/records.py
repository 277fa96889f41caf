"""Records (rows of a table, JSON objects) that are articles, told by the names of their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import TypeVar

from rag.domain import Span
from rag.reading.article import Article, language_of, one_line, web_address
from rag.reading.dates.alone import parse_date
from rag.reading.publication.findings import DECLARED, Finding, Findings, resolve

T = TypeVar("T")

_NAMES = {
    "text": "text body content article fulltext articletext articlebody story 正文 内容 全文 文本",
    "title": "title headline 标题 题目",
    "outlet": "outlet source publisher publication newspaper sitename 来源 媒体 出处 报纸",
    "author": "author authors byline 作者 记者",
    "published": "date published publishedat publisheddate publishdate publicationdate"
    " datepublished pubdate 日期 发布日期 发布时间 发表日期 出版日期",
    "url": "url link weburl articleurl 链接 网址",
    "language": "language lang 语言",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}


def fields_of(names: Iterable[str]) -> dict[str, str]:
    """Which name stands for which field of an article, by field: {"published": "Pub Date"}."""
    found: dict[str, str] = {}
    for name in names:
        field = _FIELD_OF.get("".join(filter(str.isalnum, name)).casefold())
        if field:
            found.setdefault(field, name)
    return found


def article_of_record(
    record: Mapping[str, str], fields: Mapping[str, str], kind: str, path: PurePath
) -> Article:
    """The article that a record is; `kind` is what its fields are called: "column", "field"."""
    values = {field: record.get(name, "") for field, name in fields.items()}
    findings = Findings()

    def find(field: str, into: list[Finding[T]], valid: Callable[[str], T | None]) -> None:
        value = valid(one_line(values.get(field, "")))
        if value:
            into.append(Finding(value, f"{kind} {fields[field]}", DECLARED))

    find("title", findings.title, str)
    find("outlet", findings.outlet, _name)
    find("author", findings.author, _name)
    find("published", findings.published, parse_date)
    find("url", findings.url, web_address)
    text = values["text"].strip()
    language = language_of(text, values.get("language"))
    publication, title = resolve(findings, path, language, text)
    return Article(title, text, publication, (Span(0, len(text)),) if text else ())


def _name(value: str) -> str | None:
    return None if web_address(value) else value
