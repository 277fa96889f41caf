"""English and Chinese across each other, by the same LLM that answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rag.answering import facts
from rag.domain import Language
from rag.models.chat import LanguageModel
from rag.text import detect_language

_LANGUAGES: dict[Language, str] = {"en": "English", "zh": "Simplified Chinese"}
_SYSTEM = (
    "You are a translator. Translate the user's text into {language}. Keep names, numbers and "
    "dates exact. Write only the translation, on one line."
)
_HAN_NAME = r"[\u4e00-\u9fff·]{2,}"
_LATIN_NAME = r"[A-Z][\w.’'-]*(?: (?:[a-z]+ ){0,2}[A-Z][\w.’'-]*)*|[a-z]+ [a-z]+"
# How an archive links a name in both scripts: "Lu Wei (鲁炜)", "Jack Ma: 马云", "马云（Jack Ma）".
_LINKED = re.compile(
    rf"(?P<latin>{_LATIN_NAME})\W{{0,3}}[(（:：]\s*(?P<han>{_HAN_NAME})"
    rf"|(?P<han_first>{_HAN_NAME})\s*[(（:：]\s*(?P<latin_second>{_LATIN_NAME})"
)


def linked_names(text: str, sources: Iterable[str]) -> dict[str, str]:
    """The names of a text that the sources give in the other script as well: as written -> there.

    A translator that guesses turns 马云 into anybody; what the archive itself links is no guess.
    """
    linked: dict[str, str] = {}
    for source in sources:
        for match in _LINKED.finditer(source):
            latin = match["latin"] or match["latin_second"]
            han = match["han"] or match["han_first"]
            for here, there in ((han, latin), (latin, han)):
                if here in text:
                    linked.setdefault(here, there)
    return linked


async def translate(
    text: str, into: Language, llm: LanguageModel, names: Mapping[str, str]
) -> str | None:
    """Translate one sentence; None if what came back is not a translation that can be trusted.

    It must be in the language asked for, on one line, hold the same numbers, and use `names` as
    they are given.

    Raises:
        LLMFailed: the model could not be reached.
    """
    glossary = "; ".join(f"{here} = {there}" for here, there in names.items())
    system = _SYSTEM.format(language=_LANGUAGES[into])
    written = await llm.write(f"{system} Names: {glossary}." if glossary else system, text)
    line = re.sub(r"\s+", " ", written.strip().split("\n")[0]).strip('"“” ')
    if not line or detect_language(line) != into or len(line) > 8 * len(text) + 40:
        return None
    if set(facts.numbers(line)) != set(facts.numbers(text)):
        return None
    return line
