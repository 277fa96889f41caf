"""A time that a question is about moves what speaks of it up, and leaves nothing out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rag.domain import Filters, MentionedDate, Period

_BONUS = 0.5
"""What speaking of the time is worth, on the scale of scores, 0 to 1."""
_REPORTED_WITHIN = timedelta(days=31)
"""News of an event comes out while it lasts or soon after."""
_LONGEST_MENTION = timedelta(days=366)
"""A decade that is mentioned in passing says little of any year in it."""


def reported_in(period: Period, filters: Filters) -> Filters | None:
    """The filters, narrowed to what was published in a period or soon after; None: to nothing."""
    since = max(period.first, filters.since or date.min)
    end = date.max if period.last > date.max - _REPORTED_WITHIN else period.last + _REPORTED_WITHIN
    until = min(end, filters.until or date.max)
    if since > until:
        return None
    return replace(
        filters,
        since=None if since == date.min else since,
        until=None if until == date.max else until,
    )


def speaks_of(period: Period, mentions: Sequence[MentionedDate]) -> bool:
    """Whether one of the times that a passage speaks of lies in the period, if only in part."""
    longest = max(_LONGEST_MENTION, period.last - period.first)
    return any(
        mention.last - mention.first <= longest and period.overlaps(mention.first, mention.last)
        for mention in mentions
    )


def prefer(
    scores: Mapping[str, float],
    period: Period,
    mentions: Mapping[str, Sequence[MentionedDate]],
    reported: set[str],
) -> tuple[dict[str, float], set[str]]:
    """The scores, higher for the passages that are of the period, and which passages these are.

    A passage is of it if it speaks of it or, speaking of no other time, was published then.
    """
    fitting = {
        key
        for key in scores
        if speaks_of(period, mentions.get(key, ()))
        or (key in reported and not mentions.get(key, ()))
    }
    raised = {key: score + (_BONUS if key in fitting else 0.0) for key, score in scores.items()}
    return raised, fitting
