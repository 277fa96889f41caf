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
# sentencex takes quadratic time over unbalanced quotation marks: a megabyte of them, minutes.
_MAX_BLOCK_CHARS = 10_000
_CUTTABLE = re.compile(r".*(?:[。！？]|[.!?]\s)", re.DOTALL)
_LINE_OPENS_BLOCK = re.compile(r"\s*(?:[-*+•#>|]|\d+[.)]\s)")
_ENDS_SENTENCE = re.compile("[.!?。！？…:：;；][\"'”’」』）)\\]]*\\s*$")
# What a line or item begins with is layout, not part of the sentence.
_LAYOUT_PREFIX = re.compile(r"\s*(?:(?:[-*+•>]|#{1,6}|\d{1,3}[.)])\s+)*")
_CLOSING_EMPHASIS = re.compile(r"[*_]{1,3}(?=\s|$)")
# Chinese names the speaker after the closed quotation: “……。”王沪宁说。 Apart from it, the
# quotation would be nobody's.
_CLOSED_QUOTATION = re.compile("[“「『].*[。！？…][”」』]", re.DOTALL)
# sentencex lets a Chinese sentence go on where the next one begins with a digit: 。2014年……
_STOP_BEFORE_DIGIT = re.compile("(?<=[。！？])(?=\\d)")
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("（", "）"), ("《", "》"))
_NAMES_SPEAKER = re.compile(
    "[^，。！？：；“「]{1,24}(?:说|表示|指出|强调|认为|称|写道|回答|问|介绍|补充|解释)道?[。，：]"
)


def split_sentences(text: str, within: Span | None = None) -> list[Span]:
    """Split text into sentences: spans in order, without surrounding space or list markers.

    Boundaries inside a line come from sentencex (Wikimedia); a line break ends a sentence unless
    the line looks wrapped by an editor. What holds no letter or digit (a rule, the frame of a
    table) is no sentence. Every span satisfies `span.of(text) == its sentence`.
    """
    within = within or Span(0, len(text)) if text else None
    if within is None:
        return []
    return [
        span
        for block in _blocks(text, within)
        for piece in _bounded(text, block)
        for span in _sentences_of_block(text, piece)
        if any(char.isalnum() for char in span.of(text))
    ]


def _sentences_of_block(text: str, block: Span) -> list[Span]:
    start = _after_layout(text, block.start, block.end)
    block_text = text[start : block.end]
    spans: list[Span] = []
    for first, last in _boundaries(block_text):
        span = _trimmed(text, start + first, start + last)
        emphasis = _CLOSING_EMPHASIS.match(text, span.start, span.end) if span and spans else None
        if emphasis and emphasis.start() == spans[-1].end:
            spans[-1] = Span(spans[-1].start, emphasis.end())
            span = _trimmed(text, emphasis.end(), span.end) if span else None
        if span is None:
            continue
        if spans and _belongs_to_quotation(text, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _boundaries(block: str) -> Iterator[tuple[int, int]]:
    for boundary in sentencex.get_sentence_boundaries(detect_language(block), block):
        start, end = boundary["start_index"], boundary["end_index"]
        for stop in _STOP_BEFORE_DIGIT.finditer(block, start, end):
            sentence = block[start : stop.start()]
            if all(sentence.count(o) == sentence.count(c) for o, c in _PAIRS):
                yield start, stop.start()
                start = stop.start()
        yield start, end


def _belongs_to_quotation(text: str, before: Span, span: Span) -> bool:
    adjoin = before.end == span.start
    closed = _CLOSED_QUOTATION.fullmatch(text, before.start, before.end)
    return bool(adjoin and closed and _NAMES_SPEAKER.match(text, span.start, span.end))


def _blocks(text: str, within: Span) -> Iterator[Span]:
    """Lines, joined where an editor wrapped them."""
    start = within.start
    line_start = within.start
    while line_start < within.end:
        line_end = text.find("\n", line_start, within.end)
        if line_end == -1:
            line_end = within.end
        next_end = text.find("\n", line_end + 1, within.end)
        next_line = text[line_end + 1 : next_end if next_end != -1 else within.end]
        if not _continues(text[line_start:line_end], next_line):
            if line_end > start:
                yield Span(start, line_end)
            start = line_end + 1
        line_start = line_end + 1
    if start < within.end:
        yield Span(start, within.end)


def _bounded(text: str, block: Span) -> Iterator[Span]:
    """The block, cut where a sentence seems to end if it is longer than any paragraph."""
    start = block.start
    while block.end - start > _MAX_BLOCK_CHARS:
        cut = _CUTTABLE.match(text, start, start + _MAX_BLOCK_CHARS)
        end = cut.end() if cut else start + _MAX_BLOCK_CHARS
        yield Span(start, end)
        start = end
    if start < block.end:
        yield Span(start, block.end)


def _continues(line: str, next_line: str) -> bool:
    return (
        len(line) >= _WRAPPED_LINE_MIN_CHARS
        and bool(next_line.strip())
        and not line.lstrip().startswith(("#", "|"))
        and not _LINE_OPENS_BLOCK.match(next_line)
        and not _ENDS_SENTENCE.search(line)
    )


def _after_layout(text: str, start: int, end: int) -> int:
    prefix = _LAYOUT_PREFIX.match(text, start, end)
    return prefix.end() if prefix else start


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
