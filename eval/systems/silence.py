"""Whether an unchecked answer says that it has none: systems without a refusal of their own."""

from __future__ import annotations

import re

from rag.text import split_sentences

# English. What the evidence is called, and what it fails to do.
_EVIDENCE = (
    r"(?:contexts?|texts?|passages?|articles?|documents?|sources?|excerpts?|paragraphs?|snippets?"
    r"|information|materials?|content|search results|files?)"
)
_THE_EVIDENCE = rf"(?:the|this|these|your|provided|given)\s(?:[\w-]+\s){{0,3}}?{_EVIDENCE}"
# "the information provided above" is evidence; "the information office" is not.
_WHICH = r"(?:provided|given|available|above|here|itself|alone|about|by|from|in|of|on)"
_TOLD = (
    r"(?:mention(?:ed)?|contain(?:ed)?|provided?|stated?|specif(?:y|ied)|included?|indicated?"
    r"|disclosed?|described?|discuss(?:ed)?|address(?:ed)?|given?|found|available|known|clear"
    r"|determined|confirmed|inferred|concluded|say|tell|reveal(?:ed)?|identif(?:y|ied)|named?"
    r"|offer(?:ed)?|answer(?:ed)?|list(?:ed)?)"
)
_CONCLUDE = (
    r"(?:determine|answer|say|tell|know|find|identify|provide|ascertain|infer|conclude|give"
    r"|specify|confirm|locate)"
)
_CANNOT = r"(?:cannot|can't|could\snot|couldn't|(?:am|are|is|was)\s(?:not\sable|unable)\sto)"
_ADVERB = r"(?:\s(?:explicitly|specifically|directly|clearly|actually|been|be|have|any))*"
_ENGLISH_LEAD = (
    r"(?:(?:answer:|(?:i'm\s|i\sam\s)?(?:so\s|very\s)?sorry,?|(?:unfortunately|however|therefore|no),"
    r"|(?:based\son|according\sto|from|given|in)\s[^.,;]{1,80},)\s(?:but\s)?)*"
)
_MEANS = r"(?:information|ability|access|knowledge|data|details|context|answer)"
_SUCH = r"(?:\s(?:specific|explicit|direct|relevant|clear|further))*"
_NEWS = r"(?:information|mention|details?|answer)"
_ENGLISH_OPENINGS = (
    # "The provided context does not mention ..."
    rf"{_THE_EVIDENCE}(?:\s{_WHICH}(?:\s[\w'-]+){{0,5}}?)?\s(?:does|do|did)(?:\snot|n't){_ADVERB}"
    rf"\s{_TOLD}\b(?!\sfor\b)",
    # "There is no information about ...", "No mention of ..."
    r"(?:there\s(?:is|are|was|were)\s(?:no|not\senough|not\sany)"
    rf"{_SUCH}\s(?:evidence|indication|reference|data|{_NEWS})|no{_SUCH}\s{_NEWS})"
    r"(?:\s(?:about|on|in|of|that|regarding|available|provided|given|to|for|as)\b|[.!]?$)",
    # "It is not possible to determine ...", "It is not mentioned ..."
    rf"(?:it|this|that)\s(?:is|was)(?:\snot|n't){_ADVERB}\s(?:possible\sto\s{_CONCLUDE}"
    r"|mentioned|provided|stated|specified|indicated|disclosed|discussed|known|clear)\b",
    rf"it\sis\s(?:impossible|unclear|unknown|difficult\sto\s{_CONCLUDE})\b",
    # "I don't know", "I cannot determine ...", "We are unable to answer ..."
    rf"(?:i|we)\s(?:(?:do\snot|don't)\s(?:know|have\s(?:[\w-]+\s){{0,2}}?{_MEANS})"
    rf"|{_CANNOT}\s{_CONCLUDE})\b",
    r"i(?:'m|\sam)\snot\s(?:sure|aware|certain|able)\b",
    r"(?:not\s(?:known|mentioned|specified|stated|provided|available|given|sure)|unknown|unclear"
    r"|empty\sresponse)\b[^,;]{0,60}$",
    # "The mayor's name is not mentioned in the context."
    rf"[^.,;“\"]*\b(?:is|are|was|were|has|have)(?:\snot|n't){_ADVERB}\s{_TOLD}"
    rf"\s(?:in|by|within|from)\s{_THE_EVIDENCE}\b",
    # "The question cannot be answered ...", "The answer is not provided."
    rf"the\s(?:answer|question)\b[^.,;]{{0,80}}?(?:cannot|can't|could\snot)\sbe\s{_TOLD}\b",
    rf"the\sanswer\b[^.,;]{{0,80}}?\sis(?:\snot|n't){_ADVERB}\s{_TOLD}\b",
)
_ENGLISH = re.compile(rf"{_ENGLISH_LEAD}(?:{'|'.join(_ENGLISH_OPENINGS)})", re.IGNORECASE)

