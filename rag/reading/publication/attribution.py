"""Who says in the text itself that they wrote or published it: bylines, datelines, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rag.domain import Stripped
from rag.reading.article import one_line, web_address
from rag.reading.dates.alone import complete_date, parse_date
from rag.reading.publication.boilerplate import COOKIES, COPYRIGHT, Line, lines_of
from rag.reading.publication.findings import INFERRED, STATED, Finding, Findings
from rag.reading.publication.names import (
    AUTHOR_LINES,
    COOKIE_OWNER,
    COPYRIGHT_OWNER,
    DATELINES,
    DISCLOSURE,
    OUTLET_LINES,
    PAGE_TITLE,
    PERSON_IN_PLACE,
    ROLE,
    SIGNATURE,
    URL_LINE,
    is_person,
    outlet_name,
)
from rag.text import detect_language
from rag.text.dates import written_dates

# The head of an article is what stands above its first paragraph, and never more than this.
_HEAD_LINES = 12
_TAIL_LINES = 12
_MAX_QUOTED_CHARS = 120
_MAX_CREDIT_CHARS = 300
_HEADLINE_CHARS = range(5, 181)
_NOT_A_HEADLINE = re.compile(
    r"[•*\-–>]|by\s|.*\b(photo|image|picture|credit|source)s?\b.*[:：]|.*[.!。！:：;；,，]$",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"(?:(?:first )?published|posted|date)(?: on| at)?\s*:?\s+"
    r"|(?:发布|发表|日期)(?:时间|日期|于)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_BETWEEN_CREDITS = re.compile(
    r"\s*[|｜]\s*|\s+[·•–—-]\s+|\s+(?=(?:来源|作者|责?编辑|记者)\s*[:：])"
)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a text that may speak of it, and where they stand."""

    head: list[Line]
    opening: list[Line]
    """The first paragraphs."""
    tail: list[Line]
    notices: list[tuple[str, Line]]
    """The lines that were stripped, with their reason."""
    story: str
    """From the first paragraph on."""


def attribute(text: str, stripped: Sequence[Stripped]) -> Findings:
    """What the lines around an article, and its first words, say of its origin and its title.

    A line's place counts: a date or a name within the story is part of the story.
    """
    page = _page(text, stripped)
    findings = Findings(
        title=list(_titles(page)), published=list(_dates(page.head)), url=list(_urls(page.head))
    )
    for line in (*page.head, *page.tail):
        for credit in _credits_of(line):
            findings.outlet.extend(_named(credit, OUTLET_LINES, line))
            findings.author.extend(
                f for f in _named(credit, AUTHOR_LINES, line) if is_person(f.value)
            )
    for line in page.head:
        findings.author.extend(_author_in_place(line, page.story))
    _read_datelines(page.opening, findings)
    _read_signature(page.tail, findings)
    _read_notices(page, findings)
    return findings


def _page(text: str, stripped: Sequence[Stripped]) -> _Page:
    lines = lines_of(text)
    kept: list[Line] = []
    notices: list[tuple[str, Line]] = []
    parts = iter((*stripped, None))
    part = next(parts)
    for line in lines:
        while part and part.span.end <= line.span.start:
            part = next(parts)
        if part and part.span.start <= line.span.start:
            notices.append((part.reason, line))
        else:
            kept.append(line)
    paragraphs = [i for i, line in enumerate(kept) if line.is_paragraph]
    first = paragraphs[0] if paragraphs else len(kept)
    last = paragraphs[-1] if paragraphs else len(kept)
    return _Page(
        head=kept[: min(first, _HEAD_LINES)],
        opening=[kept[i] for i in paragraphs[:2]] or kept[:3],
        tail=kept[last + 1 :][-_TAIL_LINES:],
        notices=notices,
        story=text[kept[first].span.start :] if paragraphs else "",
    )


def _titles(page: _Page) -> Iterator[Finding[str]]:
    """The first line that stands alone, is short, and is neither a credit nor a caption.

    A date or a byline may follow a headline closely; a caption or a menu stands in a block.
    """
    candidates: list[Line] = []
    credit_lines = [line for line in page.head if _is_credit(line, page.story)]
    for line in page.head:
        block = [
            other for other in page.head if other.block == line.block and other not in credit_lines
        ]
        if block == [line] and line not in credit_lines and _reads_as_headline(line.text):
            candidates.append(line)
    # A picture's description often stands above the headline: "Jane Roe at the summit".
    without_captions = [c for c in candidates if not _names_one_of(c.text, page.story)]
    for line in (without_captions or candidates)[:1]:
        title = PAGE_TITLE.fullmatch(line.text)
        yield Finding(title["title"] if title else line.text, "headline", STATED)


def _reads_as_headline(line: str) -> bool:
    has_words = " " in line or detect_language(line) == "zh"
    return len(line) in _HEADLINE_CHARS and has_words and not _NOT_A_HEADLINE.match(line)


