"""What a refusal says, in English and Chinese: why there is no answer, and what would give one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rag.domain import (
    Document,
    Language,
    Refusal,
    RefusalReason,
    RetrievedPassage,
    UnderstoodQuestion,
)
from rag.text import detect_language

_NEAREST = 3


class _Said(NamedTuple):
    """What a reason's sentences are; {words} in them are filled in."""

    message: str
    advice: str


_ENGLISH: Mapping[RefusalReason, _Said] = {
    "empty_library": _Said("The library holds no documents yet.", "Run: citedesk index FOLDER"),
    "nothing_admitted": _Said(
        "No document of the archive lies within the filters that are set.",
        "Widen a filter, or remove it.",
    ),
    "not_covered": _Said(
        "Nothing that was found in the archive mentions {subjects}.",
        "A document that speaks of {subjects} would help.",
    ),
    "outside_period": _Said(
        "The question is about {asked}; what was found in the archive speaks of {covered}.",
        "A document about {asked} would help.",
    ),
    "excluded": _Said(
        "Only what the filters leave out seems to answer this: {source}.",
        "Remove the filter to ask it.",
    ),
    "not_in_sources": _Said(
        "The archive does not answer this question, as far as Citedesk can find.",
        "A document that says so, or the same asked in other words.",
    ),
    "not_supported": _Said(
        "An answer was written, but no sentence of it could be confirmed in the sources ({fault}).",
        "A document that says so, or the same asked in other words.",
    ),
    "false_premise": _Said(
        "The question assumes something else than the source says: {difference}.",
        "Ask without it; the nearest passages show what the source says.",
    ),
    "other_speaker": _Said(
        "{speaker}, not {asked}, said what comes closest.", "Ask what {speaker} said."
    ),
    "low_confidence": _Said(
        "What comes closest may not answer exactly this question (confidence {confidence:.0%};"
        " {threshold:.0%} is the least that is shown).",
        "Read the nearest passages, or lower verification.threshold.",
    ),
}
_CHINESE: Mapping[RefusalReason, _Said] = {
    "empty_library": _Said("资料库中还没有文档。", "请运行：citedesk index 文件夹"),
    "nothing_admitted": _Said("没有文档符合所设的筛选条件。", "请放宽或移除筛选条件。"),
    "not_covered": _Said(
        "档案中找到的内容都没有提到{subjects}。", "需要一份谈到{subjects}的文档。"
    ),
    "outside_period": _Said(
        "问题问的是{asked}；档案中找到的内容谈的是{covered}。", "需要一份关于{asked}的文档。"
    ),
    "excluded": _Said("似乎只有被筛选条件排除的来源能回答：{source}。", "移除筛选条件后可再问。"),
    "not_in_sources": _Said(
        "就Citedesk所能找到的，档案没有回答这个问题。", "一份说到此事的文档，或换一种问法。"
    ),
    "not_supported": _Said(
        "写出了一个回答，但其中没有一句能在来源中得到证实（{fault}）。",
        "一份说到此事的文档，或换一种问法。",
    ),
    "false_premise": _Said(
        "问题所假定的与来源所说的不同：{difference}。", "请去掉这一假定再问；见最接近的段落。"
    ),
    "other_speaker": _Said("最接近的话出自{speaker}，而非{asked}。", "请问{speaker}说了什么。"),
    "low_confidence": _Said(
        "最接近的内容可能并未准确回答这个问题（可信度{confidence:.0%}，至少需要{threshold:.0%}）。",
        "请阅读最接近的段落，或调低 verification.threshold。",
    ),
}
_SAID: Mapping[Language, Mapping[RefusalReason, _Said]] = {"en": _ENGLISH, "zh": _CHINESE}
_OR: Mapping[Language, str] = {"en": " or ", "zh": "或"}
_SEARCHED_AS: Mapping[Language, str] = {
    "en": " It was searched as “{}”.",
    "zh": "检索时所用的问句是：“{}”",
}


def refuse(
    reason: RefusalReason,
    understood: UnderstoodQuestion,
    nearest: Sequence[RetrievedPassage] = (),
    **said: object,
) -> Refusal:
    """A refusal in the question's language, with the first of the nearest passages.

    `said`: what the reason's sentences speak of, by name.
    """
    language = detect_language(understood.asked)
    message, advice = (text.format(**said) for text in _SAID[language][reason])
    if nearest and understood.translation:
        message += _SEARCHED_AS[language].format(understood.translation)
    return Refusal(reason, message, tuple(nearest[:_NEAREST]), advice)


def named(document: Document) -> str:
    """“A headline” (The Daily Planet, 2017-12-04)."""
    publication = document.publication
    about = ", ".join(str(part) for part in (publication.outlet, publication.published) if part)
    return f"“{document.title}”" + (f" ({about})" if about else "")


def either(subjects: Iterable[str], language: Language) -> str:
    """“HSBC” or “2019”."""
    return _OR[language].join(f"“{subject}”" for subject in subjects)
