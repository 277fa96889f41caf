"""Answers to export: one sentence a quote, whatever the quote holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.domain import (
    Answer,
    Citation,
    Claim,
    Document,
    ModelNames,
    Refusal,
    Timings,
    UnderstoodQuestion,
    Verdict,
)
from rag.exporting.transcript import Reply, Transcript
from tests.sources import document

ASKED_ON = date(2026, 11, 22)


def quoting(
    quotes: Sequence[str], title: str = "T", outlet: str | None = "The Daily Planet"
) -> tuple[Document, Transcript]:
    """A document in which the quotes stand one after the other, and an answer that quotes them."""
    text, citations = "Before. ", []
    starts = []
    for quote in quotes:
        starts.append(len(text))
        text += f"{quote} — "
    source = document(text, "2017/keynote 中文.md", title, outlet)
    citations = [
        Citation(number, source, f"{source.id}#0", start, start + len(quote))
        for number, (start, quote) in enumerate(zip(starts, quotes, strict=True), start=1)
    ]
    claims = [
        Claim(f"Sentence {citation.number}.", (citation,), Verdict.SUPPORTED, ())
        for citation in citations
    ]
    return source, transcript(answer(claims))


def transcript(*answers: Answer) -> Transcript:
    return Transcript(tuple(Reply(answer, ASKED_ON) for answer in answers))


def answer(
    claims: Sequence[Claim], refusal: Refusal | None = None, question: str = "Who spoke?"
) -> Answer:
    return Answer(
        understood=UnderstoodQuestion(question, question),
        claims=tuple(claims),
        retrieved=(),
        refusal=refusal,
        timings=Timings(1, 2, 3),
        model=ModelNames("qwen", "minilm"),
        confidence=0.0 if refusal else 0.82,
    )
