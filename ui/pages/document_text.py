"""A document's text as the blocks of a page, cut where the highlighted spans begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rag.domain import Document, Span

_PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
_BLOCK_OPENER = re.compile(r"^[^\S\n]*(?:(?P<hashes>#{1,6})|[-*+•])[^\S\n]+", re.MULTILINE)
# A paragraph whose lines are all this long was wrapped by an editor: its line breaks mean nothing.
_WRAPPED_LINE_MIN_CHARS = 50

BlockKind = Literal["heading", "item", "paragraph", "lines"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a block; `cited` is the span to highlight in which they lie, if they do."""

    text: str
    cited: Span | None = None
    opens: bool = False
    """Whether no words of that span come before."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text, without layout marks (#, -).

    A heading has a level from 1 to 6; in "lines", line breaks mean something. `page` is that on
    which the block begins; None: the document has no pages.
    """

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]
    page: int | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def split_blocks(document: Document, cited: Sequence[Span] = ()) -> Iterator[Block]:
    """The document's content as blocks, in order; where spans overlap, the first of `cited` has it.

    A span that is not in the content is in no block.
    """
    opened: set[Span] = set()
    for block in _blocks(document, cited):
        pieces = []
        for piece in block.pieces:
            pieces.append(replace(piece, opens=bool(piece.cited) and piece.cited not in opened))
            if piece.cited:
                opened.add(piece.cited)
        yield replace(block, pieces=tuple(pieces))


def _blocks(document: Document, cited: Sequence[Span]) -> Iterator[Block]:
    for content in document.content:
        start = content.start
        for gap in _PARAGRAPH_BREAK.finditer(document.text, content.start, content.end):
            yield from _blocks_of_paragraph(document, start, gap.start(), cited)
            start = gap.end()
        yield from _blocks_of_paragraph(document, start, content.end, cited)


def _blocks_of_paragraph(
    document: Document, start: int, end: int, cited: Sequence[Span]
) -> Iterator[Block]:
    """Cut a paragraph before each list item and around each heading, which is one line."""
    text = document.text
    while start < end:
        opener = _BLOCK_OPENER.match(text, start, end)
        body = opener.end() if opener else start
        stop = _next_opener(text, body, end)
        if opener and opener["hashes"]:
            line_end = text.find("\n", body, end)
            stop = end if line_end == -1 else line_end + 1
        if words := text[body:stop].strip():
            first = text.index(words, body, stop)
            block = _block(text, opener, Span(first, first + len(words)), cited)
            yield replace(block, page=document.page_at(first))
        start = stop


def _next_opener(text: str, start: int, end: int) -> int:
    line_break = text.find("\n", start, end)
    opener = _BLOCK_OPENER.search(text, line_break + 1, end) if line_break != -1 else None
    return opener.start() if opener else end


def _block(text: str, opener: re.Match[str] | None, body: Span, cited: Sequence[Span]) -> Block:
    lines = body.of(text).split("\n")
    wrapped = all(len(line) >= _WRAPPED_LINE_MIN_CHARS for line in lines[:-1])
    kind: BlockKind = "paragraph" if wrapped else "lines"
    level = 0
    if opener:
        kind = "heading" if opener["hashes"] else "item"
        level = len(opener["hashes"] or "")
    return Block(kind, level, tuple(_pieces(text, body, cited)))


def _pieces(text: str, body: Span, cited: Sequence[Span]) -> Iterator[Piece]:
    here = [span for span in cited if span.start < body.end and body.start < span.end]
    cuts = {body.start, body.end}
    cuts |= {edge for s in here for edge in (s.start, s.end) if body.start < edge < body.end}
    for start, end in pairwise(sorted(cuts)):
        holding = (span for span in here if span.start <= start and end <= span.end)
        yield Piece(text[start:end], next(holding, None))
