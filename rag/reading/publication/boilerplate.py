"""What in a page's text is not its article: menus, notices, credits; prose is never stripped.

A line is stripped only where it says plainly what it is. Weaker signs count only above the first
paragraph and below the last, where no sentence of the article can stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.domain import Span, Stripped
from rag.reading.publication import phrases

OTHER_ARTICLES = "list of other articles"
PAGE_HEADER = "page header"
PROMOTION = "promotion"
COPYRIGHT = "copyright notice"
COOKIES = "cookie notice"
PHOTO_CREDIT = "photo credit"

_PARAGRAPH_CHARS = 160
_HEADLINE_CHARS = 150
_CLOSERS = r"\"'”’」』）)\]"
_SENTENCE_END = re.compile(rf"[.!?。！？…][{_CLOSERS}]*$")
_STATEMENT_END = re.compile(rf"[.!。！…;；][{_CLOSERS}]*$")
# No notice is longer; and what is matched against patterns must have a bound.
_MAX_NOTICE_CHARS = 400
_MENU_LABELS = 4
_PROMOTION_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `text` has its spaces folded, `span` is where it stands."""

    text: str
    span: Span
    block: int
    """Lines without a blank line between them share a number."""

    @property
    def is_statement(self) -> bool:
        """Whether it ends as a sentence does; a question may be a headline."""
        return bool(_STATEMENT_END.search(self.text))

    @property
    def is_paragraph(self) -> bool:
        # A Chinese sentence takes a third of the characters of an English one.
        weight = len(self.text) + 2 * sum("\u4e00" <= c <= "\u9fff" for c in self.text)
        return weight >= _PARAGRAPH_CHARS and bool(_SENTENCE_END.search(self.text))


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    lines: list[Line] = []
    position = block = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            span = Span(start, start + len(stripped))
            lines.append(Line(" ".join(stripped.split()), span, block))
        else:
            block += 1
        position += len(raw)
    return lines


def find_boilerplate(text: str) -> tuple[Stripped, ...]:
    """The parts of a web page's text that are not its article, in order, each with its reason."""
    lines = lines_of(text)
    parts: list[Stripped] = []
    for line, reason in zip(lines, _Reasons(lines).of_lines, strict=True):
        if reason:
            parts.append(Stripped(line.span, reason))
        elif credit := _credit_at_end(text, line):
            parts.append(Stripped(credit, PHOTO_CREDIT))
    return _joined(parts, text)


def _credit_at_end(text: str, line: Line) -> Span | None:
    """The photographer's name behind a caption; the caption stays, for facts stand in it."""
    start = max(line.span.start, line.span.end - _MAX_NOTICE_CHARS)
    match = phrases.CREDIT_AT_END.search(text[start : line.span.end])
    return Span(start + match.start("credit"), line.span.end) if match else None


def content_without(text: str, stripped: Iterable[Stripped]) -> tuple[Span, ...]:
    """What is left of a text, in order; with what is stripped it covers all that is not blank."""
    content: list[Span] = []
    start = 0
    for end, following in [*((s.span.start, s.span.end) for s in stripped), (len(text), 0)]:
        if text[start:end].strip():
            content.append(Span(start, end))
        start = following
    return tuple(content)


def _joined(parts: Sequence[Stripped], text: str) -> tuple[Stripped, ...]:
    """Neighbours of one reason as one part."""
    joined: list[Stripped] = []
    for part in parts:
        last = joined[-1] if joined else None
        if (
            last
            and last.reason == part.reason
            and not text[last.span.end : part.span.start].strip()
        ):
            joined[-1] = Stripped(Span(last.span.start, part.span.end), part.reason)
        else:
            joined.append(part)
    return tuple(joined)


