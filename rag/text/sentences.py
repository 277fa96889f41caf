"""Sentence boundaries with exact offsets, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from rag.domain import Span
from rag.text.words import detect_language

# A line shorter than this was ended by its writer (a caption, a byline, a list item); text wrapped
# by an editor breaks at 60 to 100 columns.
_WRAPPED_LINE_MIN_CHARS = 50
_LINE_OPENS_BLOCK = re.compile(r"\s*(?:[-*+•#>|]|\d+[.)]\s)")
_ENDS_SENTENCE = re.compile("[.!?。！？…:：;；][\"'”’」』）)\\]]*\\s*$")
# What a line or item begins with is layout, not part of the sentence.
_LAYOUT_PREFIX = re.compile(r"\s*(?:(?:[-*+•>]|#{1,6})\s+)*")


def split_sentences(text: str, within: Span | None = None) -> list[Span]:
    """Split text into sentences: spans in order, without surrounding space or list markers.

    Boundaries inside a line come from sentencex (Wikimedia); a line break ends a sentence unless
    the line looks wrapped by an editor. Every span satisfies `span.of(text) == its sentence`.
    """
    within = within or Span(0, len(text)) if text else None
    if within is None:
        return []
    spans = []
    for block in _blocks(text, within):
        block_text = block.of(text)
        for boundary in sentencex.get_sentence_boundaries(detect_language(block_text), block_text):
            span = _trimmed(
                text, block.start + boundary["start_index"], block.start + boundary["end_index"]
            )
            if span:
                spans.append(span)
    return spans


def _blocks(text: str, within: Span) -> Iterator[Span]:
    """Lines, joined where an editor wrapped them."""
    start = within.start
    line_start = within.start
    while line_start < within.end:
        line_end = text.find("\n", line_start, within.end)
        if line_end == -1:
            line_end = within.end
        next_line = text[line_end + 1 : within.end].split("\n", 1)[0]
        if not _continues(text[line_start:line_end], next_line):
            if line_end > start:
                yield Span(start, line_end)
            start = line_end + 1
        line_start = line_end + 1
    if start < within.end:
        yield Span(start, within.end)


def _continues(line: str, next_line: str) -> bool:
    return (
        len(line) >= _WRAPPED_LINE_MIN_CHARS
        and bool(next_line.strip())
        and not line.lstrip().startswith(("#", "|"))
        and not _LINE_OPENS_BLOCK.match(next_line)
        and not _ENDS_SENTENCE.search(line)
    )


def _trimmed(text: str, start: int, end: int) -> Span | None:
    prefix = _LAYOUT_PREFIX.match(text, start, end)
    start = prefix.end() if prefix else start
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
