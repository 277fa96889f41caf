"""Citedesk's own verifier as the entailment model: without an LLM, and the same every time.

It checks numbers, names and speakers as they are written, so it judges only within one language.
What else a sentence says goes by `meaning`, as in answering; without, by the words themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.datasets.records import distinct
from eval.rows import Check
from rag.answering.verification.attribution import best_evidence
from rag.answering.verification.meaning import Meaning
from rag.domain import Citation, Document, EvidenceSentence, Passage, Publication, Span
from rag.text import detect_language, split_sentences


def entailed_by_verifier(
    text: str, citations: Sequence[Citation], meaning: Meaning | None = None
) -> bool | None:
    """Whether the cited spans hold a sentence, as the verifier would find it with them alone.

    Each sentence of a span may be the one that says it, read with those before it in the span;
    each clause of the text may rest on another span. Headings above a span are not seen.
    None: a quote is in another language than the text (or there is none).
    """
    languages = {detect_language(citation.quote) for citation in citations}
    if languages != {detect_language(text)}:
        return None
    offered = [
        sentence
        for citation in citations
        for sentence in _sentences(citation.document, Span(citation.start, citation.end))
    ]
    _, faults = best_evidence(text, offered, (), meaning)
    return not faults


def check_pair(claim: str, evidence: str, meaning: Meaning | None = None) -> Check:
    """What the verifier says of a claim with free text as its only evidence.

    It works as in answering: the text is one untitled document, every sentence of it is offered,
    and each sentence of the claim must be held.
    """
    offered = _sentences(_untitled(evidence), Span(0, len(evidence)))
    sentences = [span.of(claim) for span in split_sentences(claim)] or [claim]
    found = [best_evidence(sentence, (), offered, meaning) for sentence in sentences]
    faults = [fault for _, missing in found for fault in missing]
    return Check(
        supported=not faults,
        reasons=distinct(fault.phrase for fault in faults),
        faults=distinct(fault.kind for fault in faults),
    )


def _sentences(document: Document, span: Span) -> list[EvidenceSentence]:
    """The sentences of a span as evidence; the span is their passage: no more of it is known."""
    passage = Passage(
        id=f"{document.id}#{span.start}",
        document_id=document.id,
        text=span.of(document.text),
        start=span.start,
        end=span.end,
        headings=(),
    )
    return [
        EvidenceSentence(number, document, passage, sentence.start, sentence.end, score=0.0)
        for number, sentence in enumerate(split_sentences(document.text, span), start=1)
    ]


def _untitled(text: str) -> Document:
    return Document(
        id="evidence",
        title="",
        text=text,
        publication=Publication(),
        path="",
        content_hash="",
        content=(Span(0, len(text)),),
    )
