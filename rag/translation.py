"""English and Chinese across each other, by the same LLM that answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rag.domain import Language
from rag.models.chat import LanguageModel
from rag.text import detect_language, facts

_LANGUAGES: dict[Language, str] = {"en": "English", "zh": "Simplified Chinese"}
_SYSTEM = (
    "You translate. You never answer. Keep names, numbers and dates exact. Write only the "
    "translation, on one line."
)
_QUESTION_MARKS = ("?", "？")
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

    It must be in the language asked for, on one line, hold the same numbers and names, and be a
    question where the text is one (small models like to answer it instead). A name is either as
    `names` gives it or left as it is: what a model makes of it in another script is a guess.

    Raises:
        LLMFailed: the model could not be reached.
    """
    asks = text.endswith(_QUESTION_MARKS)
    what = "question" if asks else "sentence"
    glossary = "; ".join(f"{here} = {there}" for here, there in names.items())
    user = f"Translate this {what} into {_LANGUAGES[into]} as a {what}"
    if detect_language(text) == "en":
        user += ", leaving the names of people and organisations in Latin letters"
    user += f" (but {glossary}): “{text}”" if glossary else f": “{text}”"
    written = await llm.write(_SYSTEM, user)
    line = re.sub(r"\s+", " ", written.strip().split("\n")[0]).strip('"“” ')
    faithful = (
        bool(line)
        and detect_language(line) == into
        and len(line) <= 8 * len(text) + 40
        and line.endswith(_QUESTION_MARKS) == asks
        and set(facts.numbers(line)) == set(facts.numbers(text))
        and all(name in line or _in_other_script(name, names) in line for name in _full_names(text))
    )
    return line if faithful else None


def _full_names(text: str) -> list[str]:
    """Names of several words; single ones (Beijing, Chinese) are mostly places and peoples."""
    return [name.removeprefix("The ") for name in facts.names(text) if " " in name]


def _in_other_script(name: str, names: Mapping[str, str]) -> str:
    return next((there for here, there in names.items() if here.endswith(name)), name)
