"""What happened when, in the archive's own sentences: those that carry a date, each event once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.answering.evidence import is_repetition, scored_for, sentences_of, times_in
from rag.domain import EvidenceSentence, Language, Period, RetrievedPassage
from rag.library import Embedder
from rag.text import content_words, detect_language

_BAR = 0.55
"""The share of the best sentence's score from which one is about the question as well; chosen on
a few made-up articles about a town."""
_LONGEST = timedelta(days=366)
"""A decade mentioned in passing is no date of an event."""
_DECADE = re.compile("['’]?s\\b|年?代")
"""What makes 1930 the thirties, where it follows."""
_MOST_SOURCES = 3
"""So many of those that say the same are cited."""


@dataclass(slots=True)
class Event:
    """A sentence that says when, with those of other documents that say the same."""

    period: Period
    sentences: list[EvidenceSentence]
    """The best first."""

    @property
    def language(self) -> Language:
        return detect_language(self.sentences[0].text)

    def is_told_by(self, sentence: EvidenceSentence, period: Period) -> bool:
        """Whether a sentence tells it again: a copy of one of another day still does."""
        own = self.sentences[0].text
        if self.period == period:
            return is_repetition(own, sentence.text)
        return own.split() == sentence.text.split()

    def add(self, sentence: EvidenceSentence, period: Period) -> None:
        """Take in another telling of it. "On Tuesday" is meant as where it first appeared."""
        if _published(sentence) < min(map(_published, self.sentences)):
            self.period = period
        documents = {told.document.id for told in self.sentences}
        if len(documents) < _MOST_SOURCES and sentence.document.id not in documents:
            self.sentences.append(sentence)


def events_in(
    found: Sequence[RetrievedPassage],
    questions: Sequence[str],
    embedder: Embedder,
    within: Period,
) -> list[Event]:
    """The events within a period of which passages speak, by how well they fit the question.

    `questions` are one question in the languages in which it is searched.
    """
    dated = _about(
        [
            (sentence, period)
            for sentence in sentences_of(found)
            if (period := _when(sentence, within))
        ],
        questions,
        embedder,
    )
    if not dated:
        return []
    scored = scored_for(questions, [sentence for sentence, _ in dated], embedder)
    periods = [period for _, period in dated]
    ranked = sorted(zip(scored, periods, strict=True), key=lambda pair: -pair[0].score)
    best = _best_by_language(scored, questions)
    events: list[Event] = []
    for sentence, period in ranked:
        if sentence.score < _BAR * best.get(detect_language(sentence.text), ranked[0][0].score):
            continue
        told = next((event for event in events if event.is_told_by(sentence, period)), None)
        if told:
            told.add(sentence, period)
        else:
            events.append(Event(period, [sentence]))
    return events


def years_without(events: Sequence[Event], first: int, last: int) -> Iterator[Period]:
    """The years of which no event speaks, those that follow each other as one period."""
    told = {
        year
        for event in events
        for year in range(event.period.first.year, event.period.last.year + 1)
    }
    start = first
    for year in (*sorted(told & set(range(first, last + 1))), last + 1):
        if start < year:
            yield Period(date(start, 1, 1), date(year - 1, 12, 31))
        start = year + 1


def _when(sentence: EvidenceSentence, within: Period) -> Period | None:
    """The first time within the period that a sentence names, as precisely as it does.

    "The conference of 2021 opened on 26 September 2021" is of that day.
    """
    found: Period | None = None
    for mention in times_in(sentence):
        is_decade = _DECADE.match(sentence.document.text, mention.span.end)
        is_event = mention.last - mention.first <= _LONGEST and not is_decade
        is_new = found is None or found.first <= mention.first <= mention.last <= found.last
        if is_event and is_new and within.is_meant_by(mention):
            found = Period(mention.first, mention.last)
    return found


def _about(
    dated: Sequence[tuple[EvidenceSentence, Period]], questions: Sequence[str], embedder: Embedder
) -> list[tuple[EvidenceSentence, Period]]:
    """Those that share a word with the question, and with them those of other languages.

    A bar that is relative to the best keeps the best of what is about something else.
    """
    shared = [_shares_a_word(sentence.text, questions) for sentence, _ in dated]
    if False in shared and True not in shared:
        return []
    return [
        (sentence, period)
        for (sentence, period), shares in zip(dated, shared, strict=True)
        if shares or (shares is None and embedder.reads(detect_language(sentence.text)))
    ]


def _best_by_language(
    scored: Sequence[EvidenceSentence], questions: Sequence[str]
) -> dict[Language, float]:
    """The best score in each language that is searched in: few embedders read all alike."""
    best: dict[Language, float] = {}
    for sentence in scored:
        language = detect_language(sentence.text)
        best[language] = max(sentence.score, best.get(language, 0.0))
    searched = {detect_language(question) for question in questions}
    return {language: score for language, score in best.items() if language in searched}


def _shares_a_word(text: str, questions: Sequence[str]) -> bool | None:
    """None: it is in another language than the question, in all that it is searched in."""
    language = detect_language(text)
    comparable = [question for question in questions if detect_language(question) == language]
    if not comparable:
        return None
    words = content_words(text)
    return any(words & content_words(question) for question in comparable)


def _published(sentence: EvidenceSentence) -> date:
    return sentence.document.publication.published or date.max
