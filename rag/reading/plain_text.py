"""Plain text, often copied from a web page: only what stands there plainly becomes metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from rag.domain import Publication, Span
from rag.reading.article import Article, language_of, one_line, title_from_name
from rag.reading.dates import names_weekday, parse_date
from rag.text import detect_language

# The head of an article is what stands above its first paragraph, and never more than this.
_HEAD_LINES = 12
_PARAGRAPH = re.compile(r".{160,}[.!?。！？…][\"'”’」』）)\]]*")
_HEADLINE_CHARS = range(5, 151)
_CREDIT_LINES_AT_END = 5

_NOT_A_HEADLINE = re.compile(
    r"[•*\-–>]|by\s|.*\b(photo|image|picture|credit|source)s?\b.*[:：]|.*[.!。！:：;；,，]$",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"(?:(?:first )?published|posted)(?: on| at)?\s*:?\s+"
    r"|(?:发布|发表)(?:时间|日期|于)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_WORD = r"[A-Z][\w.’'-]+"
_OUTLET = rf"{_WORD}(?: (?:(?:of|the|and) )*{_WORD}){{0,5}}"
# One capitalised word may be a month or a news agency: a person has two.
_PERSON = rf"{_WORD}(?: (?:(?:de|der|van|von|bin|al) )*{_WORD}){{1,4}}"
_OUTLETS = (
    re.compile(
        rf"^This (?:article|story|report) (?:was )?(?:first |originally )?(?:appeared|published)"
        rf" (?:in|on|by) (?:the )?(?P<name>{_OUTLET})(?= print edition| website| on |[.,]|$)"
    ),
    re.compile(r"^(?:文章|稿件|本文)?来源\s*[:：]\s*(?P<name>\S{2,20})$"),
)
_AUTHORS = (
    re.compile(
        rf"^(?:(?:(?:Written|Reported|Compiled|Edited)(?: and (?:written|edited))? )?[Bb]y|BY)"
        rf" (?P<name>{_PERSON}(?:(?:,| and) {_PERSON})*)$"
    ),
    re.compile(r"^(?:作者|撰文|记者)\s*[:：]\s*(?P<name>\S{2,20})$"),
)


def read_plain_text(text: str, path: PurePath) -> Article:
    """Read plain text. The title is the first line that looks like a headline, else the name.

    A headline stands alone above the first paragraph, is short and does not end as a sentence.
    Outlet, author and date are taken only from lines that say nothing else; `provenance` quotes
    the line.
    """
    lines = [one_line(line) for line in text.splitlines()]
    head = _head(lines)
    credit_lines = [*head, *[line for line in lines if line][-_CREDIT_LINES_AT_END:]]
    provenance: dict[str, str] = {}
    title = _headline(head)
    if title:
        provenance["title"] = "first headline"
    outlet = _named(credit_lines, _OUTLETS)
    author = _named(credit_lines, _AUTHORS)
    published = _publication_date(head)
    for field, found in (("outlet", outlet), ("author", author), ("published", published)):
        if found:
            provenance[field] = f"line “{found[1]}”"
    return Article(
        title=title or title_from_name(path),
        text=text,
        publication=Publication(
            outlet=outlet[0] if outlet else None,
            author=author[0] if author else None,
            published=published[0] if published else None,
            language=language_of(text, None),
            provenance=provenance,
        ),
        content=(Span(0, len(text)),) if text else (),
    )


def _head(lines: list[str]) -> list[str]:
    """The lines above the first paragraph, blank ones included."""
    head: list[str] = []
    for line in lines:
        if _PARAGRAPH.fullmatch(line) or len([kept for kept in head if kept]) == _HEAD_LINES:
            break
        head.append(line)
    return head


def _headline(head: list[str]) -> str | None:
    # A date or a byline may follow a headline closely; a caption or a menu stands in a block.
    is_credit = [bool(_date_of(line) or _named([line], _AUTHORS)) for line in head]
    lines = [
        "",
        *("" if credit else line for line, credit in zip(head, is_credit, strict=True)),
        "",
    ]
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if not before and not after and _reads_as_headline(line):
            return line
    return None


def _reads_as_headline(line: str) -> bool:
    has_words = " " in line or detect_language(line) == "zh"
    return len(line) in _HEADLINE_CHARS and has_words and not _NOT_A_HEADLINE.match(line)


def _publication_date(head: list[str]) -> tuple[date, str] | None:
    """The earliest of the dates that stand alone above the text, with its line.

    A page printed from the web carries the day of printing above the article's own date; a first
    line that names the weekday is such a page header, and alone says nothing about the article.
    """
    dated = [(found, line) for line in head if (found := _date_of(line))]
    if len(dated) == 1 and next(filter(None, head)) == dated[0][1] and names_weekday(dated[0][1]):
        return None
    return min(dated, default=None)


def _date_of(line: str) -> date | None:
    return parse_date(_DATE_LABEL.sub("", line, count=1)) if line else None


def _named(lines: list[str], patterns: Iterable[re.Pattern[str]]) -> tuple[str, str] | None:
    """The first name that one of the patterns finds, with its line."""
    for line in lines:
        for pattern in patterns:
            match = pattern.match(line)
            if match:
                return match["name"], line
    return None
