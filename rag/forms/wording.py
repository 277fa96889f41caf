"""What the forms of an answer say by themselves, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.domain import Claim, Language, RefusalReason, UnderstoodQuestion
from rag.models.chat import LanguageModel
from rag.text import detect_language

VERBATIM_NOTICE = (
    "No language model was used: these are the sentences of the archive that come closest, "
    "word for word."
)

_NO_COVERAGE: Mapping[Language, str] = {"en": "No coverage", "zh": "没有报道"}
_UNKNOWN_OUTLET: Mapping[Language, str] = {"en": "Outlet unknown", "zh": "来源不详"}
_NO_ANSWER: Mapping[Language, Mapping[RefusalReason, str]] = {
    "en": {
        "outside_period": "No coverage of that time",
        "not_in_sources": "No coverage: what was found does not answer this",
        "not_supported": "An answer was written and could not be confirmed in its articles",
        "false_premise": "Its articles do not say what the question assumes",
        "other_speaker": "In its articles somebody else says it",
        "low_confidence": "Not certain enough to be shown",
    },
    "zh": {
        "outside_period": "没有关于该时间的报道",
        "not_in_sources": "没有报道：找到的内容没有回答这个问题",
        "not_supported": "写出的回答未能在其文章中得到证实",
        "false_premise": "其文章所说与问题所假定的不同",
        "other_speaker": "在其文章中，说这话的另有其人",
        "low_confidence": "不够确定，未予显示",
    },
}
_MORE_OUTLETS: Mapping[Language, str] = {
    "en": "Of the {} outlets in which something was found, the {} that come closest are compared."
    " Filter by outlet to compare others.",
    "zh": "共在{}家媒体中找到内容，此处比较其中最接近的{}家。如需比较其他媒体，请按来源筛选。",
}
_MORE_ROWS: Mapping[Language, str] = {
    "en": "Of {} dates, the timeline shows the {} that come closest to the question.",
    "zh": "共有{}个日期，时间线列出其中最接近问题的{}个。",
}
_TIMELINE: Mapping[Language, str] = {
    "en": "These are the archive's own sentences, word for word, each under the date that it names;"
    " “on Tuesday” or “last year” is meant as of the day of publication.",
    "zh": "以下均为档案原文，按文中所提日期排列；“周二”“去年”等以文章发表之日推算。",
}


def language_of(understood: UnderstoodQuestion) -> Language:
    """The language that the reader asks in."""
    return detect_language(understood.asked)


def verbatim_notice(llm: LanguageModel | None, claims: Sequence[Claim]) -> list[str]:
    """What must be said of claims that no language model wrote."""
    return [VERBATIM_NOTICE] if llm is None and claims else []


def no_coverage(language: Language) -> str:
    return _NO_COVERAGE[language]


def no_answer(reason: RefusalReason, language: Language) -> str:
    """Why a row has no claim, in a few words."""
    return _NO_ANSWER[language].get(reason, _NO_COVERAGE[language])


def unknown_outlet(language: Language) -> str:
    return _UNKNOWN_OUTLET[language]


def more_outlets(found: int, compared: int, language: Language) -> list[str]:
    """That not all outlets are compared; [] where they are."""
    return [_MORE_OUTLETS[language].format(found, compared)] if found > compared else []


def timeline_notices(found: int, shown: int, language: Language) -> list[str]:
    """What the rows of a timeline are, and that not all dates have one, where that is so."""
    more = [_MORE_ROWS[language].format(found, shown)] if found > shown else []
    return [_TIMELINE[language], *more]
