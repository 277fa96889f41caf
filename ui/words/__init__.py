"""What the interface says, in English and in Chinese.

A word is named "room.name": it stands as `name` in `room.toml` of each language's folder. A word
that counts is a table of `one` and `other`, chosen by its field `n`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rag.domain import Language

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}
"""Each in its own language, as it is offered."""

Word = str | dict[str, str]


class Words:
    """The words of one language; call it with the name of a word and its fields."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._words = catalogue(language)

    def __call__(self, name: str, /, **fields: object) -> str:
        """Raises KeyError: there is no such word, or a field of it is missing."""
        word = self._words[name]
        if isinstance(word, dict):
            word = word["one" if fields["n"] == 1 else "other"]
        return word.format(**fields)


@cache
def catalogue(language: Language) -> Mapping[str, Word]:
    """All words of a language, by name."""
    files = sorted((Path(__file__).parent / language).glob("*.toml"))
    return {
        f"{file.stem}.{name}": word
        for file in files
        for name, word in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def preferred_language(accepted: str, chosen: str = "") -> Language:
    """What the reader `chosen`, else the first known of an Accept-Language header, else English."""
    for wanted in (chosen, *accepted.split(",")):
        code = wanted.strip().partition(";")[0].partition("-")[0].lower()
        if code in LANGUAGE_NAMES:
            return code
    return "en"
