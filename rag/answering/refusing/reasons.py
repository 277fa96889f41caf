"""Which reason there is to be silent, before anything is written and after."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.refusing.premises import premise_faults
from rag.answering.refusing.subjects import absent_subjects
from rag.answering.refusing.wording import either, refuse
from rag.answering.verification.spans import Evidence
from rag.answering.verification.speakers import words_of_another
from rag.domain import Period, Refusal, RetrievedPassage, UnderstoodQuestion
from rag.text import detect_language
from rag.text.speech import asked_speaker

_LONGEST_MENTION_DAYS = 366
"""A century mentioned in passing does not make an archive reach over it."""


def reason_before(
    understood: UnderstoodQuestion, retrieved: Sequence[RetrievedPassage]
) -> Refusal | None:
    """The refusal where what was found cannot hold an answer: it is of another time, or does not
    mention what is asked about."""
    asked = understood.period.period if understood.period else None
    reach = reach_of(retrieved)
    if asked and reach and not asked.overlaps(reach.first, reach.last):
        is_chinese = detect_language(understood.asked) == "zh"
        asked_for, covered = (p.in_chinese if is_chinese else str(p) for p in (asked, reach))
        return refuse("outside_period", understood, retrieved, asked=asked_for, covered=covered)
    documents = {found.document.id: found.document for found in retrieved}.values()
    if absent := absent_subjects(understood.question, documents):
        subjects = either(absent, detect_language(understood.asked))
        return refuse("not_covered", understood, retrieved, subjects=subjects)
    return None


def reason_after(
    understood: UnderstoodQuestion,
    evidences: Sequence[Evidence],
    retrieved: Sequence[RetrievedPassage],
) -> Refusal | None:
    """The refusal where what was written is held by its sources, and answers something else."""
    question = understood.translation or understood.question
    if speaker := words_of_another(question, evidences):
        asked = asked_speaker(question)
        return refuse("other_speaker", understood, retrieved, speaker=speaker, asked=asked)
    for fault in premise_faults(question, evidences):
        if fault.contradicts:
            # The checks speak of a claim; here the question is held against the evidence.
            difference = fault.phrase.replace("the claim", "the question")
            return refuse("false_premise", understood, retrieved, difference=difference)
    return None


def reach_of(retrieved: Sequence[RetrievedPassage]) -> Period | None:
    """From the first year to the last that passages speak of or were published in; None: no time
    is known."""
    published = [found.document.publication.published for found in retrieved]
    days = [day for day in published if day]
    for found in retrieved:
        for mention in found.passage.mentions:
            if (mention.last - mention.first).days <= _LONGEST_MENTION_DAYS:
                days += [mention.first, mention.last]
    if not days:
        return None
    return Period(min(days).replace(month=1, day=1), max(days).replace(month=12, day=31))
