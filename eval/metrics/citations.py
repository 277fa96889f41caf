"""Do the footnotes hold? Measures of the citations of one answer; each is 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from eval.cases import GoldSpan, Groups
from rag.domain import Citation, Claim, Document

Entails = Callable[[str, Sequence[Citation]], bool | None]
"""Whether the cited spans together say what a text says; None: this model cannot judge it."""


def exact_share(citations: Sequence[Citation], documents: Mapping[str, Document]) -> float | None:
    """Share of the citations whose quote is the library's text at their span; must be 1.0.

    `documents` are read afresh from the library. None: there are no citations.
    """
    return _share(
        [
            c.document.id in documents
            and bool(c.quote)
            and documents[c.document.id].text[c.start : c.end] == c.quote
            for c in citations
        ]
    )


def gold_document_share(citations: Sequence[Citation], groups: Groups) -> float | None:
    """Share of the citations that point into a gold document (precision by document).

    None: there are no citations, or no gold documents.
    """
    if not groups:
        return None
    gold = {document for group in groups for document in group}
    return _share([citation.document.id in gold for citation in citations])


def gold_span_share(citations: Sequence[Citation], spans: Sequence[GoldSpan]) -> float | None:
    """Share of the citations that overlap a gold span by a character or more.

    None: there are no citations, or no gold spans.
    """
    if not spans:
        return None
    return _share([any(_overlap(citation, span) for span in spans) for citation in citations])


def citation_recall(claims: Sequence[Claim], entails: Entails) -> float | None:
    """Share of the sentences that their citations together entail; 0 for one without citations.

    ALCE (Gao et al. 2023, section 3.3). Sentences that `entails` cannot judge are left
    out. None: no sentence is left.
    """
    verdicts = [_entailed(claim, entails) for claim in claims]
    return _share([verdict for verdict in verdicts if verdict is not None])


def citation_precision(claims: Sequence[Claim], entails: Entails) -> float | None:
    """Share of the citations that serve their sentence.

    ALCE (Gao et al. 2023): one does not where the sentence has recall 0, or where it does not
    entail the sentence alone and the others do so without it. The citations of a sentence that
    `entails` cannot judge are left out. None: no citation is left (ALCE's code says 0).
    """
    serving: list[bool] = []
    for claim in claims:
        verdicts = [_serves(citation, claim, entails) for citation in claim.citations]
        if None not in verdicts:
            serving += [verdict is True for verdict in verdicts]
    return _share(serving)


def _entailed(claim: Claim, entails: Entails) -> bool | None:
    return entails(claim.text, claim.citations) if claim.citations else False


def _serves(citation: Citation, claim: Claim, entails: Entails) -> bool | None:
    """Whether a citation is relevant to its claim, in ALCE's sense; None: it cannot be judged."""
    together = _entailed(claim, entails)
    if not together or len(claim.citations) == 1:
        return together
    alone = entails(claim.text, (citation,))
    if alone is not False:
        return alone
    others = entails(claim.text, tuple(c for c in claim.citations if c != citation))
    return None if others is None else not others


def _overlap(citation: Citation, span: GoldSpan) -> bool:
    return (
        citation.document.id == span.document
        and citation.start < span.end
        and span.start < citation.end
    )


def _share(outcomes: Collection[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None
