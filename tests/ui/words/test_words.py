from __future__ import annotations

import string

import pytest

from ui.words import Word, Words, catalogue, preferred_language


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_both_languages_have_the_same_words() -> None:
    assert catalogue("en").keys() == catalogue("zh").keys()


def forms(word: Word) -> list[str]:
    """The last is the one that has all fields."""
    return [word["one"], word["other"]] if isinstance(word, dict) else [word]


@pytest.mark.parametrize("name", catalogue("en"))
def test_a_word_has_the_same_fields_in_both_languages(name: str) -> None:
    english, chinese = forms(catalogue("en")[name]), forms(catalogue("zh")[name])
    assert fields(english[-1]) == fields(chinese[-1])
    for form in (*english, *chinese):
        assert fields(form) <= fields(english[-1])


def test_a_word_is_said_in_the_language_that_was_asked_for() -> None:
    assert Words("en")("shell.library") == "Library"
    assert Words("zh")("shell.library") == "资料库"


@pytest.mark.parametrize(
    ("accepted", "chosen", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "zh"),
        ("de-DE,de;q=0.9,zh-TW;q=0.5", "", "zh"),
        ("fr", "", "en"),
        ("", "", "en"),
        ("zh-CN", "en", "en"),
        ("en", "../../etc", "en"),
    ],
)
def test_what_the_reader_chose_goes_before_what_the_browser_accepts(
    accepted: str, chosen: str, language: str
) -> None:
    assert preferred_language(accepted, chosen) == language
