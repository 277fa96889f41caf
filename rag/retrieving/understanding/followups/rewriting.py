"""A follow-up that the rules leave open, rewritten by the LLM, if it invents nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Language, Turn
from rag.models.chat import LanguageModel
from rag.retrieving.understanding.elements import elements
from rag.text import detect_language, facts, normalise

_TURNS = 2
_ANSWER_CHARS = 300
_LANGUAGES: dict[Language, str] = {"en": "English", "zh": "Simplified Chinese"}
_SYSTEM = (
    "You rewrite follow-up questions so that they can be understood alone. You never answer. "
    "Write only the rewritten question, on one line."
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Chinese shows no names by capitals: a character that is neither known nor grammar may be one's.
_HAN_GRAMMAR = frozenset(
    "的地得了着过在是有和与及对就于为什么谁哪些几多少怎样如何时候里吗呢还也都会要能其被把从到由向"
    "后前中上下间以"
)


async def rewrite(question: str, history: Sequence[Turn], llm: LanguageModel) -> str | None:
    """The question made self-contained; None if what came back cannot be trusted.

    It must be one line, a question, in the language of the question, hold its names and numbers
    and bring in none that neither it nor the turns shown to the model have.

    Raises:
        LLMFailed: the model could not be reached.
    """
    shown = [f"Q: {turn.question}\nA: {turn.answer[:_ANSWER_CHARS]}" for turn in history[-_TURNS:]]
    language = _LANGUAGES[detect_language(question)]
    told = "\n".join(shown)
    written = await llm.write(
        _SYSTEM, f"{told}\n\nRewrite this follow-up as one question in {language}: “{question}”"
    )
    line = written.strip().strip('"“” ')
    return line if _is_faithful(line, question, told) else None


def _is_faithful(line: str, question: str, told: str) -> bool:
    known = f"{told}\n{question}"
    return (
        line.endswith(("?", "？"))
        and "\n" not in line
        and detect_language(line) == detect_language(question)
        and len(line) <= len(known)
        and _names(question) <= _names_held(line, _names(question))
        and _numbers(question) <= _numbers(line) <= _numbers(known)
        and _latin(_names(line)) == _names_held(known, _latin(_names(line)))
        and not set(_HAN.findall(line)) - set(known) - _HAN_GRAMMAR
    )


def _names(text: str) -> set[str]:
    return {normalise(element.words) for element in elements(text) if _is_certain(element.words)}


def _is_certain(words: str) -> bool:
    """A Chinese run that ends in a verb is no name that a rewriting would have to repeat."""
    return words[0].isascii() or any(e.kind != "name" for e in elements(words))


def _latin(names: set[str]) -> set[str]:
    return {name for name in names if name[0].isascii()}


def _names_held(text: str, names: set[str]) -> set[str]:
    held = normalise(text)
    return {name for name in names if name in held}


def _numbers(text: str) -> set[str]:
    return set(facts.numbers(text)) | set(re.findall(r"\d+", text))
