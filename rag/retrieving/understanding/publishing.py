"""What a question says of publication: "articles published in 2016", "what did the SCMP write"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.domain import Filters, Span
from rag.retrieving.understanding.times import TimePhrase
from rag.text import detect_language, normalise

DOCUMENTS = (
    r"(?:(?:news |press )?(?:articles?|stories|story|pieces?|reports?)|documents?|docs?|texts?|"
    r"files?|sources?|coverage|editorials?|columns?|papers?)"
)
HAN_DOCUMENTS = r"(?:新闻报道|文章|报道|新闻|稿件|文件|文档|文献|资料|社论|评论)"
# A "report" or a "document" of 2016 may be what is written about, and not be in the archive.
_PRESS = r"(?:(?:news |press )(?:reports?|stories)|articles|stories|coverage|editorials|news)"
_BEFORE_TIME = (
    rf"\b{_PRESS}(?: (?:that|which)(?: were| was)?)?(?P<said> (?:published|written|printed|posted"
    r"|released|dated|appearing))? $",
    rf"\b(?:what|how much|{DOCUMENTS})\b[^,;?]{{0,60}}"
    r"\b(?:was|were|been)(?P<said> (?:published|written|printed))"
    r"(?: (?:about|on) [^,;?]{1,40})? $",
)
_HAN_BEFORE_TIME = (
    rf"{HAN_DOCUMENTS}[^，。？]{{0,12}}?(?P<said>(?:发表|刊登|刊发|出版|写)[于在])$",
)
_AFTER_TIME = (r"^(?P<said>) (?:articles|news stories|press reports|coverage|editorials)\b",)
_HAN_AFTER_TIME = (
    r"^(?P<said>所?(?:发表|刊登|刊发|发布|出版|撰写|写))的[^，。？]{0,12}?"
    r"(?:文章|报道|新闻|稿件|社论|评论)",
    r"^(?P<said>)的?(?:文章|报道|新闻|稿件|社论)",
)

_OUTLET = (
    r"(?P<by>(?:in |from |by )?(?:the )?"
    r"(?P<outlet>(?!(?:Which|What|How|Do|Did|In|List|Show|Find|All|Are|According)\b)"
    r"[A-Z][\w&.’'-]*(?: (?:of |the |and )*[A-Z0-9][\w&.’'-]*)*?)"
)
_WRITES = r"(?:write|report|say|publish|print|written|reported|said|published|printed)"
_NAMED_AS_OUTLET = (
    rf"\b(?P<all>(?:did|does|has|had) {_OUTLET} (?:ever |also )?{_WRITES}))\b",
    rf"\b(?P<all>[Aa]ccording to {_OUTLET}))(?=[,?.]|$)",
    rf"\b(?P<all>{_OUTLET}(?:['’]s)?))(?= (?:articles|stories|coverage|reporting|editorials)\b)",
    rf"\b(?:articles|stories|coverage|reports|pieces|documents|editorials) "
    rf"(?P<all>(?:published |written |printed )?{_OUTLET}))(?= [a-z]|[,?.]|$)(?<! in)",
    rf"\b(?P<all>(?:published|printed) {_OUTLET}))(?= [a-z]|[,?.]|$)",
)
_HAN_NAMED_AS_OUTLET = (
    r"据(?P<all>《?{}》?)的?(?:报道|消息|称)",
    r"(?P<all>《?{}》?(?:上的|的|上)?)(?:哪些|哪几篇|多少篇|几篇)?(?:报道|文章|社论|评论|刊登|刊发)",
    r"(?P<all>《?{}》?(?:(?:上|一共|总共|共)*(?=有)|(?:发表|刊登|刊发)[了过]?))有?"
    r"(?:哪些|哪几篇|多少篇?|几篇)[^，。？]{0,20}?(?:报道|文章|社论|评论)",
    r"(?P<all>《?{}》?)(?:是)?(?:怎么|如何|怎样|怎么样)(?:报道|评论|评价|写)",
)
_SHORTEST_ACRONYM = 3
_ACRONYM = re.compile(rf"(?<![A-Za-z])[A-Z]{{{_SHORTEST_ACRONYM},}}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class PublicationTime:
    """A time of publication, and the words that say so ("published in 2016")."""

    span: Span
    phrase: TimePhrase


@dataclass(frozen=True, slots=True)
class NamedOutlets:
    """The outlets whose articles are asked for (one, under the names that it has), and where."""

    span: Span
    names: tuple[str, ...]


def publication_times(question: str, phrases: Sequence[TimePhrase]) -> list[PublicationTime]:
    """Those of the times that are of publication, not of events."""
    is_chinese = detect_language(question) == "zh"
    found = []
    for phrase in phrases:
        before, after = question[: phrase.span.start], question[phrase.span.end :]
        for pattern in _HAN_BEFORE_TIME if is_chinese else _BEFORE_TIME:
            if match := re.search(pattern, before, re.IGNORECASE):
                is_adjacent = (
                    match["said"] and match["said"] == before[match.start("said") :].rstrip()
                )
                start = match.start("said") if is_adjacent else phrase.span.start
                found.append(PublicationTime(Span(start, phrase.span.end), phrase))
                break
        else:
            for pattern in _HAN_AFTER_TIME if is_chinese else _AFTER_TIME:
                if match := re.search(pattern, after, re.IGNORECASE):
                    end = phrase.span.end + match.end("said")
                    found.append(PublicationTime(Span(phrase.span.start, end), phrase))
                    break
    return found


def with_publication(filters: Filters, times: Sequence[PublicationTime]) -> Filters:
    """The filters with these times; one that the reader has set stays as it is."""
    if not times or filters.since or filters.until:
        return filters
    first = min(time.phrase.period.first for time in times)
    last = max(time.phrase.period.last for time in times)
    return replace(
        filters,
        since=None if first == date.min else first,
        until=None if last == date.max else last,
    )


def named_outlets(question: str, outlets: Callable[[], Sequence[str]]) -> NamedOutlets | None:
    """The outlet whose articles are asked for, if it is one of the archive's and no mere mention.

    The archive's outlets are asked for only where the question has the form.
    """
    if detect_language(question) == "zh":
        return _named_in_chinese(question, outlets)
    for pattern in _NAMED_AS_OUTLET:
        for match in re.finditer(pattern, question):
            if names := _called(match["outlet"], outlets()):
                return NamedOutlets(Span(*match.span("all")), names)
    return None


def _named_in_chinese(question: str, outlets: Callable[[], Sequence[str]]) -> NamedOutlets | None:
    if not re.search("报道|文章|社论|评论|评价|刊|写|消息|称", question):
        return None
    known = outlets()
    written = [name for name in known if name in question] + _ACRONYM.findall(question)
    for name in sorted(written, key=len, reverse=True):
        for pattern in _HAN_NAMED_AS_OUTLET:
            match = re.search(pattern.replace("{}", re.escape(name)), question)
            if match and (names := _called(name, known)):
                return NamedOutlets(Span(*match.span("all")), names)
    return None


def _called(name: str, outlets: Sequence[str]) -> tuple[str, ...]:
    """The outlets of this name, and those of which it is the one acronym."""
    name = re.sub("['’]s$", "", name)
    wanted = _without_article(name)
    exact = [outlet for outlet in outlets if _without_article(outlet) == wanted]
    spelled_out = [outlet for outlet in outlets if _acronym(outlet) == name]
    if len(spelled_out) > 1 and not exact:
        return ()
    return tuple(exact + (spelled_out if len(spelled_out) == 1 else []))


def _without_article(name: str) -> str:
    return normalise(name).removeprefix("the ").strip()


def _acronym(outlet: str) -> str | None:
    words = re.findall(r"[A-Za-z]+", outlet)
    initials = "".join(word[0] for word in words if word[0].isupper() and word != "The")
    return initials if len(initials) >= _SHORTEST_ACRONYM else None
