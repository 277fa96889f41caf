"""What Markdown hides from whoever sees it rendered: comments, and HTML that is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.domain import Span
from rag.reading.structures.styles import is_concealed

_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
# "[//]: # (a comment)": a link that nothing refers to.
_UNUSED_LINK = re.compile(r"^ {0,3}\[(?://|comment)\]:.*$", re.MULTILINE | re.IGNORECASE)
_COMMENT_START, _COMMENT_END = "<!--", "-->"
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]{0,20})(?P<attributes>(?:\s[^<>]{0,2000})?)>")
_ATTRIBUTE = re.compile(r"""\s([\w-]{1,30})(?:\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")
_VOID = ("br", "hr", "img", "input", "link", "meta", "wbr")


def hidden_in_markdown(text: str) -> list[Span]:
    """The parts that are not shown, in order, apart from each other; code is shown as it is."""
    found = sorted([*_comments(text), *_unshown_elements(text), *_unused_links(text)])
    code = _fenced(text)
    hidden: list[Span] = []
    for span in found:
        start = max(span.start, hidden[-1].end if hidden else 0)
        while code and code[0].end <= span.start:
            code.pop(0)
        is_code = code and code[0].start <= span.start
        if start < span.end and not is_code:
            hidden.append(Span(start, span.end))
    return hidden


def _comments(text: str) -> Iterator[Span]:
    start = text.find(_COMMENT_START)
    while start >= 0:
        end = text.find(_COMMENT_END, start)
        if end < 0:
            return
        yield Span(start, end + len(_COMMENT_END))
        start = text.find(_COMMENT_START, end)


def _unused_links(text: str) -> Iterator[Span]:
    for match in _UNUSED_LINK.finditer(text):
        yield Span(*match.span())


def _unshown_elements(text: str) -> Iterator[Span]:
    """From the tag that hides to the one that closes it, or to the end of the paragraph."""
    start, name, depth = -1, "", 0
    for tag in _TAG.finditer(text):
        if depth and tag["name"].lower() == name:
            depth += -1 if tag["end"] else 1
            if depth == 0:
                yield Span(start, tag.end())
        elif not depth and not tag["end"] and is_concealed(_attributes(tag["attributes"])):
            start, name, depth = tag.start(), tag["name"].lower(), 1
            if name in _VOID:
                depth = 0
    if depth and (end := _PARAGRAPH_END.search(text, start)):
        yield Span(start, end.start())


def _attributes(written: str) -> dict[str, str]:
    return {
        match[1].lower(): match[2] or match[3] or match[4] or ""
        for match in _ATTRIBUTE.finditer(written)
    }


def _fenced(text: str) -> list[Span]:
    marks = [mark.start() for mark in _FENCE.finditer(text)] + [len(text)]
    return [
        Span(start, end) for start, end in zip(marks[::2], marks[1::2], strict=False) if start < end
    ]
