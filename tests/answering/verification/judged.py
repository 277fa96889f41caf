"""One sentence as evidence, and what is found when a claim is held against it."""

from __future__ import annotations

from rag.answering.verification.checks import find_faults
from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.domain import Span
from tests.sources import document, passage_of


def beside(sentence: str, before: str = "", title: str = "", text: str = "") -> Evidence:
    """The sentence as the core of an evidence; `text` is the whole document, if it is longer."""
    source = document(text or f"{before} {sentence}".strip(), title=title, outlet=None)
    span = Span(source.text.index(before or sentence), source.text.index(sentence) + len(sentence))
    return Evidence(((source, passage_of(source), span),), core=sentence, before=before)


def faults(claim: str, sentence: str, before: str = "", title: str = "") -> tuple[Fault, ...]:
    return find_faults(claim, beside(sentence, before, title))


def kinds(claim: str, sentence: str) -> set[str]:
    return {fault.kind for fault in faults(claim, sentence)}


def phrases(claim: str, sentence: str) -> str:
    return "; ".join(fault.phrase for fault in faults(claim, sentence))
