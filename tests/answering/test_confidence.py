"""Confidence rises with what the judge says and falls with what the sources do not speak of."""

from rag.answering.confidence import confidence
from rag.answering.verification.spans import Evidence
from rag.domain import Span
from tests.sources import document, passage_of

SOURCE = document("Jack Ma founded Alibaba in Hangzhou.", "alibaba.md", "Alibaba")
SPAN = Evidence(((SOURCE, passage_of(SOURCE), Span(0, len(SOURCE.text))),), SOURCE.text)


def test_without_a_judge_it_is_the_share_of_the_question_that_the_sources_speak_of() -> None:
    assert confidence("Who founded Alibaba?", [SPAN]) == 1.0
    assert 0 < confidence("Who founded Alibaba's bank in Shanghai?", [SPAN]) < 1


def test_it_rises_with_what_the_judge_says() -> None:
    sure, unsure, no = (
        confidence("Who founded Alibaba?", [SPAN], answers) for answers in (0.95, 0.7, 0.1)
    )
    assert 1 > sure > unsure > no > 0


def test_nothing_said_is_no_confidence() -> None:
    assert confidence("Who?", []) == 0.0
