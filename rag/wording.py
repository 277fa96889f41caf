"""How verdicts, refusals, disagreements, days and filters are put into words in either language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rag.domain import (
    Answer,
    Filters,
    Language,
    Period,
    RefusalReason,
    Relation,
    Verdict,
)

_REFUSAL_TITLES: Mapping[Language, Mapping[RefusalReason, str]] = {
    "en": {
        "empty_library": "The archive is empty",
        "nothing_admitted": "Nothing within the filters",
        "not_covered": "Not covered by the archive",
        "outside_period": "Outside the time that the archive covers",
        "excluded": "Only in sources that the filters leave out",
        "not_in_sources": "Not answered by the sources",
        "not_supported": "Not supported by the sources",
        "false_premise": "The sources do not say what the question assumes",
        "other_speaker": "Said by somebody else",
        "low_confidence": "Not certain enough to be shown",
    },
    "zh": {
        "empty_library": "档案是空的",
        "nothing_admitted": "筛选条件之内没有文档",
        "not_covered": "档案没有谈到",
        "outside_period": "超出档案涵盖的时间",
        "excluded": "只见于被筛选条件排除的来源",
        "not_in_sources": "来源没有回答",
        "not_supported": "来源不能证实",
        "false_premise": "来源所说的并非问题所假定的",
        "other_speaker": "说这话的另有其人",
        "low_confidence": "可信度不足，不予显示",
    },
}
_RELATION_TITLES: Mapping[Language, Mapping[Relation, str]] = {
    "en": {
        "contradicts": "The sources contradict each other",
        "updates": "A later source updates an earlier one",
        "differs": "The sources differ",
    },
    "zh": {
        "contradicts": "来源相互矛盾",
        "updates": "较晚的来源更新了较早的说法",
        "differs": "来源说法不一",
    },
}
_VERDICT_LABELS: Mapping[Language, Mapping[Verdict, str]] = {
    "en": {verdict: verdict.value.capitalize() for verdict in Verdict},
    "zh": {
        Verdict.SUPPORTED: "来源支持",
        Verdict.PARTLY: "来源部分支持",
        Verdict.UNSUPPORTED: "没有来源支持",
        Verdict.CONTRADICTED: "与来源矛盾",
    },
}

VERDICT_SIGNS = {
    Verdict.SUPPORTED: "✓",
    Verdict.PARTLY: "◐",
    Verdict.UNSUPPORTED: "?",
    Verdict.CONTRADICTED: "✕",
}
"""For the eye, beside the verdict's name: nobody has to tell them apart by colour."""

# Below medium lies what is not shown by default (`verification.threshold`).
_HIGH, _MEDIUM = 0.75, 0.5

_LANGUAGE_NAMES_IN_CHINESE: Mapping[Language, str] = {"en": "英文", "zh": "中文"}


def refusal_title(reason: RefusalReason, language: Language) -> str:
    """ "Not covered by the archive"."""
    return _REFUSAL_TITLES[language][reason]


def relation_title(relation: Relation, language: Language) -> str:
    """ "The sources contradict each other"."""
    return _RELATION_TITLES[language][relation]


def verdict_label(verdict: Verdict, language: Language) -> str:
    """ "Partly supported"."""
    return _VERDICT_LABELS[language][verdict]


def written_date(day: date, language: Language) -> str:
    """ "21 November 2014", "2014年11月21日"."""
    return Period(day, day).in_chinese if language == "zh" else f"{day.day} {day:%B %Y}"


def written_period(period: Period, language: Language) -> str:
    """ "November 2014", "2014年11月"."""
    return period.in_chinese if language == "zh" else str(period)


def confidence_in_words(confidence: float, language: Language) -> str:
    """ "high (0.87)", "高（0.87）"."""
    level = 0 if confidence >= _HIGH else 1 if confidence >= _MEDIUM else 2
    if language == "zh":
        return f"{'高中低'[level]}（{confidence:.2f}）"
    return f"{('high', 'medium', 'low')[level]} ({confidence:.2f})"


def supported_count(answer: Answer, language: Language) -> str:
    """ "2 of 3 sentences supported", "3句中有2句得到来源支持"."""
    supported = sum(claim.verdict is Verdict.SUPPORTED for claim in answer.claims)
    total = len(answer.claims)
    if language == "zh":
        return f"{total}句中有{supported}句得到来源支持"
    return f"{supported} of {total} sentence{'' if total == 1 else 's'} supported"


def written_filters(filters: Filters, language: Language) -> str:
    """ "published since 2016, by SCMP", "2016年以来发表，出自SCMP"; "" for no filter."""
    if language == "en":
        return str(filters)
    parts = []
    if filters.since or filters.until:
        published = Period(filters.since or date.min, filters.until or date.max)
        parts.append(f"{published.in_chinese}发表")
    if filters.outlets:
        parts.append(f"出自{'或'.join(filters.outlets)}")
    if filters.authors:
        parts.append(f"作者为{'或'.join(filters.authors)}")
    if filters.languages:
        parts.append("或".join(_LANGUAGE_NAMES_IN_CHINESE[code] for code in filters.languages))
    if filters.collections:
        parts.append(f"在{'或'.join(filters.collections)}中")
    return "，".join(parts)
