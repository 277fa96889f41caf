"""Reads a question as it was meant: what it refers to, when, and in which language to search."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from rag.domain import Context, MeantPeriod, Span, UnderstoodQuestion
from rag.library import Library
from rag.models.chat import LanguageModel
from rag.retrieving.understanding.editions import dated_editions
from rag.retrieving.understanding.followups.resolving import resolve
from rag.retrieving.understanding.followups.rewording import Times, put
from rag.retrieving.understanding.followups.rewriting import rewrite
from rag.retrieving.understanding.intents import intent_of
from rag.retrieving.understanding.publishing import (
    PublicationTime,
    named_outlets,
    publication_times,
    with_publication,
)
from rag.retrieving.understanding.times import TimePhrase, meant_period, time_phrases
from rag.text import detect_language
from rag.translation import linked_names, translate

_LINKING_PASSAGES = 20
"""Passages in which a question's names are looked for in the other script."""


class QuestionReader:
    """Reads questions over one library; without a language model, by rules alone."""

    def __init__(self, library: Library, llm: LanguageModel | None, *, multilingual: bool) -> None:
        """`multilingual`: the embedder has all languages in one space; nothing is translated."""
        self._library = library
        self._llm = llm
        self._multilingual = multilingual

    async def read(self, question: str, context: Context) -> UnderstoodQuestion:
        """The question as it is to be searched.

        The turns of `context.history` may hold the questions as asked or as understood; the latter
        keep what the language model made of them. What the reader has set is never overwritten.

        Raises:
            LLMFailed: the language model was needed and could not be reached.
        """
        times = self._times(context.as_of or date.today())
        self_contained = await self._self_contained(question, context, times)
        # The archive is asked for its editions and outlets, which may take a second.
        understood = await asyncio.to_thread(self._understood, self_contained, context, times)
        translation = await self._translated(self_contained)
        return replace(understood, asked=question, translation=translation)

    async def names_across(self, text: str) -> dict[str, str]:
        """The names of a text as the archive itself gives them in the other script."""
        return await asyncio.to_thread(self._linked_names, text)

    async def spellings(self, subject: str) -> tuple[str, ...]:
        """A subject as it is written, and as the archive links it in the other script."""
        across = await self.names_across(subject)
        return (subject, *([across[subject]] if subject in across else []))

    def _linked_names(self, text: str) -> dict[str, str]:
        found = self._library.lexical_search(text, _LINKING_PASSAGES)
        passages = self._library.passages([key for key, _ in found]).values()
        return linked_names(
            text, (f"{document.title}\n{passage.text}" for passage, document in passages)
        )

    def _understood(self, question: str, context: Context, times: Times) -> UnderstoodQuestion:
        """What the rules make of a self-contained question."""
        phrases = times(question)
        published = publication_times(question, phrases)
        of_publication = [time.phrase for time in published]
        of_events = [phrase for phrase in phrases if phrase not in of_publication]
        outlets = named_outlets(question, self._outlets)
        apart = [phrase for phrase in of_events if _stands_apart(phrase)]
        when_and_where = [time.span for time in published] + [phrase.span for phrase in apart]
        when_and_where += [outlets.span] if outlets else []
        intent, subject = intent_of(_without(when_and_where, question))
        if intent != "answer":
            of_events = apart
            if not published:
                # A list is of articles: a time beside it is theirs if they have no other.
                published = [PublicationTime(phrase.span, phrase) for phrase in apart]
                of_events = []
        filters = context.filters
        if context.understand_filters:
            filters = with_publication(filters, published)
            if outlets and not filters.outlets:
                filters = replace(filters, outlets=outlets.names)
        return UnderstoodQuestion(
            asked=question,
            question=question,
            period=_period(question, context, of_events),
            filters=filters,
            intent=intent,
            subject=subject,
        )

    def _times(self, today: date) -> Times:
        # A question is looked at several times, and editions are looked up in the archive.
        @cache
        def times(text: str) -> Sequence[TimePhrase]:
            return time_phrases(text, today, dated_editions(text, self._library))

        return times

    def _outlets(self) -> tuple[str, ...]:
        return tuple(outlet for outlet, _ in self._library.facets().outlets)

    async def _self_contained(self, question: str, context: Context, times: Times) -> str:
        resolved = await asyncio.to_thread(resolve, question, context.history, times)
        if resolved.is_open and context.history and self._llm:
            rewritten = await rewrite(resolved.question, context.history, self._llm)
            return rewritten or resolved.question
        return resolved.question

    async def _translated(self, question: str) -> str | None:
        """The question in the language of the archive, where that is another.

        An English embedder finds next to nothing for a Chinese question over English documents
        (hit@1 .04 on XQuAD).
        """
        if self._llm is None or self._multilingual:
            return None
        archive = await asyncio.to_thread(lambda: self._library.main_language)
        if archive is None or detect_language(question) == archive:
            return None
        return await translate(question, archive, self._llm, await self.names_across(question))


def _period(question: str, context: Context, phrases: Sequence[TimePhrase]) -> MeantPeriod | None:
    if context.period:
        return MeantPeriod(context.period, words="")
    return meant_period(question, phrases) if context.understand_period else None


def _stands_apart(phrase: TimePhrase) -> bool:
    """Whether a time is no part of what it is about, as it is in "the 2016 agreement"."""
    return not phrase.is_attribute or phrase.span.start == 0


def _without(spans: Sequence[Span], question: str) -> str:
    """The question without its times and its outlet, which are no part of what is mentioned."""
    for span in sorted(spans, reverse=True):
        question = put(question, span, "")
    return " ".join(question.split()).lstrip(" ,，、")
