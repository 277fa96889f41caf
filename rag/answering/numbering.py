"""The numbers under which an answer's citations stand."""

from __future__ import annotations

from rag.answering.verification.spans import Evidence
from rag.domain import Citation


class CitationNumbers:
    """Numbers spans from 1 in the order in which an answer first uses them."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def cite(self, evidence: Evidence) -> tuple[Citation, ...]:
        cited = []
        for document, passage, span in evidence.spans:
            key = (document.id, span.start, span.end)
            number = len(self._citations) + 1
            cited.append(
                self._citations.setdefault(
                    key, Citation(number, document, passage.id, span.start, span.end)
                )
            )
        return tuple(dict.fromkeys(cited))