def _is_credit(line: Line, story: str) -> bool:
    return any(
        _date_of(credit)
        or any(pattern.match(credit) for pattern in (*AUTHOR_LINES, *OUTLET_LINES, URL_LINE))
        for credit in _credits_of(line)
    ) or any(_author_in_place(line, story))


def _names_one_of(line: str, story: str) -> bool:
    """Whether a line is a person of the story somewhere, and nothing said of them."""
    match = PERSON_IN_PLACE.match(line)
    return bool(match and match["name"] in story)


def _author_in_place(line: Line, story: str) -> Iterator[Finding[str]]:
    """“Jane Roe in Beijing”: a byline, unless the story is about Jane Roe."""
    match = PERSON_IN_PLACE.fullmatch(line.text)
    if match and match["city"] and match["name"] not in story and is_person(match["name"]):
        yield Finding(match["name"], _quoting(line), INFERRED)


def _credits_of(line: Line) -> list[str]:
    """A line, or the several credits that share it: “2016-11-16 来源：新华社”."""
    if len(line.text) > _MAX_CREDIT_CHARS:
        return []
    return [part for part in _BETWEEN_CREDITS.split(line.text) if part]


def _dates(head: Sequence[Line]) -> Iterator[Finding[date]]:
    """The earliest of the dates that stand alone above the text.

    A page printed from the web carries the day of printing above the article's own date.
    """
    dated = [
        (found, line)
        for line in head
        for credit in _credits_of(line)
        if (found := _date_of(credit))
    ]
    if dated:
        found, line = min(dated, key=lambda pair: pair[0])
        yield Finding(found, _quoting(line), STATED)


def _date_of(line: str) -> date | None:
    return parse_date(_DATE_LABEL.sub("", line, count=1))


def _urls(head: Sequence[Line]) -> Iterator[Finding[str]]:
    for line in head:
        match = URL_LINE.fullmatch(line.text)
        if match and web_address(match["url"]):
            yield Finding(match["url"], _quoting(line), STATED)


def _named(credit: str, patterns: Sequence[re.Pattern[str]], line: Line) -> Iterator[Finding[str]]:
    for pattern in patterns:
        match = pattern.match(credit)
        if match:
            yield Finding(match["name"], _quoting(line), STATED)


def _read_datelines(opening: Sequence[Line], findings: Findings) -> None:
    """“BEIJING, Nov 16 (Reuters) -”, “新华社北京11月16日电（记者 张三）”. A year may be missing."""
    for line in opening:
        match = next(filter(None, (pattern.match(line.text) for pattern in DATELINES)), None)
        if not match:
            continue
        origin = f"dateline “{match[0].strip()}”"
        findings.outlet.append(Finding(match["outlet"], origin, STATED))
        for written in written_dates(match["date"] or ""):
            if found := complete_date(written.first):
                findings.published.append(Finding(found, origin, STATED))
        if author := match["author"]:
            findings.author.append(Finding(one_line(author), origin, STATED))
        return


def _read_signature(tail: Sequence[Line], findings: Findings) -> None:
    """A name and beneath it an office, at the foot of the page: “Jane Roe / XYZ Editor”.

    An outlet that is known to its readers by its initials needs no other name there; a guest's
    institution is spelled out.
    """
    for name, role in pairwise(tail):
        held = ROLE.fullmatch(role.text)
        if held and SIGNATURE.fullmatch(name.text) and is_person(name.text):
            origin = f"signature “{name.text}, {role.text}”"
            findings.author.append(Finding(name.text, origin, STATED))
            if held["outlet"]:
                findings.outlet.append(Finding(held["outlet"], origin, INFERRED))


def _read_notices(page: _Page, findings: Findings) -> None:
    """What copyright lines, cookie notices, page titles and disclosures of owners let infer."""
    owners = {COPYRIGHT: COPYRIGHT_OWNER, COOKIES: COOKIE_OWNER}
    inferred = [
        (owners[reason].search(line.text), line)
        for reason, line in page.notices
        if reason in owners
    ]
    inferred += [
        (PAGE_TITLE.fullmatch(line.text), line)
        for line in page.head
        if len(line.text) in _HEADLINE_CHARS
    ]
    for match, line in inferred:
        if match and (name := outlet_name(match["outlet"])):
            findings.outlet.append(Finding(name, _quoting(line), INFERRED))
    for match in DISCLOSURE.finditer(page.story):
        origin = f"disclosure “{one_line(match[0])}”"
        findings.outlet.append(Finding(match["outlet"], origin, INFERRED))


def _quoting(line: Line) -> str:
    quoted = line.text
    if len(quoted) > _MAX_QUOTED_CHARS:
        quoted = quoted[: _MAX_QUOTED_CHARS - 1] + "…"
    return f"line “{quoted}”"
