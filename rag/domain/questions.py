"""A question with what comes with it, and what is found for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from unicodedata import normalize

from rag.domain.sources import Document, Language, MentionedDate, Passage, Publication

Intent = Literal["answer", "list", "count"]
"""What a question wants: an answer, the documents that mention something, or how many do."""

Form = Literal["prose", "by_outlet", "timeline"]
"""How the reader wants it answered: in sentences, in a row for each outlet, or by date."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; date.min and date.max: open on that side."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"Period({self.first}, {self.last}) ends before it begins")

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of the days from `first` to `last`, both included, lie in it."""
        return first <= self.last and self.first <= last

    def is_meant_by(self, mention: MentionedDate) -> bool:
        """Whether a mentioned time lies in it, if only in part.

        A decade mentioned in passing says little of any year in it: what is longer than a year, and
        than the period itself, does not count.
        """
        longest = max(_ONE_YEAR, self.last - self.first)
        return mention.last - mention.first <= longest and self.overlaps(
            mention.first, mention.last
        )

    def __str__(self) -> str:
        """ "2016", "November 2016", "16 to 18 November 2016", "since 2018"."""
        if self.first == date.min or self.last == date.max:
            since = "" if self.first == date.min else f"since {_day_or_year(self.first, 1, 1)}"
            until = "" if self.last == date.max else f"until {_day_or_year(self.last, 12, 31)}"
            return since or until or "any time"
        for form in ("%Y", "%B %Y"):
            if self._is_whole(form):
                return self.first.strftime(form)
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            return f"{self.first.year} to {self.last.year}"
        until = f"{self.last.day} {self.last:%B %Y}"
        if self.first == self.last:
            return until
        is_one_year = self.first.year == self.last.year
        is_one_month = is_one_year and self.first.month == self.last.month
        form = "" if is_one_month else " %B" if is_one_year else " %B %Y"
        return f"{self.first.day}{self.first.strftime(form)} to {until}"

    @property
    def in_chinese(self) -> str:
        """2016年、2016年11月、2016年11月16日至18日、2018年以来。"""
        first, last = self.first, self.last
        from_new_year = (first.month, first.day) == (1, 1)
        to_its_end = (last.month, last.day) == (12, 31)
        since = f"{first.year}年" if from_new_year else _day_in_chinese(first)
        if last == date.max:
            return "任何时间" if first == date.min else f"{since}以来"
        if first == date.min:
            return f"截至{f'{last.year}年底' if to_its_end else _day_in_chinese(last)}"
        if from_new_year and to_its_end:
            return since if first.year == last.year else f"{since}至{last.year}年"
        if self._is_whole("%B %Y"):
            return f"{first.year}年{first.month}月"
        until = _day_in_chinese(last)
        for shared in (f"{first.year}年", f"{first.month}月"):
            until = until.removeprefix(shared)
        return _day_in_chinese(first) + ("" if first == last else f"至{until}")

    def _is_whole(self, form: str) -> bool:
        """Whether it is all of the year or of the month that `form` writes."""
        before, after = self.first - _ONE_DAY, self.last + _ONE_DAY
        here = self.first.strftime(form)
        return self.last.strftime(form) == here and here not in (
            before.strftime(form),
            after.strftime(form),
        )


_ONE_DAY = timedelta(days=1)
_ONE_YEAR = timedelta(days=366)


def _day_in_chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day_or_year(day: date, month: int, of_month: int) -> str:
    return str(day.year) if (day.month, day.day) == (month, of_month) else f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are searched; without any field: all of them.

    `since` and `until` are days of publication, both included; of the names in a tuple any one
    will do, letter case aside. A document of which a field is unknown is outside of every filter
    on that field.
    """

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    collections: tuple[str, ...] = ()
    """Folders of documents ("reports", "reports/2015"): whole steps at the beginning of an id,
    letter case and all. The id of a document is a collection of that one."""

    def __post_init__(self) -> None:
        # As ids are spelt, whoever typed it: composed, and without a slash at the end.
        spelt = (normalize("NFC", name).rstrip("/") for name in self.collections)
        object.__setattr__(self, "collections", tuple(spelt))

    def admit(self, document_id: str, publication: Publication) -> bool:
        published = publication.published
        return (
            (self.since is None or (published is not None and self.since <= published))
            and (self.until is None or (published is not None and published <= self.until))
            and _is_among(publication.outlet, self.outlets)
            and _is_among(publication.author, self.authors)
            and _is_among(publication.language, self.languages)
            and (not self.collections or any(_lies_in(document_id, c) for c in self.collections))
        )

    def __str__(self) -> str:
        """ "published since 2016, by SCMP or IET, in Chinese, from reports/2015"; "" for none."""
        published = Period(self.since or date.min, self.until or date.max)
        parts = [f"published {published}"] if self.since or self.until else []
        parts += [f"by {' or '.join(names)}" for names in (self.outlets, self.authors) if names]
        if self.languages:
            parts.append(f"in {' or '.join(_LANGUAGE_NAMES[name] for name in self.languages)}")
        if self.collections:
            parts.append(f"from {' or '.join(self.collections)}")
        return ", ".join(parts)


_LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "Chinese"}


def _is_among(value: str | None, names: tuple[str, ...]) -> bool:
    if not names:
        return True
    return value is not None and value.casefold() in {name.casefold() for name in names}


def _lies_in(document_id: str, collection: str) -> bool:
    return document_id == collection or document_id.startswith(f"{collection}/")


@dataclass(frozen=True, slots=True)
class MeantPeriod:
    """The time of the events that a question is about; when it was published is another matter.

    It moves passages that speak of that time up and leaves none out.
    """

    period: Period
    words: str
    """The words of the question that say so ("in 2016"); "" where the reader chose the time."""
    explanation: str = ""
    """Where the words need one: "the third conference: 16 to 18 November 2016, says ..."."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation, and the text that answered it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Context:
    """What comes with a question: the conversation before it and what the reader has set."""

    history: tuple[Turn, ...] = ()
    """Oldest first."""
    filters: Filters = Filters()
    form: Form = "prose"
    as_of: date | None = None
    """The day on which "last year" is said; None: today."""
    period: Period | None = None
    """The time of the events, if the reader chose one; it is then not taken from the question."""
    understand_period: bool = True
    """Whether the time of the events may be understood from the question."""
    understand_filters: bool = True
    """Whether filters may be: "published in 2016", "what did the SCMP write"."""


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question as it is searched and answered, for the reader to see and to correct."""

    asked: str
    """As it was typed."""
    question: str
    """Self-contained: what a follow-up leaves out is taken from the conversation."""
    translation: str | None = None
    """In the language of the archive, where that is another; searched beside `question`."""
    period: MeantPeriod | None = None
    filters: Filters = Filters()
    intent: Intent = "answer"
    subject: str | None = None
    """What documents must mention, for the intents "list" and "count"."""

    def __post_init__(self) -> None:
        if (self.intent == "answer") != (self.subject is None):
            raise ValueError("a subject belongs to the intents list and count, and to no other")

    @property
    def searched(self) -> tuple[str, ...]:
        """The texts to search for: the question and its translation."""
        return (self.question, self.translation) if self.translation else (self.question,)


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage found for a question; rank counts from 1, a higher score is better.

    `story` is the id of the story that its document tells: copies of one text have the same.
    """

    passage: Passage
    document: Document
    rank: int
    score: float
    story: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found, best first, and what the reader must know of how they were found."""

    passages: tuple[RetrievedPassage, ...]
    notes: tuple[str, ...] = ()
    """Sentences: that only words were searched, that nothing speaks of the time that is meant."""
