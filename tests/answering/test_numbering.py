"""The numbers of citations where answers are put together."""

from __future__ import annotations

from rag.answering.numbering import CitationNumbers
from rag.domain import Citation, Claim, Verdict
from tests.sources import CROSSROADS, KEYNOTE, document

SOURCE = document(KEYNOTE)


def claim(*spans: tuple[int, int], number: int = 1) -> Claim:
    citations = (
        Citation(place, SOURCE, "keynote.md#0", start, end)
        for place, (start, end) in enumerate(spans, start=number)
    )
    return Claim("It is so.", tuple(citations), Verdict.SUPPORTED, ())


def test_claims_of_several_answers_share_one_row_of_numbers() -> None:
    numbers = CitationNumbers()
    first = numbers.renumber(claim((0, 5), (6, 9)))
    second = numbers.renumber(claim((10, 20), (6, 9)))
    assert [c.number for c in first.citations] == [1, 2]
    assert [(c.number, c.start) for c in second.citations] == [(3, 10), (2, 6)]


def test_the_same_place_in_another_document_is_another_citation() -> None:
    numbers = CitationNumbers()
    numbers.renumber(claim((0, 5)))
    other = Citation(1, document(CROSSROADS, "other.md"), "other.md#0", 0, 5)
    renumbered = numbers.renumber(Claim("It is so.", (other,), Verdict.SUPPORTED, ()))
    assert renumbered.citations[0].number == 2
