"""Answers come back exactly as they were given, documents and all."""

import zlib
from dataclasses import replace
from datetime import date

import pytest

from rag.conversations.encoding import (
    Undecodable,
    decode_answer,
    decode_context,
    decode_document,
    encode_answer,
    encode_context,
)
from rag.domain import (
    Answer,
    AnswerFinished,
    Context,
    Filters,
    MentionedDate,
    Part,
    Period,
    Span,
    Stripped,
    Turn,
)
from tests.ui.archive import ATTENDED, HELD, SCRIPTS, WHEN, answer
from tests.ui.sources import WUZHEN, found

ANSWERS = {
    question: step.answer
    for question, script in SCRIPTS.items()
    for step in script
    if isinstance(step, AnswerFinished)
}
IN_PARTS = replace(
    answer(WHEN, [HELD, ATTENDED]),
    parts=(Part("SCMP", (HELD, ATTENDED)), Part("新华社", (), "no coverage")),
    form="by_outlet",
    follow_ups=("Who opened it?",),
    confidence=0.1 + 0.2,
)


def brought_back(given: Answer) -> Answer:
    data, documents = encode_answer(given)
    kept = {key: decode_document(zlib.compress(json)) for key, json in documents.items()}
    return decode_answer(data, kept.__getitem__)


@pytest.mark.parametrize("given", [*ANSWERS.values(), IN_PARTS], ids=[*ANSWERS, "in parts"])
def test_an_answer_comes_back_as_it_was(given: Answer) -> None:
    assert brought_back(given) == given


def test_all_that_is_known_of_a_document_comes_back() -> None:
    document = replace(
        WUZHEN, stripped=(Stripped(Span(0, 3), "front matter"),), page_starts=(0, 100)
    )
    mention = MentionedDate(Span(4, 8), date(2014, 1, 1), date(2014, 12, 31), relative=True)
    retrieved = found(document)
    retrieved = replace(retrieved, passage=replace(retrieved.passage, mentions=(mention,)))
    given = answer(WHEN, [HELD], retrieved=[retrieved])
    assert brought_back(given).retrieved == (retrieved,)


def test_a_text_is_kept_once_for_all_places_of_an_answer() -> None:
    data, documents = encode_answer(answer(WHEN, [HELD, ATTENDED]))
    assert len(documents) == 3
    assert WUZHEN.text.encode() not in zlib.decompress(data)


def test_two_versions_of_a_document_are_two() -> None:
    corrected = replace(WUZHEN, title="The first conference")
    given = answer(WHEN, [HELD], retrieved=[found(corrected)])
    assert len(encode_answer(given)[1]) == 2
    assert brought_back(given) == given


def test_a_context_comes_back_without_its_history() -> None:
    given = Context(
        filters=Filters(since=date(2014, 1, 1), outlets=("新华社",), languages=("zh",)),
        form="timeline",
        as_of=date(2016, 2, 29),
        period=Period(date.min, date(2015, 12, 31)),
        understand_period=False,
    )
    told = replace(given, history=(Turn("When?", "In 2014."),))
    assert decode_context(encode_context(told)) == given


@pytest.mark.parametrize("data", [b"", b"garbage", zlib.compress(b'{"claims": 1}')])
def test_what_is_no_answer_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Undecodable):
        decode_answer(data, lambda _: WUZHEN)
    with pytest.raises(Undecodable):
        decode_document(data)
