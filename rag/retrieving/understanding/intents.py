"""What a question wants: an answer, the documents that mention something, or how many do."""

from __future__ import annotations

import re

from rag.domain import Intent
from rag.retrieving.understanding.publishing import DOCUMENTS, HAN_DOCUMENTS
from rag.text import detect_language

# "Articles of the constitution" and "reports to the board" are no documents of the archive.
_DOCS = rf"(?:of )?(?:the |all |my |these |our )*{DOCUMENTS}(?: in the (?:archive|library|corpus))?"
_PUBLISHED = (
    r"(?: (?:that|which))?(?: (?:were|was|are|have been))?(?: (?:published|written|printed))?"
)
_MENTION = (
    r"(?:mention(?:s|ed|ing)?|name|talk(?:s|ed|ing)? about|speak(?:s|ing)? (?:of|about)|"
    r"discuss(?:es|ed|ing)?|cover(?:s|ed|ing)?|refer(?:s|red|ring)? to|deal(?:s|t|ing)? with|"
    r"writ(?:e|es|ing) about|"
    r"report(?:s|ed|ing)? on|contain(?:s|ing)?|cite|quote|(?:are |is )?about|(?:are |is )?on|"
    r"concern(?:s|ing)?|regarding)"
)
_SUBJECT = r"(?P<subject>.+?)"
_ARCHIVE = r"in (?:the|this|my) (?:archive|library|corpus)"
_END = (
    r"(?:,? (?:were|was|are|have been|are there|exist|do (?:we|you|i) have)"
    r"(?: (?:published|written|printed|there))?)?"
    rf"(?:,? (?:{_ARCHIVE}|in total|at all|please))*[ ?.!]*$"
)
_LIST = (
    rf"(?:which|what) {_DOCS}{_PUBLISHED}(?: there)? {_MENTION} {_SUBJECT}{_END}",
    rf"(?:please )?(?:list|show|show me|give me|find|find me|name) {_DOCS}{_PUBLISHED} {_MENTION} "
    rf"{_SUBJECT}{_END}",
    rf"in (?:which|what) {_DOCS} (?:is|are|was|were|does|do|did) {_SUBJECT} "
    r"(?:mentioned|named|discussed|covered|cited|quoted|appear|come up)(?: in)?[ ?.]*$",
    r"where (?:is|are|was|were) (?P<subject>.+?) mentioned[ ?.]*$",
)
_COUNT = (
    rf"how many {_DOCS}{_PUBLISHED}(?: (?:are|were) there)?(?: that| which)? {_MENTION} "
    rf"{_SUBJECT}{_END}",
    rf"in how many {_DOCS} (?:is|are|was|were|does|do|did) {_SUBJECT} "
    r"(?:mentioned|named|discussed|covered|cited|quoted|appear|come up)[ ?.]*$",
    rf"(?:what is )?the number of {_DOCS}{_PUBLISHED} {_MENTION} {_SUBJECT}{_END}",
)
_HAN_MENTION = r"(?:提到|提及|谈到|谈及|说到|写到|涉及|讨论|介绍|报道|关于|包含|引用)[了过]?"
_HAN_ARCHIVE = r"(?:(?:在|这个|本)?(?:档案|资料库|文库|语料库)(?:里面|当中|里|中)?，?)?"
_HAN_HOW_MANY = r"(?:多少|几)(?:篇|个|份|条)?"
_HAN_LIST = (
    rf"(?:请问)?{_HAN_ARCHIVE}(?:有)?(?:哪些|哪几篇|什么)的?{HAN_DOCUMENTS}(?:里|中)?{_HAN_MENTION}"
    rf"{_SUBJECT}[？?。]*$",
    rf"(?:请问)?{_HAN_ARCHIVE}(?:有)?(?:哪些|哪几篇){_HAN_MENTION}{_SUBJECT}的{HAN_DOCUMENTS}[？?。]*$",
    rf"(?:请)?(?:列出|列举|找出|查找|给出|显示)(?:所有|全部)?{_HAN_MENTION}{_SUBJECT}的"
    rf"(?:所有|全部)?{HAN_DOCUMENTS}[？?。]*$",
    rf"{_HAN_MENTION}{_SUBJECT}的{HAN_DOCUMENTS}(?:都)?有(?:哪些|哪几篇)[？?]*$",
    rf"{_SUBJECT}(?:在|出现在)(?:哪些|哪几篇){HAN_DOCUMENTS}(?:里|中)?(?:被)?(?:提到|提及|出现)?[过了]?[？?]*$",
)
_HAN_COUNT = (
    rf"(?:请问)?{_HAN_ARCHIVE}(?:一共|总共|共)?(?:有)?{_HAN_HOW_MANY}的?{HAN_DOCUMENTS}(?:里|中)?{_HAN_MENTION}"
    rf"{_SUBJECT}[？?。]*$",
    rf"(?:请问)?{_HAN_ARCHIVE}(?:一共|总共|共)?(?:有)?{_HAN_HOW_MANY}{_HAN_MENTION}{_SUBJECT}的{HAN_DOCUMENTS}"
    r"[？?。]*$",
    rf"{_HAN_MENTION}{_SUBJECT}的{HAN_DOCUMENTS}(?:一共|总共|共)?有{_HAN_HOW_MANY}[？?]*$",
)
# What is no phrase that a text could hold.
_NO_SUBJECT = re.compile(
    r"(?:who|what|which|how|why|when|where|whether|if|it|this|that|them|him|her|both|either)\b"
    r"|什么|谁|哪|[他她它]们?$",
    re.IGNORECASE,
)


def intent_of(question: str) -> tuple[Intent, str | None]:
    """The intent, and for "list" and "count" what the documents must mention, without quotes.

    The question comes without its words about publication ("published in 2016").
    """
    is_chinese = detect_language(question) == "zh"
    forms: tuple[tuple[Intent, tuple[str, ...]], ...] = (
        ("list", _HAN_LIST if is_chinese else _LIST),
        ("count", _HAN_COUNT if is_chinese else _COUNT),
    )
    for intent, patterns in forms:
        for pattern in patterns:
            match = re.match(pattern, question.strip(), re.IGNORECASE)
            subject = _bare(match["subject"]) if match else ""
            if subject and not _NO_SUBJECT.match(subject):
                return intent, subject
    return "answer", None


def _bare(subject: str) -> str:
    subject = subject.strip(" \"'“”‘’「」《》?？.,，。")
    return re.sub(r"^(?:the|an?) (?=\S)", "", subject, flags=re.IGNORECASE)
