"""English and Chinese across each other, by the same LLM that answers."""

from __future__ import annotations

import re
from collections import Counter
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
# Bounded, and begun where a word begins: a page of nothing but capitals is read in linear time.
_HAN_NAME = r"[\u4e00-\u9fff·]{2,20}"
_WORD = r"[A-Z][\w.’'-]{0,40}"
_JOINT = "(?:(?:of|the|and|for|de|van|von) ){0,2}"
_LATIN_NAME = (
    rf"(?<![^\W\u4e00-\u9fff])(?:{_WORD}(?: {_JOINT}{_WORD}){{0,7}}|[a-z]{{1,40}} [a-z]{{1,40}})"
)
# What stands before a name and is no part of it: "Chairman Jack Ma", 阿里巴巴董事局主席马云.
_BEFORE_NAME = re.compile(
    r"^(?:(?:(?:Executive|Vice|Deputy|Prime) )?(?:Chairman|Chairwoman|President|Premier|Minister|"
    r"Director|Secretary|CEO|Professor|(?:Mr|Mrs|Ms|Dr|Prof)\.?) )+"
    r"|^.*(?:主席|总裁|总统|总理|首相|创始人|创办人|首席执行官|董事长|总经理|主任|部长|外长|局长|书记|"
    r"市长|省长|校长|院长|会长|秘书长|委员长|委员|常委|代表|大使|发言人|记者|教授|博士|院士|先生|女士)"
    # Not within the name of a body or an event: 委员会, 人民代表大会, 总统选举.
    r"(?![办府团处室会大选论协级台馆后生节])(?=..)"
)
# How an archive links a name in both scripts: "Lu Wei (鲁炜)", "Jack Ma: 马云", "马云（Jack Ma）".
_LINKED = re.compile(
    rf"(?P<latin>{_LATIN_NAME})\W{{0,3}}[(（:：]\s*(?P<han>{_HAN_NAME})"
    rf"|(?P<han_first>{_HAN_NAME})\s*[(（:：]\s*(?P<latin_second>{_LATIN_NAME})"
)


def linked_names(text: str, sources: Iterable[str]) -> dict[str, str]:
    """The names of a text that the sources give in the other script as well: as written -> there.

    A translator that guesses turns 马云 into anybody; what the archive itself links is no guess.
    Of several names, the one that the sources give most often.
    """
    linked: dict[str, Counter[str]] = {}
    for source in sources:
        for match in _LINKED.finditer(source):
            latin = _BEFORE_NAME.sub("", match["latin"] or match["latin_second"], count=1)
            han = _BEFORE_NAME.sub("", match["han"] or match["han_first"], count=1)
            for here, there in ((han, latin), (latin, han)):
                if here in text:
                    linked.setdefault(here, Counter())[there] += 1
    return {here: found.most_common(1)[0][0] for here, found in linked.items()}


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
