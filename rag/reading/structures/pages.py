"""Lines on pages become running text: paragraphs joined where sure, page headers set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import Span, Stripped

Role = Literal["page header", "page footer"]

# A header may have two lines: the journal's name, the article's.
_HEADER_LINES = 2
_HEADER_CHARS = 150
_HEADER_PAGES_MIN = 3
_NUMBERS_IN_HEADER = 4

_NUMBER = re.compile(r"\d{1,5}")
_PAGE_NUMBER = re.compile(r"[-–— ]*#-?\d+[-–— ]*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORD_AT_END = re.compile(r"[^\W\d_]+$")
_WORD_CHARS_MAX = 60
_WORD_AT_START = re.compile(r"[^\W\d_]+")
_ENDS_SENTENCE = re.compile("[.!?。！？…:：;；][\"'”’」』）)\\]]*$")
_OPENS_BLOCK = re.compile(
    r"[-*+•▪●■◆–—·]|\(?\d{1,3}[.)、]|[一二三四五六七八九十]{1,3}、|第.{1,4}[章节条]"
)
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]")
# Of the widest lines of its page: a shorter line was ended by its writer.
_FULL_SHARE = 0.85
# Narrower columns hold lists and tables rather than prose.
_PROSE_COLUMNS_MIN = 24
_DIGIT_SHARE_OF_TABLE = 0.2


@dataclass(frozen=True, slots=True)
class PagedText:
    """The text of pages, a blank line between them; `page_starts` has the offset of each."""

    text: str
    page_starts: tuple[int, ...]
    content: tuple[Span, ...]
    stripped: tuple[Stripped, ...]


def running_text(pages: Sequence[str]) -> PagedText:
    """Lay pages of lines out as running text.

    A line that repeats at the head or foot of most pages (page numbers counting on) stays in the
    text and is named in `stripped`. A line break is removed only where the line clearly runs on,
    a hyphen only where the document writes the whole word elsewhere.
    """
    lines_of = [[line.strip() for line in page.split("\n")] for page in pages]
    roles_of = _headers_and_footers(lines_of)
    words = Counter(word.lower() for page in pages for word in _WORD.findall(page))
    pieces: list[str] = []
    page_starts: list[int] = []
    stripped: list[Stripped] = []
    offset = 0
    for lines, roles in zip(lines_of, roles_of, strict=True):
        if page_starts:
            pieces.append("\n\n")
            offset += 2
        page_starts.append(offset)
        for number, (paragraph, role) in enumerate(_paragraphs(lines, roles, words)):
            if number:
                pieces.append("\n")
                offset += 1
            if role:
                stripped.append(Stripped(Span(offset, offset + len(paragraph)), role))
            pieces.append(paragraph)
            offset += len(paragraph)
    text = "".join(pieces)
    return PagedText(text, tuple(page_starts), _between(text, stripped), tuple(stripped))


def _between(text: str, stripped: Sequence[Stripped]) -> tuple[Span, ...]:
    """What is left of the text between what is stripped, where it holds a letter or digit."""
    starts = [0, *(part.span.end for part in stripped)]
    ends = [*(part.span.start for part in stripped), len(text)]
    return tuple(
        Span(start, end)
        for start, end in zip(starts, ends, strict=True)
        if any(map(str.isalnum, text[start:end]))
    )


def _headers_and_footers(pages: Sequence[Sequence[str]]) -> list[dict[int, Role]]:
    """For each page the lines, by index, that are its header or footer."""
    roles_of: list[dict[int, Role]] = [{} for _ in pages]
    edges = [[n for n, line in enumerate(lines) if line] for lines in pages]
    heads = [filled[:_HEADER_LINES] for filled in edges]
    feet = [filled[_HEADER_LINES:][-_HEADER_LINES:] for filled in edges]
    sides: list[tuple[Role, list[list[int]]]] = [("page header", heads), ("page footer", feet)]
    for role, edge_of in sides:
        forms_of = [
            {n: _forms(lines[n], page) for n in edge}
            for page, (lines, edge) in enumerate(zip(pages, edge_of, strict=True))
        ]
        pages_with = Counter(
            form for forms in forms_of for form in set[str]().union(*forms.values())
        )
        running = {form for form, count in pages_with.items() if count >= _needed(form, len(pages))}
        for roles, forms_by_line in zip(roles_of, forms_of, strict=True):
            for n, forms in forms_by_line.items():
                if forms & running:
                    roles[n] = role
    return roles_of


def _needed(form: str, pages: int) -> int:
    """On how many pages a line must stand to be the pages' own.

    A bare number that counts the pages is, even where only every other page has it alone.
    """
    if _PAGE_NUMBER.fullmatch(form):
        return _HEADER_PAGES_MIN
    return max(_HEADER_PAGES_MIN, pages // 2 + 1)


def _forms(line: str, page: int) -> set[str]:
    """The line itself, and the line with each number that may be the page's as a count from it.

    So "Daily 7" on the page of index 5 and "Daily 8" on the next have "Daily #2" in common, and
    the figures of a table have nothing.
    """
    if len(line) > _HEADER_CHARS:
        return set()
    numbers = list(_NUMBER.finditer(line))[:_NUMBERS_IN_HEADER]
    counted = (f"{line[: n.start()]}#{int(n[0]) - page}{line[n.end() :]}" for n in numbers)
    return {line, *counted}


def _paragraphs(
    lines: Sequence[str], roles: dict[int, Role], words: Counter[str]
) -> Iterator[tuple[str, Role | None]]:
    """The lines of a page, joined into paragraphs; a header or footer line stays alone."""
    widths = sorted(_columns(line) for n, line in enumerate(lines) if line and n not in roles)
    full = _FULL_SHARE * widths[int(len(widths) * 0.9)] if widths else 0.0
    parts: list[str] = []
    last = ""
    for n, line in enumerate(lines):
        joint = _joint(last, line, full, words) if parts and n not in roles else None
        if joint is None:
            if parts:
                yield "".join(parts), None
            parts = []
        if n in roles:
            yield line, roles[n]
        elif joint is None:
            parts = [line] if line else []
        else:
            parts[-1] = parts[-1][: len(parts[-1]) - joint.dropped]
            parts += [joint.between, line]
        last = line
    if parts:
        yield "".join(parts), None


@dataclass(frozen=True, slots=True)
class _Joint:
    """How a line is joined to the one before: characters dropped there, and what is put between."""

    dropped: int
    between: str


def _joint(line: str, next_line: str, full: float, words: Counter[str]) -> _Joint | None:
    """The way to join two lines, None where it is not sure that the first runs on."""
    if not next_line or _ENDS_SENTENCE.search(line) or _OPENS_BLOCK.match(next_line):
        return None
    if line.endswith(("-", "\u00ad", "\u2010")):
        return _hyphen_joint(line, next_line, words)
    runs_on = _columns(line) >= max(full, _PROSE_COLUMNS_MIN) and not _is_row(line)
    if not (runs_on or (next_line[0].islower() and _columns(line) >= _PROSE_COLUMNS_MIN)):
        return None
    # Chinese is written without spaces; where it meets a Latin word, none is needed.
    return _Joint(0, "" if _WIDE.match(line[-1]) or _WIDE.match(next_line) else " ")


def _hyphen_joint(line: str, next_line: str, words: Counter[str]) -> _Joint | None:
    if line.endswith("\u00ad"):
        return _Joint(1, "")
    head = _WORD_AT_END.search(line[-_WORD_CHARS_MAX:-1])
    tail = _WORD_AT_START.match(next_line)
    if not head or not tail or not tail[0][0].islower():
        return None
    whole, hyphenated = (f"{head[0]}{mark}{tail[0]}".lower() for mark in ("", "-"))
    if words[whole] and not words[hyphenated]:
        return _Joint(1, "")
    return _Joint(0, "") if words[hyphenated] else None


def _is_row(line: str) -> bool:
    return sum(map(str.isdigit, line)) > _DIGIT_SHARE_OF_TABLE * len(line)


def _columns(line: str) -> int:
    """The width of a line: a Chinese character takes two columns."""
    return len(line) + len(_WIDE.findall(line))
