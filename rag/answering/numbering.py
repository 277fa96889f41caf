"""The numbers under which an answer's citations stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rag.answering.verification.spans import Evidence
from rag.domain import Citation, Claim


class CitationNumbers:
    """Numbers spans from 1 in the order in which an answer first uses them."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def cite(self, evidence: Evidence) -> tuple[Citation, ...]:
        return self._numbered(
            Citation(1, document, passage.id, span.start, span.end)
            for document, passage, span in evidence.spans
        )

    def renumber(self, claim: Claim) -> Claim:
        """A claim that was numbered elsewhere, with the numbers that its citations have here."""
        return replace(claim, citations=self._numbered(claim.citations))

    def _numbered(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """Each span once; what number it had does not matter."""
        cited = []
        for citation in citations:
            key = (citation.document.id, citation.start, citation.end)
            number = len(self._citations) + 1
            cited.append(self._citations.setdefault(key, replace(citation, number=number)))
        return tuple(dict.fromkeys(cited))
