"""Reads a question as it was meant: what it refers to, when, and in which language to search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from rag.domain import Context, MeantPeriod, UnderstoodQuestion
from rag.library import Library
from rag.models.chat import LanguageModel
from rag.retrieving.understanding.editions import dated_editions
from rag.retrieving.understanding.followups.resolving import resolve
from rag.retrieving.understanding.followups.rewording import Times
from rag.retrieving.understanding.followups.rewriting import rewrite
from rag.retrieving.understanding.intents import intent_of
from rag.retrieving.understanding.publishing import (
    NamedOutlets,
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
        asked = question
        question = await self._self_contained(question, context, times)
        phrases = times(question)
        published = publication_times(question, phrases)
        outlets = named_outlets(question, self._outlets)
        filters = context.filters
        if context.understand_filters:
            filters = with_publication(filters, published)
            if outlets and not filters.outlets:
                filters = replace(filters, outlets=outlets.names)
        intent, subject = intent_of(_without_when_and_where(question, phrases, published, outlets))
        return UnderstoodQuestion(
            asked=asked,
            question=question,
            translation=await self._translated(question),
            period=_period(question, context, phrases, published),
            filters=filters,
            intent=intent,
            subject=subject,
        )

    def names_across(self, text: str) -> dict[str, str]:
        """The names of a text as the archive itself gives them in the other script."""
        found = self._library.lexical_search(text, _LINKING_PASSAGES)
        passages = self._library.passages([key for key, _ in found]).values()
        return linked_names(
            text, (f"{document.title}\n{passage.text}" for passage, document in passages)
        )

    def spellings(self, subject: str) -> tuple[str, ...]:
        """A subject as it is written, and as the archive links it in the other script."""
        across = self.names_across(subject)
        return (subject, *([across[subject]] if subject in across else []))

    def _times(self, today: date) -> Times:
        # A question is looked at several times, and editions are looked up in the archive.
        @cache
        def times(text: str) -> Sequence[TimePhrase]:
            return time_phrases(text, today, dated_editions(text, self._library))

        return times

    def _outlets(self) -> tuple[str, ...]:
        return tuple(outlet for outlet, _ in self._library.facets().outlets)

    async def _self_contained(self, question: str, context: Context, times: Times) -> str:
        resolved = resolve(question, context.history, times)
        if resolved.is_open and context.history and self._llm:
            rewritten = await rewrite(resolved.question, context.history, self._llm)
            return rewritten or resolved.question
        return resolved.question

    async def _translated(self, question: str) -> str | None:
        """The question in the language of the archive, where that is another.

        An English embedder finds next to nothing for a Chinese question over English documents
        (hit@1 .04 on XQuAD).
        """
        archive = self._library.main_language
        is_understood = archive is None or detect_language(question) == archive
        if self._llm is None or self._multilingual or archive is None or is_understood:
            return None
        return await translate(question, archive, self._llm, self.names_across(question))


def _period(
    question: str,
    context: Context,
    phrases: Sequence[TimePhrase],
    published: Sequence[PublicationTime],
) -> MeantPeriod | None:
    if context.period:
        return MeantPeriod(context.period, words="")
    if not context.understand_period:
        return None
    of_publication = [time.phrase for time in published]
    return meant_period(question, [phrase for phrase in phrases if phrase not in of_publication])


def _without_when_and_where(
    question: str,
    phrases: Sequence[TimePhrase],
    published: Sequence[PublicationTime],
    outlets: NamedOutlets | None,
) -> str:
    """The question without its times and its outlet, which are no part of what is mentioned."""
    spans = [time.span for time in published]
    of_publication = [time.phrase for time in published]
    spans += [
        phrase.span
        for phrase in phrases
        if phrase not in of_publication and (not phrase.is_attribute or phrase.span.start == 0)
    ]
    if outlets:
        spans.append(outlets.span)
    for span in sorted(spans, reverse=True):
        question = question[: span.start] + question[span.end :]
    return " ".join(question.split())
