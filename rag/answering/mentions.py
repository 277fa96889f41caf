"""Which articles mention something, and how many do: the answer to a complete scan.

No LLM writes here. The count is computed and each quotation is cut from its source, so that the
claims are supported by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from rag.domain import (
    Citation,
    Claim,
    Filters,
    Language,
    Mention,
    Period,
    Refusal,
    RefusalReason,
    Scan,
    UnderstoodQuestion,
    Verdict,
)
from rag.text import detect_language

LISTED = 50
"""So many articles are listed; the count is of all."""


class _Words(Protocol):
    """How a language says it."""

    def count(self, scan: Scan) -> str: ...
    def entry(self, mention: Mention) -> str: ...
    def shortened(self, scan: Scan) -> str: ...
    def undated(self, scan: Scan) -> str: ...
    def of_events(self, period: Period) -> str: ...
    def none(self, scan: Scan) -> str: ...


def mention_claims(scan: Scan, question: UnderstoodQuestion) -> tuple[Claim, ...]:
    """The number of articles, then an entry for each of the first: outlet, day, title, quotation.

    In the question's language; quotations stay as they are. () for a scan that found nothing.
    """
    if not scan.mentions:
        return ()
    words = _words(question)
    listed = scan.mentions[:LISTED]
    citations = [
        Citation(number, found.document, found.passage.id, found.sentence.start, found.sentence.end)
        for number, found in enumerate(listed, start=1)
    ]
    return (
        Claim(words.count(scan), tuple(citations), Verdict.SUPPORTED, ()),
        *(
            Claim(words.entry(found), (citation,), Verdict.SUPPORTED, ())
            for found, citation in zip(listed, citations, strict=True)
        ),
    )


def mention_notices(scan: Scan, question: UnderstoodQuestion) -> tuple[str, ...]:
    """What the count is of, where a reader may think otherwise: a part of it is listed, a time of
    events narrows nothing, articles without a date were not looked through."""
    words = _words(question)
    shortened = [words.shortened(scan)] if len(scan.mentions) > LISTED else []
    meant = question.period
    of_events = [words.of_events(meant.period)] if meant and scan.mentions else []
    return (*shortened, *of_events, *([words.undated(scan)] if scan.undated else []))


def no_mention(scan: Scan, question: UnderstoodQuestion) -> Refusal:
    """What to say of a scan that found nothing: among how many articles it looked."""
    reason: RefusalReason = "not_covered" if scan.documents else "nothing_admitted"
    return Refusal(reason, _words(question).none(scan), ())


class _English:
    def count(self, scan: Scan) -> str:
        number, stories = len(scan.mentions), scan.stories
        mention = "mentions" if number == 1 else "mention"
        articles = _articles_in_english(number, scan.filters)
        sentence = f"{articles} {mention} {_subject(scan, ' ({})')}"
        if in_title := _in_title_alone(scan):
            of_them = "" if number == 1 else f" {in_title:,} of them"
            sentence += f",{of_them} in the title or a heading alone"
        if number == 1:
            return f"{sentence}."
        if stories == 1:
            return f"{sentence}; all are copies of one story."
        return f"{sentence}; they tell {stories:,} independent stories."

    def entry(self, mention: Mention) -> str:
        publication = mention.document.publication
        day = publication.published
        published = f"{day.day} {day:%B %Y}" if day else "undated"
        source = f"{publication.outlet}, {published}" if publication.outlet else published
        begins = "" if mention.number else " (named in the title or a heading alone), begins"
        return f"{source}, “{_line(mention.document.title)}”{begins}: “{_quote(mention)}”"

    def shortened(self, scan: Scan) -> str:
        return f"The list shows the first {LISTED} of {len(scan.mentions):,} articles."

    def undated(self, scan: Scan) -> str:
        number = scan.undated
        articles = "1 article was" if number == 1 else f"{number:,} articles were"
        return f"{articles} left out: the day of publication is not known."

    def of_events(self, period: Period) -> str:
        return (
            f"{period} is taken as the time of the events and leaves no article out. For the"
            " articles of that time alone, ask for articles published then."
        )

    def none(self, scan: Scan) -> str:
        articles = _articles_in_english(0, scan.filters)
        if not scan.documents:
            return f"The archive holds {articles[0].lower()}{articles[1:]}."
        return (
            f"{articles} mentions {_subject(scan, ' ({})')}; "
            f"{scan.documents:,} {'was' if scan.documents == 1 else 'were'} looked through."
        )


def _articles_in_english(number: int, filters: Filters) -> str:
    """ "5 articles in the archive", "No article in English published since 2016"."""
    counted = f"{number:,} article{'s' * (number != 1)}" if number else "No article"
    languages = [{"en": "English", "zh": "Chinese"}[language] for language in filters.languages]
    narrowed = [
        f"{preposition} {' or '.join(names)}"
        for preposition, names in (
            ("in", languages),
            ("by", filters.authors),
            ("from", filters.outlets),
            ("in", filters.collections),
        )
        if names
    ]
    if period := _published(filters):
        narrowed.append(_published_in_english(period))
    return " ".join([counted, *(narrowed or ["in the archive"])])


def _published_in_english(period: Period) -> str:
    written = str(period)
    if date.min == period.first or date.max == period.last:
        return f"published {written}"
    if period.first == period.last:
        return f"published on {written}"
    return f"published from {written}" if " to " in written else f"published in {written}"


class _Chinese:
    def count(self, scan: Scan) -> str:
        number, stories = len(scan.mentions), scan.stories
        sentence = (
            f"档案中有{number}篇{_articles_in_chinese(scan.filters)}提到{_subject(scan, '（{}）')}"
        )
        if in_title := _in_title_alone(scan):
            of_them = "" if number == 1 else f"其中{in_title}篇"
            sentence += f"，{of_them}只在标题中提到"
        if number == 1:
            return f"{sentence}。"
        if stories == 1:
            return f"{sentence}，均为同一报道的副本。"
        return f"{sentence}，共{stories}则独立报道。"

    def entry(self, mention: Mention) -> str:
        publication = mention.document.publication
        day = publication.published
        published = Period(day, day).in_chinese if day else "日期不详"
        source = f"{publication.outlet}，{published}" if publication.outlet else published
        begins = "" if mention.number else "，只在标题中提到，正文开头"
        return f"{source}，《{_line(mention.document.title)}》{begins}：“{_quote(mention)}”"

    def shortened(self, scan: Scan) -> str:
        return f"共{len(scan.mentions)}篇文章，此处列出前{LISTED}篇。"

    def undated(self, scan: Scan) -> str:
        return f"另有{scan.undated}篇文章因发表日期不详而未查阅。"

    def of_events(self, period: Period) -> str:
        return (
            f"{period.in_chinese}指事件发生的时间，不因此排除任何文章。"
            "若只查当时发表的文章，请问“发表于”该时间的文章。"
        )

    def none(self, scan: Scan) -> str:
        articles = _articles_in_chinese(scan.filters)
        if not scan.documents:
            return f"档案中没有{articles}。"
        subject = _subject(scan, "（{}）")
        return f"档案中没有提到{subject}的{articles}；共查阅了{scan.documents}篇。"


def _articles_in_chinese(filters: Filters) -> str:
    """ "文章", "2016年以来、来自澎湃新闻的中文文章"."""
    languages = "或".join({"en": "英文", "zh": "中文"}[language] for language in filters.languages)
    narrowed = [
        f"{word}{'或'.join(names)}"
        for word, names in (
            ("来自", filters.outlets),
            ("作者为", filters.authors),
            ("收于", filters.collections),
        )
        if names
    ]
    if period := _published(filters):
        narrowed.insert(0, period.in_chinese)
    return f"{'、'.join(narrowed)}{'的' * bool(narrowed)}{languages}文章"


_WORDS: Mapping[Language, _Words] = {"en": _English(), "zh": _Chinese()}


def _words(question: UnderstoodQuestion) -> _Words:
    # A name in the other script says nothing of the language in which it is asked for.
    asked = question.asked.replace(question.subject or "", " ")
    return _WORDS[detect_language(asked)]


def _published(filters: Filters) -> Period | None:
    if not (filters.since or filters.until):
        return None
    return Period(filters.since or date.min, filters.until or date.max)


def _subject(scan: Scan, others: str) -> str:
    """Jack Ma (马云): the spelling that was asked for, then the others that were looked for."""
    asked, *also = scan.subjects
    return asked + "".join(others.format(spelling) for spelling in also)


def _in_title_alone(scan: Scan) -> int:
    return sum(not mention.number for mention in scan.mentions)


def _quote(mention: Mention) -> str:
    """The sentence, word for word, on one line."""
    return _line(mention.sentence.of(mention.document.text))


def _line(text: str) -> str:
    return " ".join(text.split())
