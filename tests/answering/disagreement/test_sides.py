"""How a side reads, and what is contested."""

from __future__ import annotations

from datetime import date

import pytest

from rag.answering.disagreement.sides import Dispute, Side, contested
from rag.answering.verification.spans import evidence_of
from rag.domain import Citation, Claim, Document, Verdict
from tests.sources import document, evidence, passage_of

FIRST = document("Sixty-six people died.", "first.md", outlet="IET", published=date(2017, 12, 4))
SECOND = document("Ninety-three people died.", "second.md", "A report", None, None)
THIRD = document("The roads are open again.", "third.md")


def side(source: Document) -> Side:
    return Side(evidence_of(evidence(source)[0]), ())


def claim(source: Document) -> Claim:
    citation = Citation(1, source, passage_of(source).id, 0, len(source.text))
    return Claim(source.text, (citation,), Verdict.SUPPORTED, ())


def test_a_side_names_outlet_and_date_and_quotes() -> None:
    assert side(FIRST).text == "According to IET (4 December 2017): “Sixty-six people died.”"


def test_a_side_of_an_unknown_outlet_names_the_title_and_no_date() -> None:
    assert side(SECOND).text == "According to “A report”: “Ninety-three people died.”"


def test_a_chinese_side_reads_in_chinese() -> None:
    source = document("地震造成66人遇难。", "zh.md", outlet="新华社", published=date(2022, 9, 6))
    assert side(source).text == "据新华社（2022年9月6日）：“地震造成66人遇难。”"


def test_one_document_alone_does_not_disagree() -> None:
    with pytest.raises(ValueError, match="two sides"):
        Dispute("contradicts", (side(FIRST), side(FIRST)))


def test_only_a_claim_that_rests_on_a_side_is_contested() -> None:
    disagreement = Dispute("contradicts", (side(FIRST), side(SECOND)))
    assert contested(claim(FIRST), [disagreement])
    assert not contested(claim(THIRD), [disagreement])
