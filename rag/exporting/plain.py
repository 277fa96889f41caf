"""Answers as plain text, for the clipboard: footnotes numbered below, ready to be pasted."""

from __future__ import annotations

from rag.exporting.notes import Note, as_printed
from rag.exporting.transcript import Paragraph, Piece, Strong, Transcript


def to_plain_text(transcript: Transcript) -> str:
    """The answers without their questions, then a line for each footnote: `[1] source: “quote”`."""
    numbers = {note: number for number, note in enumerate(transcript.notes, start=1)}
    paragraphs = [
        _paragraph(paragraph, numbers)
        for paragraph in transcript.paragraphs
        if paragraph.kind in {"text", "doubt", "item", "heading"}
    ]
    notes = [f"[{number}] {_footnote(note)}" for note, number in numbers.items()]
    return "\n\n".join([*paragraphs, "\n".join(notes)]).strip() + "\n"


def _paragraph(paragraph: Paragraph, numbers: dict[Note, int]) -> str:
    text = "".join(_piece(piece, numbers) for piece in paragraph.pieces).strip()
    return f"- {text}" if paragraph.kind == "item" else text


def _piece(piece: Piece, numbers: dict[Note, int]) -> str:
    match piece:
        case Note():
            return f"[{numbers[piece]}]"
        case Strong(text):
            return as_printed(text)
        case _:
            return as_printed(piece)


def _footnote(note: Note) -> str:
    quote = as_printed(note.document.text[note.start : note.end])
    address = f", {note.url}" if note.url else ""
    return f"{note.source}{address}: “{quote}”"
