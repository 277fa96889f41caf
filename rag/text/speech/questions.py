"""Whose words a question asks for."""

from __future__ import annotations

import re

from rag.text.speech.chinese import is_chinese, name_in_chinese
from rag.text.speech.people import name_in

_VERB = (
    r"(?:say|said|tell|told|think|thought|promise|promised|claim|claimed|argue|argued|warn|warned|"
    r"call|called|describe|described|believe|believed|write|wrote|written|announce|announced|"
    r"predict|predicted|propose|proposed|suggest|suggested|respond|responded|demand|demanded|urge|"
    r"urged|ask|asked|report|reported|state|stated|comment|commented|mean|vow|vowed|pledge|pledged|"
    r"insist|insisted|declare|declared|explain|explained|note|noted|stress|stressed|criticise|"
    r"criticize|praise|quote|hope|expect|recommend|advise|emphasise|emphasize|admit|add|reply)"
)
_WHO = r"(?P<who>[^?,:;]{1,80}?)"
_ASKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]ccording to {_WHO}(?=[,?]|$| (?:what|who|when|why|how|did|does|is|was|were)\b)",
        rf"\b(?:[Dd]id|[Dd]oes|[Dd]o|[Hh]as|[Hh]ave|[Hh]ad) {_WHO}(?:, [^?,]{{1,60}},)? "
        rf"(?:(?:also|ever|really|actually|publicly|then|not) )?{_VERB}\b",
        rf"\b(?:said|told|claimed|written|promised|announced|described) by {_WHO}"
        r"(?=[,?]|$| (?:about|in|on|at|to|as|when)\b)",
        r"\b(?P<who>[A-ZÀ-Þ][\w-]*(?: [A-ZÀ-Þ][\w-]*){0,4})['’]s? (?:own )?(?:views?|opinions?|"
        r"position|stance|answer|response|reaction|argument|message|predictions?|warnings?|promises?|"
        r"comments?|words|remarks)\b",
    )
)
_NOT_A_SPEAKER = re.compile(
    r"\b(?:to|do|that|who|which|whom|anyone|anybody|someone|somebody|people|they|it|you|we|he|she|"
    r"I|there|this|these|everyone)\b"
)
_SAYING = (
    "怎么看|如何看待|怎么评价|如何评价|有什么看法|有何看法|怎么说|如何说|说了什么|说过什么|说了些什么|说什么|"
    "是否说过|有没有说过|认为|表示|承诺|宣布|警告|强调|指出|提出|呼吁|批评"
)
_ASKED_IN_CHINESE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:根据|按照|据)(?P<who>[^，。？?]{1,20}?)(?:的?(?:说法|报道|介绍|看法|观点)|称|说)?[，,]",
        rf"^(?:请问)?(?P<who>[^，。？?]{{1,20}}?)(?:是?(?:在|于|对|就)[^？?]{{1,40}}?)?(?:{_SAYING})",
        r"^(?:请问)?(?P<who>[^，。？?]{1,20}?)对[^？?]{1,40}?的?(?:看法|态度|评价|立场|回应)",
    )
)
_ASKS_WHO = re.compile("谁|哪位|哪个|哪家|什么人|什么|哪些|为什么|多少|何时|哪年")


def asked_speaker(question: str) -> str | None:
    """The speaker whose words a question asks for, as it names them; None: it asks for none's.

    "What did Tim Cook say about China?", "According to Freedom House, ...", 马云对监管怎么看？ A
    question for the speaker ("Who said that ...?") names none.
    """
    if is_chinese(question):
        return _asked_in_chinese(question)
    for pattern in _ASKED:
        asked = pattern.search(question)
        if asked and not _NOT_A_SPEAKER.search(asked["who"]):
            return name_in(asked["who"].strip()) or None
    return None


def _asked_in_chinese(question: str) -> str | None:
    for pattern in _ASKED_IN_CHINESE:
        asked = pattern.search(question)
        if asked and not _ASKS_WHO.search(asked["who"]):
            return name_in_chinese(asked["who"]) or None
    return None
