"""An answer as text for programs: its sentences with markers, and where each marker stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.domain import Answer, Citation, Claim, Verdict
from rag.text import detect_language
from rag.wording import relation_title, verdict_label

# What a program that shows Markdown would load or link to: an image, a link, a tag. Escaped, it is
# only text, as it was in the document.
_ACTIVE = re.compile(r"(?<=!)\[|(?<=\])[(\[]|<(?=[A-Za-z/!?])")


@dataclass(frozen=True, slots=True)
class Marker:
    """Where a citation is marked: `text[start:end]` is "[3]", or "[1]–[12]" for a long run."""

    citation: Citation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """The text in the pieces that can be sent one by one; offsets are code points of the whole."""

    pieces: tuple[str, ...]
    markers: tuple[Marker, ...]

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def written(answer: Answer) -> Written:
    """The answer's text, or the refusal's message.

    It is `answer.text` laid out: lists, the sides of a disagreement and the rows of a comparison
    have lines of their own, and a sentence that is not fully supported says so after its markers.
    """
    if answer.refusal:
        return Written((answer.refusal.message,), ())
    pieces: list[str] = []
    markers: list[Marker] = []
    length = 0
    before = ""
    for item in _laid_out(answer):
        if isinstance(item, str):
            before += item
            continue
        text = (before if pieces else before.lstrip()) + _inert(item.text)
        markers += _markers(item, length + len(text))
        pieces.append(text + item.marked_text.removeprefix(item.text) + _doubt(item, answer))
        length += len(pieces[-1])
        before = ""
    return Written((*pieces, before) if before else tuple(pieces), tuple(markers))


def _laid_out(answer: Answer) -> Iterator[str | Claim]:
    """The claims in their order, and what stands between them."""
    if answer.parts:
        for part in answer.parts:
            yield f"\n\n{_inert(part.heading)}:"
            yield from _each(" ", part.claims)
            if part.note:
                yield f" {part.note}"
        return
    told = answer.agreed[:1] if answer.understood.intent != "answer" else answer.agreed
    yield from _each(" ", told)
    yield from _each("\n- ", answer.agreed[len(told) :])
    for disagreement in answer.disagreements:
        yield f"\n\n{relation_title(disagreement.relation, detect_language(answer.question))}:"
        yield from _each("\n- ", disagreement.sides)


def _each(separator: str, claims: tuple[Claim, ...]) -> Iterator[str | Claim]:
    for claim in claims:
        yield separator
        yield claim


def _markers(claim: Claim, start: int) -> Iterator[Marker]:
    """Where the claim's citations are marked, if its markers begin at `start`."""
    for ends in claim.markers:
        end = start + len("–".join(f"[{citation.number}]" for citation in ends))
        for citation in claim.citations:
            if ends[0].number <= citation.number <= ends[-1].number:
                yield Marker(citation, start, end)
        start = end


def _doubt(claim: Claim, answer: Answer) -> str:
    if claim.verdict is Verdict.SUPPORTED:
        return ""
    label = verdict_label(claim.verdict, detect_language(answer.question))
    return f" ({': '.join(filter(None, (label, '; '.join(claim.reasons))))})"


def _inert(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", text)
