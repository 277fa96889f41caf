"""Answers, search results and documents as the plain JSON objects that leave Citedesk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.domain import (
    Answer,
    Citation,
    Claim,
    Document,
    Publication,
    Refusal,
    RetrievedPassage,
    SearchResult,
    UnderstoodQuestion,
)
from rag.links import document_path

if TYPE_CHECKING:
    from rag.library import DocumentSummary


def answer_to_json(answer: Answer, identifier: str | None, site: str) -> dict[str, Any]:
    """One answer; `site` is the address of the chat, e.g. "http://127.0.0.1:7860".

    The sides of a disagreement and the claims of a part are told by their places among the claims,
    from 0.
    """
    return {
        "id": identifier,
        "question": answer.question,
        "understood": understood_to_json(answer.understood),
        "answer": answer.text,
        "claims": [_claim(claim) for claim in answer.claims],
        "disagreements": [
            {
                "relation": disagreement.relation,
                "claims": [answer.claims.index(side) for side in disagreement.sides],
            }
            for disagreement in answer.disagreements
        ],
        "form": answer.form,
        "parts": _parts(answer),
        "citations": [
            _citation(citation, site, answer.quote_translations.get(citation.number))
            for citation in answer.citations
        ],
        "refusal": _refusal(answer.refusal) if answer.refusal else None,
        "confidence": round(answer.confidence, 3),
        "timings_ms": {
            "retrieve": _rounded(answer.timings.retrieve_ms),
            "first_token": _rounded(answer.timings.first_token_ms),
            "verify": _rounded(answer.timings.verify_ms),
            "total": _rounded(answer.timings.total_ms),
        },
        "model": {"llm": answer.model.llm, "embedder": answer.model.embedder},
        "notices": list(answer.notices),
        "follow_ups": list(answer.follow_ups),
    }


def result_to_json(
    understood: UnderstoodQuestion, result: SearchResult, identifier: str | None
) -> dict[str, Any]:
    """One search: how the question was read, and the passages found, best first."""
    return {
        "id": identifier,
        "question": understood.asked,
        "understood": understood_to_json(understood),
        "notes": list(result.notes),
        "results": [_result(found) for found in result.passages],
    }


def understood_to_json(understood: UnderstoodQuestion) -> dict[str, Any]:
    """How a question was read; days are ISO dates, an open end of a period is null."""
    filters, meant = understood.filters, understood.period
    return {
        "question": understood.question,
        "translation": understood.translation,
        "period": meant
        and {
            "first": _day(meant.period.first),
            "last": _day(meant.period.last),
            "words": meant.words,
            "explanation": meant.explanation,
        },
        "filters": {
            "since": _day(filters.since),
            "until": _day(filters.until),
            "outlets": list(filters.outlets),
            "authors": list(filters.authors),
            "languages": list(filters.languages),
            "collections": list(filters.collections),
        },
        "intent": understood.intent,
        "subject": understood.subject,
    }


def _day(day: date | None) -> str | None:
    return None if day in {None, date.min, date.max} else day.isoformat()


def summary_to_json(summary: DocumentSummary, copies: int) -> dict[str, Any]:
    """A document without its text; `copies` is how many others tell the same story."""
    return {
        "id": summary.id,
        "title": summary.title,
        **_publication(summary.publication),
        "path": summary.path,
        "passages": summary.passages,
        "copies": copies,
    }


def document_to_json(document: Document, passages: int, copies: Sequence[str]) -> dict[str, Any]:
    """A document with all that is known of it; `copies` are the ids of its copies.

    Offsets are code points of `text`; `stripped` are the parts of it that are not prose.
    """
    return {
        "id": document.id,
        "title": document.title,
        **_publication(document.publication),
        "path": document.path,
        "passages": passages,
        "copies": list(copies),
        "stripped": [
            {"start": part.span.start, "end": part.span.end, "reason": part.reason}
            for part in document.stripped
        ],
        "page_starts": list(document.page_starts),
        "text": document.text,
    }


def _publication(publication: Publication) -> dict[str, Any]:
    return {
        "outlet": publication.outlet,
        "author": publication.author,
        "published": _day(publication.published),
        "url": publication.url,
        "language": publication.language,
        "provenance": {name: asdict(found) for name, found in publication.provenance.items()},
    }


def _parts(answer: Answer) -> list[dict[str, Any]]:
    """The rows in order; they share out the claims one after the other."""
    parts: list[dict[str, Any]] = []
    start = 0
    for part in answer.parts:
        end = start + len(part.claims)
        claims = list(range(start, end))
        parts.append({"heading": part.heading, "claims": claims, "note": part.note})
        start = end
    return parts


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "verdict": claim.verdict.value,
        "reasons": list(claim.reasons),
        "citations": [citation.number for citation in claim.citations],
    }


def _citation(citation: Citation, site: str, translation: str | None) -> dict[str, Any]:
    document = citation.document
    return {
        "number": citation.number,
        "document_id": document.id,
        "passage_id": citation.passage_id,
        **_source(document),
        "author": document.publication.author,
        "link": site + document_path(document.id, citation.start, citation.end),
        "page": citation.page,
        "quote": citation.quote,
        "quote_translation": translation,
        "start": citation.start,
        "end": citation.end,
    }


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {
        "reason": refusal.reason,
        "message": refusal.message,
        "advice": refusal.advice,
        "nearest": [_result(found) for found in refusal.nearest],
    }


def _result(found: RetrievedPassage) -> dict[str, Any]:
    return {
        "rank": found.rank,
        "score": round(found.score, 4),
        "document_id": found.document.id,
        "passage_id": found.passage.id,
        "story": found.story,
        **_source(found.document),
        "text": found.passage.text,
        "start": found.passage.start,
        "end": found.passage.end,
    }


def _source(document: Document) -> dict[str, Any]:
    publication = document.publication
    return {
        "title": document.title,
        "outlet": publication.outlet,
        "published": _day(publication.published),
        "url": publication.url,
    }


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 1)
