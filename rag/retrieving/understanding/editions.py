"""When "the third conference" was: the archive itself says so, if most of its documents agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rag.domain import Document, MentionedDate, Passage, Period, Span
from rag.library import Library
from rag.reading.dates.mentions import dates_mentioned
from rag.reading.dates.relative import month_of
from rag.retrieving.understanding.named_times import NamedTime
from rag.text import detect_language, index_terms, split_sentences
from rag.text.numerals import ORDINALS, han_numeral, han_value, ordinal

_PASSAGES = 30
_CLEAR_MAJORITY = 2 / 3
_LONGEST_EVENT_DAYS = 31
_MAX_AWAY_CHARS = 80
"""How far from "the third conference" a sentence may name a time that is still its own."""

_NOUN = (
    r"(?:conferences?|summits?|congress|forums?|editions?|meetings?|sessions?|expos?|fairs?|"
    r"festivals?|games|olympics|conventions?|symposium|plenum|assembly)"
)
_EDITION = re.compile(
    rf"\b(?:the )?(?:(?P<ordinal>{'|'.join(ORDINALS)})|(?P<number>\d{{1,3}})(?:st|nd|rd|th)) "
    rf"(?P<noun>(?:[\w-]+ ){{0,4}}?{_NOUN})\b",
    re.IGNORECASE,
)
_HAN_EDITION = re.compile(
    r"(?:第(?P<ordinal>[一二三四五六七八九十]{1,3}|\d{1,3})|(?P<opening>首))"
    r"(?:届(?P<noun>[\u4e00-\u9fff]{0,12}?(?:大会|峰会|会议|论坛|博览会))?|次(?P<kind>大会|峰会|会议))"
)
# Words for one and the same event: an archive may call "the fifth edition" the fifth conference.
_ANY_EVENT = frozenset(
    index_terms("conference summit edition forum congress meeting 大会 峰会 会议")
)


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Edition:
    """An event of a series by its number, where a text names it."""

    span: Span
    number: int
    noun: str

    @property
    def own_words(self) -> frozenset[str]:
        """What distinguishes its series from others: "world internet"."""
        return frozenset(index_terms(self.noun)) - _ANY_EVENT


def editions_in(text: str) -> list[Edition]:
    """The numbered events that a text names, in English and Chinese."""
    found = [
        Edition(
            Span(*match.span()),
            ORDINALS[match["ordinal"].lower()] if match["ordinal"] else int(match["number"]),
            match["noun"],
        )
        for match in _EDITION.finditer(text)
    ]
    found += [
        Edition(
            Span(*match.span()),
            1 if match["opening"] else han_value(match["ordinal"]),
            match["noun"] or match["kind"] or "",
        )
        for match in _HAN_EDITION.finditer(text)
    ]
    return sorted(found, key=lambda edition: edition.span)


def dated_editions(question: str, library: Library) -> list[NamedTime]:
    """The numbered events of a question that the archive dates, each with who says so."""
    dated = []
    for edition in editions_in(question):
        if found := _when(edition, library):
            period, votes, sources = found
            explanation = _explained(edition.span.of(question), period, votes, sources)
            dated.append(NamedTime(edition.span, period, explanation))
    return dated


def _when(edition: Edition, library: Library) -> tuple[Period, int, int] | None:
    """The time that a clear majority of documents gives, how many those are, and of how many."""
    in_english = f"{ordinal(edition.number)} {edition.noun or 'conference'}"
    in_chinese = f"第{han_numeral(edition.number)}届{edition.noun}"
    said: dict[str, list[Period]] = {}
    found = dict.fromkeys(
        key
        for query in (in_english, in_chinese)
        for key, _ in library.lexical_search(query, _PASSAGES)
    )
    for passage, document in library.passages(list(found)).values():
        said.setdefault(document.id, []).extend(_times_given(edition, passage, document))
    said = {document_id: periods for document_id, periods in said.items() if periods}
    if not said:
        return None
    years = {key: _most_common(period.first.year for period in said[key]) for key in said}
    year, votes = Counter(years.values()).most_common(1)[0]
    if votes / len(said) < _CLEAR_MAJORITY:
        return None
    agreeing = [period for key in said if years[key] == year for period in said[key]]
    return _narrowest([p for p in agreeing if p.first.year == year], year), votes, len(said)


def _times_given(edition: Edition, passage: Passage, document: Document) -> Iterator[Period]:
    """The times that sentences of a passage, or the document's title, give to the edition."""
    # Splitting into sentences costs a hundred times what looking for the edition does.
    if passage.mentions and _names(edition, passage.text):
        context = " ".join((document.title, *passage.headings))
        for sentence in split_sentences(document.text, Span(passage.start, passage.end)):
            times = [
                (mention.span.start - sentence.start, mention.span.end - sentence.start, mention)
                for mention in passage.mentions
                if sentence.start <= mention.span.start and mention.span.end <= sentence.end
            ]
            yield from _nearest(edition, sentence.of(document.text), context, times)
    if _names(edition, document.title):
        published = document.publication.published
        in_title = dates_mentioned(document.title, published, detect_language(document.title))
        times = [(mention.span.start, mention.span.end, mention) for mention in in_title]
        yield from _nearest(edition, document.title, "", times)


def _names(edition: Edition, text: str) -> bool:
    return any(named.number == edition.number for named in editions_in(text))


def _nearest(
    edition: Edition, sentence: str, context: str, times: Sequence[tuple[int, int, MentionedDate]]
) -> Iterator[Period]:
    """The time that stands nearest to each naming of the edition, if it is a year or less."""
    named = editions_in(sentence) if times else []
    own = edition.own_words
    if own and not own <= frozenset(index_terms(f"{sentence} {context}")):
        return
    for here in named:
        if here.number != edition.number:
            continue
        near = [
            (distance, Period(time.first, time.last))
            for start, end, time in times
            if (distance := _distance(here.span, start, end)) <= _MAX_AWAY_CHARS
            and time.first.year == time.last.year
            # A time between two editions belongs to the closer one.
            and all(_distance(other.span, start, end) >= distance for other in named)
        ]
        if near:
            yield min(near, key=lambda pair: pair[0])[1]


def _distance(one: Span, start: int, end: int) -> int:
    return max(start - one.end, one.start - end, 0)


def _narrowest(periods: list[Period], year: int) -> Period:
    """The days if several are given as one range, else the month in which all lie, else the year.

    A single day is mostly one of several on which an event was held.
    """
    ranges = [
        period
        for period in periods
        if 0 < (period.last - period.first).days < _LONGEST_EVENT_DAYS - 3
    ]
    if ranges:
        return _most_common(ranges)
    months = [period for period in periods if (period.last - period.first).days < 31]
    if months and len({period.first.month for period in months}) == 1:
        return Period(*month_of(year, months[0].first.month))
    return Period(date(year, 1, 1), date(year, 12, 31))


def _most_common(values: Iterable[_Value]) -> _Value:
    return Counter(values).most_common(1)[0][0]


def _explained(words: str, period: Period, votes: int, sources: int) -> str:
    if detect_language(words) == "zh":
        return f"{words}：{period.in_chinese}（{sources}个来源中的{votes}个）"
    name = words[4:] if words.lower().startswith("the ") else words
    return f"{name}: {period}, by {votes} of {sources} sources"
