"""What both languages need to put a conversation's words into a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.domain import Language, Span, Turn
from rag.reading.dates.relative import month_of
from rag.retrieving.understanding.times import TimePhrase
from rag.text import content_words, split_sentences

Times = Callable[[str], Sequence[TimePhrase]]
"""The times that a question names."""

_CITATION_MARK = re.compile(r"\s?\[\d+(?:,\s*\d+)*\](?:–\[\d+\])?")
_LONGEST_MONTH_DAYS = 31
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with what it refers to put in, as far as rules could tell."""

    question: str
    is_open: bool = False
    """Whether something in it still refers to the conversation."""


def first_sentence(answer: str) -> str:
    """What an answer says first, without citation marks or a final stop."""
    text = _CITATION_MARK.sub("", answer).strip()
    spans = split_sentences(text)
    return spans[0].of(text).rstrip(" .。!！") if spans else ""


def within_a_sentence(statement: str) -> str:
    """An English statement as it stands after "that": a name keeps its capital, "The" does not."""
    first = statement.split(maxsplit=1)[0]
    return statement if content_words(first) else statement[0].lower() + statement[1:]


def put(question: str, span: Span, words: str) -> str:
    """The question with other words at a place."""
    return question[: span.start] + words + question[span.end :]


def last_time(told: Sequence[Turn], times: Times) -> tuple[str, TimePhrase] | None:
    """The last time that was asked about: its words and what they mean."""
    for turn in reversed(told):
        if phrases := times(turn.question):
            return phrases[-1].span.of(turn.question), phrases[-1]
    return None


def is_one_time(words: str, times: Times) -> bool:
    """Whether these words name one time and nothing else."""
    return [phrase.span for phrase in times(words)] == [Span(0, len(words))]


def moved_time(
    words: str, phrase: TimePhrase, unit: str, away: int, language: Language
) -> str | None:
    """The words for a time so many units away: "in November 2014" -> "in November 2013".

    None: the time is not so exact that its neighbour could be named.
    """
    first, last = phrase.period.first, phrase.period.last
    moved = None
    if unit == "year" and _YEAR.search(words) and first != last:
        return _YEAR.sub(lambda match: str(int(match[0]) + away), words)
    if unit == "year":
        year = (last if first == date.min else first).year + away
        moved = f"{year}年" if language == "zh" else f"in {year}"
    elif unit == "month" and (last - first).days <= _LONGEST_MONTH_DAYS:
        years, month = divmod(first.month - 1 + away, 12)
        there, _ = month_of(first.year + years, month + 1)
        moved = f"{there.year}年{there.month}月" if language == "zh" else f"in {there:%B %Y}"
    elif unit == "day" and first == last:
        day = first + timedelta(days=away)
        in_chinese = f"{day.year}年{day.month}月{day.day}日"
        moved = in_chinese if language == "zh" else f"on {day.day} {day:%B %Y}"
    return moved
