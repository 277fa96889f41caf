from __future__ import annotations

from base64 import b64decode
from datetime import date

import pytest

from rag.exporting.formats import FORMATS, Format
from rag.exporting.transcript import Reply, Transcript
from tests.ui.archive import ATTENDED, HELD, WHEN, ZH, answer
from tests.ui.showing.reading import texts_at
from ui.showing.downloads import file_of, render_downloads
from ui.words import Words


def transcript(*questions: str) -> Transcript:
    answers = (answer(question, [HELD, ATTENDED]) for question in questions)
    return Transcript(tuple(Reply(finished, date(2026, 11, 22)) for finished in answers))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_file_has_the_quotes_of_what_it_is_of(form: Format) -> None:
    for whole in (transcript(WHEN), transcript(WHEN, ZH)):
        file = file_of(whole, form.name)
        quotes = {quote.quote for quote in form.read(b64decode(file["data"]))}
        assert len(quotes) == 3
        assert file["name"] == f"When and where was the first conference held{form.suffix}"
        assert file["type"] == form.media_type


@pytest.mark.parametrize(("exchange", "value"), [(3, "3"), (None, "")])
def test_each_format_is_a_form_that_says_of_what_and_as_what(
    exchange: int | None, value: str
) -> None:
    html = render_downloads(exchange, Words("en"))
    assert texts_at(html, "//form/input[@name='exchange']/@value") == [value] * len(FORMATS)
    assert texts_at(html, "//form/input[@name='format']/@value") == [f.name for f in FORMATS]


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
    assert file_of(transcript(question), "Markdown")["name"] == f"{name}.md"
