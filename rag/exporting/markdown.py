"""Answers as Markdown with footnotes, and the footnotes of such a file read back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.errors import UnreadableFile
from rag.exporting.notes import Note, NotedQuote, as_printed, quotes_in
from rag.exporting.transcript import Paragraph, ParagraphKind, Piece, Strong, Transcript

# What has a meaning in CommonMark, in GitHub's tables and links, and in formulas.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~#$]|:(?=//)|(?<=\bwww)\.")
_BLOCK_OPENER = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)]))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

_FOOTNOTE = re.compile(r"^\[\^[^\]\s]+\]:[ \t]*(?P<text>.*(?:\n(?!\[\^).*\S.*)*)", re.MULTILINE)

_OPENERS: dict[ParagraphKind, str] = {
    "question": "# ",
    "heading": "## ",
    "text": "",
    "doubt": "> ",
    "item": "- ",
    "aside": "",
}


def to_markdown(transcript: Transcript) -> bytes:
    """The transcript in UTF-8; text of documents and models is only ever text in it."""
    numbers = {note: number for number, note in enumerate(transcript.notes, start=1)}
    body = [_paragraph(paragraph, numbers) for paragraph in transcript.paragraphs]
    footnotes = [f"[^{number}]: {_footnote(note)}" for note, number in numbers.items()]
    return ("\n\n".join([*body, *footnotes]) + "\n").encode()


def from_markdown(data: bytes) -> list[NotedQuote]:
    """Raises UnreadableFile: it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UnreadableFile("It is not Markdown in UTF-8.") from None
    return quotes_in(map(_unescaped, _footnotes(text)))


def _footnotes(text: str) -> Iterator[str]:
    """Each in one line, also where an editor has wrapped it."""
    for found in _FOOTNOTE.finditer(text):
        yield " ".join(line.strip() for line in found["text"].split("\n"))


def _paragraph(paragraph: Paragraph, numbers: dict[Note, int]) -> str:
    text = "".join(_piece(piece, numbers) for piece in paragraph.pieces).strip()
    if isinstance(paragraph.pieces[0], str):
        text = _BLOCK_OPENER.sub(lambda opener: _defused(opener[0]), text)
    return _OPENERS[paragraph.kind] + (f"*{text}*" if paragraph.kind == "aside" else text)


def _piece(piece: Piece, numbers: dict[Note, int]) -> str:
    match piece:
        case Note():
            return f"[^{numbers[piece]}]"
        case Strong(text):
            return f"**{_escaped(text)}**"
        case _:
            return _escaped(piece)


def _footnote(note: Note) -> str:
    url = (note.url or "").replace("<", "%3C").replace(">", "%3E")
    address = f" <{url}>," if url else ""
    return f"{_escaped(note.source)},{address} {_escaped(note.place + note.translated)}"


def _defused(opener: str) -> str:
    return f"{opener}\\" if opener.isdigit() else f"\\{opener}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", as_printed(text))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