class _Reasons:
    """For each line why it is stripped, or None; the rules run from the plainest on."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.of_lines: list[str | None] = [_reason_by_itself(line) for line in lines]
        paragraphs = [
            i
            for i, line in enumerate(lines)
            if self._is_prose(i)
            and line.is_paragraph
            and not _is_notice(line, phrases.COOKIE_NOTICE)
        ]
        # Without a paragraph nothing tells the article from the page: no position counts.
        self._first = paragraphs[0] if paragraphs else 0
        self._last = paragraphs[-1] if paragraphs else len(lines)
        self._mark_page_header()
        self._mark_cookie_notices()
        self._mark_promotions()
        self._mark_runs(phrases.SHARE_WORDS, phrases.SHARE_ACTIONS, 2, "share buttons")
        self._mark_menus()
        self._mark_lists()
        self._mark_buttons()
        self._mark_repeated_credits()

    def _is_prose(self, index: int) -> bool:
        return self.of_lines[index] is None

    def _is_outside(self, index: int) -> bool:
        """Whether a line stands above the first paragraph or below the last, not yet stripped."""
        return self._is_prose(index) and not self._first <= index <= self._last

    def _mark_page_header(self) -> None:
        if len(self._lines) > 1 and phrases.is_page_header(self._lines[0].text):
            self.of_lines[0] = PAGE_HEADER

    def _mark_cookie_notices(self) -> None:
        for index, line in enumerate(self._lines):
            if not self._is_outside(index) or not _is_notice(line, phrases.COOKIE_NOTICE):
                continue
            self.of_lines[index] = COOKIES
            if index and self._is_outside(index - 1):
                title = phrases.NOTICE_TITLE.fullmatch(self._lines[index - 1].text)
                self.of_lines[index - 1] = COOKIES if title else None

    def _mark_promotions(self) -> None:
        """A call to act, and the few short lines of the same block that lead up to it."""
        for index, line in enumerate(self._lines):
            if not self._is_outside(index) or not phrases.CALL_TO_ACTION.fullmatch(line.text):
                continue
            self.of_lines[index] = PROMOTION
            start = index
            while start and self._lines[start - 1].block == line.block and index - start < 4:
                start -= 1
            leading = range(start, index)
            if len(leading) <= _PROMOTION_LINES and all(
                self._is_outside(i) and _is_short(self._lines[i]) for i in leading
            ):
                for i in leading:
                    self.of_lines[i] = PROMOTION

    def _mark_runs(
        self, words: frozenset[str], telling: frozenset[str], least: int, reason: str
    ) -> None:
        """Runs of lines that hold none but certain words, if one of the telling ones is there."""
        known = [
            self._is_prose(i) and phrases.only_of(line.text, words)
            for i, line in enumerate(self._lines)
        ]
        for is_run, group in groupby(range(len(self._lines)), key=known.__getitem__):
            run = list(group)
            said = [part for i in run for part in phrases.parts(self._lines[i].text)]
            if is_run and len(said) >= least and not telling.isdisjoint(said):
                for index in run:
                    self.of_lines[index] = reason

    def _mark_menus(self) -> None:
        """Blocks of bare labels outside the article, most of them such as menus have."""
        for _, group in groupby(range(len(self._lines)), key=lambda i: self._lines[i].block):
            run = [i for i in group if self._is_outside(i)]
            # A headline may follow a menu closely: the menu ends with a word that menus have.
            while run and phrases.MENU_WORDS.isdisjoint(phrases.parts(self._lines[run[-1]].text)):
                run.pop()
            said = [part for i in run for part in phrases.parts(self._lines[i].text)]
            in_menus = sum(part in phrases.MENU_WORDS for part in said)
            if (
                len(said) >= _MENU_LABELS
                and in_menus * 2 >= len(said)
                and all(phrases.is_label(self._lines[i].text) for i in run)
            ):
                for index in run:
                    self.of_lines[index] = "menu"

    def _mark_lists(self) -> None:
        """“Related articles” and the headlines beneath.

        Inside the article the list ends with its block; below it, at the first statement.
        """
        for index, line in enumerate(self._lines):
            if not self._is_prose(index) or not phrases.LIST_TITLE.fullmatch(line.text):
                continue
            self.of_lines[index] = OTHER_ARTICLES
            for item in range(index + 1, len(self._lines)):
                beneath = self._lines[item]
                in_list = index > self._last or beneath.block == line.block
                if beneath.is_statement or len(beneath.text) > _HEADLINE_CHARS or not in_list:
                    break
                self.of_lines[item] = self.of_lines[item] or OTHER_ARTICLES

    def _mark_buttons(self) -> None:
        for index, line in enumerate(self._lines):
            if self._is_outside(index) and phrases.BUTTON.fullmatch(line.text):
                self.of_lines[index] = "button"

    def _mark_repeated_credits(self) -> None:
        """A photographer's name alone beside the credit that names them."""
        for index, line in enumerate(self._lines):
            match = phrases.CREDIT_LINE.fullmatch(line.text)
            for beside in (index - 1, index + 1):
                if (
                    match
                    and 0 <= beside < len(self._lines)
                    and self._lines[beside].text == match["name"]
                ):
                    self.of_lines[beside] = PHOTO_CREDIT


def _reason_by_itself(line: Line) -> str | None:
    if len(line.text) <= _MAX_NOTICE_CHARS:
        for reason, pattern in phrases.WHOLE_LINES:
            if pattern.fullmatch(line.text):
                return reason
    return None


def _is_notice(line: Line, pattern: re.Pattern[str]) -> bool:
    return len(line.text) <= _MAX_NOTICE_CHARS and bool(pattern.search(line.text))


def _is_short(line: Line) -> bool:
    return len(line.text) <= 80 and not line.is_statement
