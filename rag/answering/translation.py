"""English and Chinese across each other, by the same LLM that answers."""

from __future__ import annotations

import re

from rag.answering import facts
from rag.domain import Language
from rag.models.chat import LanguageModel
from rag.text import detect_language

_NAMES: dict[Language, str] = {"en": "English", "zh": "Simplified Chinese"}
_SYSTEM = (
    "You are a translator. Translate the user's text into {language}. Keep names, numbers and "
    "dates exact. Write only the translation, on one line."
)


async def translate(text: str, into: Language, llm: LanguageModel) -> str | None:
    """Translate one sentence; None if what came back is not a translation that can be trusted.

    It must be in the language asked for, on one line, and hold the same numbers.

    Raises:
        LLMFailed: the model could not be reached.
    """
    written = await llm.write(_SYSTEM.format(language=_NAMES[into]), text)
    line = re.sub(r"\s+", " ", written.strip().split("\n")[0]).strip('"“” ')
    if not line or detect_language(line) != into or len(line) > 8 * len(text) + 40:
        return None
    if set(facts.numbers(line)) != set(facts.numbers(text)):
        return None
    return line
