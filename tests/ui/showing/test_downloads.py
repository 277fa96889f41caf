from __future__ import annotations

from base64 import b64decode

import pytest

from rag.domain import AnswerFinished, Context
from rag.exporting.formats import FORMATS, Format
from tests.ui.archive import ATTENDED, HELD, WHEN, ZH, answer
from ui.chat.conversation import Conversation
from ui.showing.downloads import file_of


def finished(*questions: str) -> Conversation:
    conversation = Conversation()
    for question in questions:
        exchange = conversation.begin(question, Context())
        exchange.apply(AnswerFinished(answer(question, [HELD, ATTENDED])))
    return conversation


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_file_has_the_quotes_of_what_it_is_of(form: Format) -> None:
    conversation = finished(WHEN, ZH)
    conversation.begin("What is not answered?", Context())
    for number in (0, None):
        file = file_of(conversation.transcript(number), form.name)
        quotes = {quote.quote for quote in form.read(b64decode(file["data"]))}
        assert len(quotes) == 3
        assert file["name"] == f"When and where was the first conference held{form.suffix}"
        assert file["type"] == form.media_type


def test_an_answer_is_downloaded_once_it_is_finished() -> None:
    conversation = finished(WHEN)
    assert conversation.messages[-1]["content"].count('class="download"') == len(FORMATS)
    conversation.begin(ZH, Context()).stop()
    assert "download" not in conversation.messages[-1]["content"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("首届世界互联网大会何时举行？", "首届世界互联网大会何时举行"),
        ("../../etc/passwd\x00", "etc passwd"),
        ("???", "answer"),
        ("a" * 100, "a" * 60),
    ],
)
def test_a_file_is_named_by_its_question_as_any_file_system_takes_it(
    question: str, name: str
) -> None:
    assert file_of(finished(question).transcript(0), "Markdown")["name"] == f"{name}.md"
