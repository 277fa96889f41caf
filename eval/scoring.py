"""A reply and the case it answers become a row: what was shown, and what it scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import psutil

from eval.cases import Case, Pair
from eval.metrics.answers import contains_gold, exact_match, holds_any, token_f1
from eval.metrics.citations import (
    Entails,
    citation_precision,
    citation_recall,
    exact_share,
    gold_document_share,
    gold_span_share,
)
from eval.metrics.ranking import (
    average_precision,
    hit_at,
    ndcg_at,
    rank_documents,
    recall_at,
    reciprocal_rank_at,
)
from eval.rows import Check, Row, Scores, ShownAnswer, ShownSentence, ShownSpan
from eval.systems import AskFailed, Found, Reply, Searched
from rag.domain import Citation, Document, Verdict

RECALL_DEPTHS = (1, 5, 10, 20, 100)
ANSWER_DEPTHS = (1, 5, 10)
"""Answering looks at no more passages than these."""
_CHARS_AROUND_A_SPAN = 240


def retrieval_row(system: str, case: Case, searched: Searched) -> Row:
    """What a system found for a case; documents count once, where their first passage stands."""
    retrieved = tuple(passage.document for passage in searched.found)
    scores = ranking_scores(case, retrieved, RECALL_DEPTHS)
    return Row(
        system=system,
        case=case,
        retrieved=retrieved,
        scores={**scores, **_search_times(searched), "memory MB": _memory_mb()},
    )


def answer_row(
    system: str,
    case: Case,
    reply: Reply,
    documents: Mapping[str, Document],
    entails: Mapping[str, Entails],
) -> Row:
    """What a system answered. `documents` are those it cites, read afresh from the library.

    `entails`: who reads the citations, by what their measures' names end in ("", " (judge)").
    """
    retrieved = tuple(passage.document for passage in reply.found)
    ranking: Scores = {}
    if reply.retrieve_ms is not None:
        ranking = ranking_scores(case, retrieved, ANSWER_DEPTHS)
    return Row(
        system=system,
        case=case,
        retrieved=retrieved,
        answer=_shown(reply),
        scores={
            **ranking,
            **_answer_scores(case, reply),
            **_citation_scores(case, reply, documents, entails),
            "confidence": reply.confidence,
            "retrieve ms": reply.retrieve_ms,
            "first token ms": reply.first_token_ms,
            "total ms": reply.total_ms,
            **_verification_times(reply),
            "prompt tokens": reply.prompt_tokens,
            "memory MB": _memory_mb(),
        },
    )


def _search_times(searched: Searched) -> Scores:
    """The two steps of retrieval, and both together: what a reader waits for."""
    steps = [ms for ms in (searched.understand_ms, searched.search_ms) if ms is not None]
    return {
        "understand ms": searched.understand_ms,
        "search ms": searched.search_ms,
        "retrieve ms": sum(steps) if steps else None,
    }


def _verification_times(reply: Reply) -> Scores:
    """What checking took, and that beside all the rest of an answer; a refusal owes no check."""
    if reply.verify_ms is None or reply.refused:
        return {"verify ms": None, "extra time": None}
    rest_ms = reply.total_ms - reply.verify_ms
    extra = reply.verify_ms / rest_ms if rest_ms > 0 else None
    return {"verify ms": reply.verify_ms, "extra time": extra}


def pair_row(system: str, pair: Pair, check: Check, milliseconds: float) -> Row:
    """What a verifier said of a pair, and whether it knows why: where it says, and we know."""
    is_known = pair.fault is not None and bool(check.faults)
    return Row(
        system=system,
        case=pair,
        check=check,
        scores={
            "is supported": float(pair.supported),
            "says supported": float(check.supported),
            "right reason": float(pair.fault in check.faults) if is_known else None,
            "total ms": milliseconds,
        },
    )


def failed_retrieval_row(system: str, case: Case, failure: Exception) -> Row:
    """A crash found nothing."""
    scores = ranking_scores(case, (), RECALL_DEPTHS)
    return Row(system=system, case=case, error=_in_words(failure), scores=scores)


def failed_answer_row(system: str, case: Case, failure: Exception, found: Sequence[Found]) -> Row:
    """A crash is neither an answer nor a refusal: it is wrong whatever was due."""
    retrieved = tuple(passage.document for passage in found)
    nothing = Reply("", (), False, False, (), None, None, None, 0.0, None)
    scores = {
        **ranking_scores(case, retrieved, ANSWER_DEPTHS),
        **_answer_scores(case, nothing),
        "right": 0.0,
    }
    return Row(
        system=system, case=case, retrieved=retrieved, error=_in_words(failure), scores=scores
    )


def failed_check_row(system: str, pair: Pair, failure: Exception) -> Row:
    """A crash is the wrong verdict."""
    scores: Scores = {
        "is supported": float(pair.supported),
        "says supported": float(not pair.supported),
    }
    return Row(system=system, case=pair, error=_in_words(failure), scores=scores)


def _in_words(failure: Exception) -> str:
    # AskFailed quotes its cause.
    return (
        str(failure) if isinstance(failure, AskFailed) else f"{type(failure).__name__}: {failure}"
    )


def ranking_scores(case: Case, retrieved: Sequence[str], depths: Sequence[int]) -> Scores:
    ranked = rank_documents(retrieved)
    gold = case.gold_documents
    grades = {document: case.grades.get(document, 1) for document in gold}
    return {
        **{f"recall@{k}": recall_at(ranked, case.document_groups, k) for k in depths},
        **{f"hit@{k}": hit_at(ranked, gold, k) for k in (1, 5, 10)},
        "MRR@10": reciprocal_rank_at(ranked, gold, 10),
        "nDCG@10": ndcg_at(ranked, grades, 10),
        "MAP": average_precision(ranked, gold),
    }


def _answer_scores(case: Case, reply: Reply) -> Scores:
    # The sentences' own text: the markers [1] of the shown text would count as numbers.
    text = "" if reply.refused else " ".join(claim.text for claim in reply.claims)
    contains = contains_gold(text, case.answer_groups)
    wrong = holds_any(text, case.wrong_answers)
    # A wrong answer beside the right one, each with its source, is what the archive says.
    agreed = " ".join(claim.text for claim in reply.agreed)
    wrong_as_agreed = holds_any(agreed, case.wrong_answers)
    right = float(reply.refused) if case.refusal else contains
    return {
        "contains gold": contains,
        "exact match": exact_match(text, case.answer_groups),
        "F1": token_f1(text, case.answer_groups),
        "wrong answer shown": wrong,
        "wrong answer shown as agreed": wrong_as_agreed,
        "refused": float(reply.refused),
        "should refuse": float(case.refusal),
        "right": 0.0 if wrong_as_agreed else right,
    }


def _citation_scores(
    case: Case,
    reply: Reply,
    documents: Mapping[str, Document],
    entails: Mapping[str, Entails],
) -> Scores:
    claims = reply.claims
    citations = tuple(dict.fromkeys(c for claim in claims for c in claim.citations))
    scores: Scores = {
        "quotes exact": exact_share(citations, documents),
        "right document": gold_document_share(citations, case.document_groups),
        "right span": gold_span_share(citations, case.spans),
        **{f"claims {verdict}": _share_of(verdict, reply) for verdict in Verdict},
    }
    for ending, reader in entails.items():
        scores[f"citation recall{ending}"] = citation_recall(claims, reader)
        scores[f"citation precision{ending}"] = citation_precision(claims, reader)
    return scores


def _share_of(verdict: Verdict, reply: Reply) -> float | None:
    """The share of the sentences that are shown with a verdict; None: nobody checked any."""
    if not (reply.claims and reply.checked):
        return None
    return sum(claim.verdict is verdict for claim in reply.claims) / len(reply.claims)


def _shown(reply: Reply) -> ShownAnswer:
    citations = {c.number: c for claim in reply.claims for c in claim.citations}
    return ShownAnswer(
        refused=reply.refused,
        refusal_reason=reply.refusal_reason,
        text=reply.text,
        sentences=tuple(
            ShownSentence(
                text=claim.text,
                verdict=claim.verdict.value if reply.checked else None,
                reasons=claim.reasons if reply.checked else (),
                citations=tuple(c.number for c in claim.citations),
                contested=claim in reply.contested,
            )
            for claim in reply.claims
        ),
        spans=tuple(_shown_span(citations[number]) for number in sorted(citations)),
    )


def _shown_span(citation: Citation) -> ShownSpan:
    document = citation.document
    publication = document.publication
    around = _CHARS_AROUND_A_SPAN
    return ShownSpan(
        number=citation.number,
        document=document.id,
        title=document.title,
        outlet=publication.outlet,
        published=publication.published.isoformat() if publication.published else None,
        start=citation.start,
        end=citation.end,
        before=document.text[max(0, citation.start - around) : citation.start],
        quote=citation.quote,
        after=document.text[citation.end : citation.end + around],
    )


def _memory_mb() -> float:
    """Resident memory of this process: models, indexes and the systems beside each other."""
    return float(psutil.Process().memory_info().rss) / 1e6