# Chinese, the same statements.
# 信息 is evidence; 信息化 and 信息办公室 are not.
_ZH_EVIDENCE = (
    "(?:上下文|文中|本文|文章|原文|文本|资料|信息(?![化办部产技网])|材料|来源|段落|内容|文件|文档"
    "|背景|报道|片段)"
)
_ZH_NOT = "(?:没有|并没有|未|并未|未能|没|无)"
_ZH_HOW = "(?:被|明确|直接|具体|详细|特别|地)*"
_ZH_TOLD = "(?:提及|提到|提供|说明|包含|包括|给出|涉及|指出|显示|表明|记载|透露|回答|描述|列出)"
_ZH_CANNOT = "(?:无法|不能|难以|没有办法|没办法)"
_ZH_CONCLUDE = "(?:确定|判断|回答|得知|知道|推断|确认|提供|得出|找到|给出|说明|获知|了解)"
_ZH_LEAD = (
    "(?:(?:答案?[：:]|(?:很|非常)?抱歉|对不起|不好意思|但是?|因此|所以"
    "|(?:根据|从|在)[^，。；]{1,40})[，,]?){0,2}"
)
_ZH_NEWS = "(?:信息|资料|内容|答案|记载)"
_CHINESE_OPENINGS = (
    # 提供的上下文没有提到……、马云的年龄在文中并未提及
    f"[^，。；“]{{0,40}}?{_ZH_EVIDENCE}(?:中|里|内)?[^，。；“他她]{{0,12}}?"
    f"{_ZH_NOT}{_ZH_HOW}{_ZH_TOLD}",
    # 没有相关信息、没有提到……、未提及
    f"(?:目前)?{_ZH_NOT}(?:足够|相关|具体|明确|任何|关于[^，。；]{{1,30}})+的?{_ZH_NEWS}",
    f"(?:目前)?{_ZH_NOT}{_ZH_NEWS}(?:[，。！]|可以?|来|能|表明|显示|说明|$)",
    f"{_ZH_NOT}{_ZH_HOW}{_ZH_TOLD}",
    # 无法确定……、我们无法从文中得知……
    f"(?:我们?|目前)?{_ZH_CANNOT}(?:从[^，。；]{{1,30}}?)?(?:直接|准确)?{_ZH_CONCLUDE}",
    "(?:这个问题|该问题|问题的?答案|答案)[^，。；]{0,20}?"
    f"(?:{_ZH_CANNOT}|{_ZH_NOT}|不){_ZH_HOW}(?:{_ZH_CONCLUDE}|{_ZH_TOLD}|清楚|明确)",
    "(?:我们?)?(?:不知道|不清楚|不确定|不太清楚|不了解)",
    "(?:未知|不详|不明)[。！]?$",
)
_CHINESE = re.compile(f"{_ZH_LEAD}(?:{'|'.join(_CHINESE_OPENINGS)})")


def says_nothing(text: str) -> bool:
    """Whether an answer opens with, or is, the statement that the answer is not to be had.

    English and Chinese. Only what the evidence, the answer or the writer fails to do counts ("The
    context does not mention it", "I don't know"), not what the people of a story do not say ("Cook
    did not mention prices"). No text at all says nothing. A mixed answer that opens so and goes on
    with an answer counts as a refusal: it is read in favour of the system where none can be had.
    """
    stripped = text.strip().strip("*").replace("’", "'")
    sentences = split_sentences(stripped)
    if not sentences:
        return not stripped
    opening = " ".join(sentences[0].of(stripped).split())
    return bool(_ENGLISH.match(opening) or _CHINESE.match(opening))
