"""Questions and their answers as one text with notes, whatever format writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from rag.domain import Answer, Claim, Disagreement, Language, Refusal, Verdict
from rag.exporting.notes import HOW_TO_CHECK, Note
from rag.wording import (
    confidence_in_words,
    refusal_title,
    relation_title,
    supported_count,
    verdict_label,
    written_date,
)

_LANGUAGE: Language = "en"
"""Of all that is not the answer's own words."""
_MOST_NOTES = 3
"""A sentence of a list's whole (a count) needs no notes, if each entry has its own."""

ParagraphKind = Literal["question", "heading", "text", "doubt", "item", "aside"]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


Piece = str | Strong | Note


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces of text, side by side as they are; a Note stands where its number is shown."""

    kind: ParagraphKind
    pieces: tuple[Piece, ...]


class Reply(NamedTuple):
    """An answer, and the day on which its question was asked."""

    answer: Answer
    asked_on: date


@dataclass(frozen=True, slots=True)
class Transcript:
    """An answer, or those of a conversation in their order; there is at least one."""

    replies: tuple[Reply, ...]

    @property
    def title(self) -> str:
        """The first question."""
        return self.replies[0].answer.question

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        answered = [paragraph for reply in self.replies for paragraph in _answered(*reply)]
        how_to_check = [Paragraph("aside", (HOW_TO_CHECK,))] if _notes_in(answered) else []
        return (*answered, *how_to_check)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Each note once, as they first appear."""
        return _notes_in(self.paragraphs)


def _notes_in(paragraphs: Sequence[Paragraph]) -> tuple[Note, ...]:
    pieces = (piece for paragraph in paragraphs for piece in paragraph.pieces)
    return tuple(dict.fromkeys(piece for piece in pieces if isinstance(piece, Note)))


def _answered(answer: Answer, asked_on: date) -> Iterator[Paragraph]:
    understood = answer.understood
    yield Paragraph("question", (answer.question,))
    if understood.question != answer.question:
        yield Paragraph("aside", (f"Read as: {understood.question}",))
    if answer.refusal:
        yield from _refused(answer.refusal)
    if answer.parts:
        yield from _in_parts(answer)
    elif understood.intent != "answer" and answer.claims:
        yield from _listed(answer)
    else:
        yield from _told(answer)
        for disagreement in answer.disagreements:
            yield from _side_by_side(disagreement, answer)
    for notice in answer.notices:
        yield Paragraph("aside", (f"Note: {notice}",))
    yield Paragraph("aside", (_colophon(answer, asked_on),))


def _refused(refusal: Refusal) -> Iterator[Paragraph]:
    title = Strong(f"{refusal_title(refusal.reason, _LANGUAGE)}.")
    yield Paragraph("text", (title, f" {refusal.message}"))
    if refusal.advice:
        yield Paragraph("text", (Strong("What would answer it:"), f" {refusal.advice}"))
    if refusal.nearest:
        yield Paragraph("text", (Strong("Nearest passages"),))
    for found in refusal.nearest:
        note = Note(found.document, found.passage.start, found.passage.end)
        yield Paragraph("item", (note.source, note))


def _in_parts(answer: Answer) -> Iterator[Paragraph]:
    for part in answer.parts:
        yield Paragraph("heading", (part.heading,))
        for claim in part.claims:
            is_held = claim.verdict is Verdict.SUPPORTED
            sentence = Paragraph("item", tuple(_sentence(claim, answer)))
            yield sentence if is_held else _doubted(claim, answer)
        if part.note:
            yield Paragraph("text", (f"{part.note}.",))


def _told(answer: Answer) -> Iterator[Paragraph]:
    """What nobody contests: the sentences that are supported run on, the others are apart."""
    running: list[Piece] = []
    for claim in answer.agreed:
        if claim.verdict is Verdict.SUPPORTED:
            running += [*([" "] if running else []), *_sentence(claim, answer)]
            continue
        if running:
            yield Paragraph("text", tuple(running))
            running = []
        yield _doubted(claim, answer)
    if running:
        yield Paragraph("text", tuple(running))


def _side_by_side(disagreement: Disagreement, answer: Answer) -> Iterator[Paragraph]:
    yield Paragraph("text", (Strong(f"{relation_title(disagreement.relation, _LANGUAGE)}:"),))
    for side in disagreement.sides:
        yield Paragraph("item", tuple(_sentence(side, answer)))


def _listed(answer: Answer) -> Iterator[Paragraph]:
    first, *entries = answer.claims
    yield Paragraph("text", tuple(_sentence(first, answer)))
    for entry in entries:
        yield Paragraph("item", tuple(_sentence(entry, answer)))


def _doubted(claim: Claim, answer: Answer) -> Paragraph:
    label = Strong(f"{verdict_label(claim.verdict, _LANGUAGE)}:")
    reasons = f" ({'; '.join(claim.reasons)})" if claim.reasons else ""
    return Paragraph("doubt", (label, " ", *_sentence(claim, answer), reasons))


def _sentence(claim: Claim, answer: Answer) -> Sequence[Piece]:
    elsewhere = {c for other in answer.claims if other is not claim for c in other.citations}
    if len(claim.citations) > _MOST_NOTES and elsewhere.issuperset(claim.citations):
        return [claim.text]
    notes = (
        Note(c.document, c.start, c.end, answer.quote_translations.get(c.number))
        for c in claim.citations
    )
    return [claim.text, *notes]


def _colophon(answer: Answer, asked_on: date) -> str:
    asked = f"Asked of Citedesk on {written_date(asked_on, _LANGUAGE)}"
    if answer.refusal:
        return f"{asked}."
    if answer.understood.intent != "answer":
        return f"{asked}: a complete search, without a language model."
    if answer.form == "timeline":
        return f"{asked}: sentences of the archive, word for word, without a language model."
    confidence = confidence_in_words(answer.confidence, _LANGUAGE)
    supported = supported_count(answer, _LANGUAGE)
    return f"{asked}: {supported}, confidence {confidence}, model {answer.model.llm}."
