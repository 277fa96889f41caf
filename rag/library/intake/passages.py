"""A document becomes passages: whole sentences, packed up to what the embedder sees at once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.domain import Document, MentionedDate, Passage, Span
from rag.library.embedder import Embedder
from rag.reading.dates.mentions import dates_mentioned
from rag.text import detect_language, split_sentences

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t\r]*\n?")
_MAX_CHARS_A_TOKEN = 8  # on average, in prose
_CODE_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class _Section:
    """Prose under one heading."""

    span: Span
    headings: tuple[str, ...]


def split_into_passages(
    document: Document, embedder: Embedder, passage_tokens: int
) -> list[Passage]:
    """Pack the document's sentences into passages of at most `passage_tokens` tokens, in order.

    A passage never crosses a heading or leaves `document.content`; a heading is not prose. A
    sentence that alone is too long is cut, at a space where there is one.
    """
    passages: list[Passage] = []
    limit = min(passage_tokens, embedder.max_tokens)
    for content in document.content:
        for section in _sections(document.text, content):
            sentences = split_sentences(document.text, section.span)
            passages += [
                _passage(document, span, section.headings)
                for span in _packed(document.text, sentences, embedder, limit)
            ]
    return passages


def text_to_embed(document: Document, passage: Passage, embedder: Embedder) -> str:
    """The passage under its title and headings, as many of them as the embedder still sees.

    A passage of a news story rarely names what it is about; its headline does.
    """
    room = embedder.max_tokens - embedder.count_tokens(passage.text)
    lines = [document.title, *passage.headings]
    while lines and embedder.count_tokens("\n".join(lines)) > room:
        lines.pop()
    return "\n".join([*lines, passage.text])


def _sections(text: str, content: Span) -> Iterator[_Section]:
    """Cut content at its Markdown headings (# to ######)."""
    headings: dict[int, str] = {}
    in_code = False
    start = position = content.start
    while position < content.end:
        line_end = text.find("\n", position, content.end) + 1 or content.end
        line = text[position:line_end]
        if _CODE_FENCE.match(line):
            in_code = not in_code
        heading = None if in_code else _HEADING.fullmatch(line)
        if heading:
            if start < position:
                yield _Section(Span(start, position), tuple(headings.values()))
            level = len(heading[1])
            headings = {n: words for n, words in headings.items() if n < level}
            headings[level] = heading[2]
            start = line_end
        position = line_end
    if start < content.end:
        yield _Section(Span(start, content.end), tuple(headings.values()))


def _packed(text: str, sentences: list[Span], embedder: Embedder, limit: int) -> Iterator[Span]:
    """Greedily join neighbours while they fit."""
    current: Span | None = None
    tokens = 0
    for sentence in sentences:
        for piece, piece_tokens in _pieces(text, sentence, embedder, limit):
            if current and tokens + piece_tokens <= limit:
                current, tokens = Span(current.start, piece.end), tokens + piece_tokens
                continue
            if current:
                yield current
            current, tokens = piece, piece_tokens
    if current:
        yield current


def _pieces(
    text: str, sentence: Span, embedder: Embedder, limit: int
) -> Iterator[tuple[Span, int]]:
    """The sentence itself, or runs of it that fit, each with its number of tokens."""
    start = sentence.start
    while start < sentence.end:
        # A megabyte without a full stop is not given to the tokenizer whole.
        end = min(sentence.end, start + limit * _MAX_CHARS_A_TOKEN)
        tokens = embedder.count_tokens(text[start:end])
        while tokens > limit and end - start > 1:
            end = start + (end - start) // 2
            tokens = embedder.count_tokens(text[start:end])
        space = text.rfind(" ", start + 1, end)
        if end < sentence.end and space > start:
            end = space
        yield Span(start, end), tokens
        start = end
        while start < sentence.end and text[start].isspace():
            start += 1


def _passage(document: Document, span: Span, headings: tuple[str, ...]) -> Passage:
    text = span.of(document.text)
    # All that the indexes hold of a passage is in its id: the same id never means other content,
    # so an index is up to date when its ids are those of the library.
    publication = document.publication
    published = publication.published.isoformat() if publication.published else None
    source = [publication.outlet, publication.author, published, publication.language]
    content = json.dumps([document.title, source, headings, span.start, text])
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Passage(
        id=f"{document.id}#{digest}",
        document_id=document.id,
        text=text,
        start=span.start,
        end=span.end,
        headings=headings,
        mentions=_mentions(document, span),
    )


def _mentions(document: Document, passage: Span) -> tuple[MentionedDate, ...]:
    publication = document.publication
    text = passage.of(document.text)
    language = publication.language or detect_language(text)
    return tuple(
        replace(found, span=Span(passage.start + found.span.start, passage.start + found.span.end))
        for found in dates_mentioned(text, publication.published, language)
    )
