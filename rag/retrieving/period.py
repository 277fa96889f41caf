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


def passages_of(
    period: Period, mentions: Mapping[str, Sequence[MentionedDate]], reported: set[str]
) -> set[str]:
    """The passages that speak of a period or, speaking of no time at all, were published then.

    `mentions` has the times that each passage speaks of, `reported` those published then.
    """
    return {
        key
        for key, spoken_of in mentions.items()
        if any(map(period.is_meant_by, spoken_of)) or (key in reported and not spoken_of)
    }


def raised(scores: Mapping[str, float], of_period: set[str]) -> dict[str, float]:
    """Scores, 0 to 1, higher for the passages of the period."""
    return {key: score + (_BONUS if key in of_period else 0.0) for key, score in scores.items()}
