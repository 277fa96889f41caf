"""When what is cited was published: a small timeline, for the eye a drawing, read out as a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from rag.domain import Citation
from ui.showing.times import written_date
from ui.words import Words

_FIRST_PERCENT, _LAST_PERCENT = 6.0, 94.0
_NEAR_PERCENT = 12.0
"""What is nearer to each other stands at one stop: its numbers would overlap."""


def render_source_dates(citations: Iterable[Citation], t: Words) -> Markup:
    """The citations by day of publication; nothing, where no two days differ.

    Positions are attributes of SVG: a strict content security policy admits no inline style.
    """
    numbers: dict[date, list[int]] = {}
    undated = []
    for citation in citations:
        published = citation.document.publication.published
        if published:
            numbers.setdefault(published, []).append(citation.number)
        else:
            undated.append(citation.number)
    if len(numbers) < 2:
        return Markup()
    days = sorted(numbers)
    stops = Markup().join(
        _stop(percent, [(day, numbers[day]) for day in together], t)
        for percent, together in _stops(days)
    )
    note = t("sources.without_date", numbers=_marked(undated)) if undated else ""
    return Markup(
        '<figure class="dates"><figcaption>{}</figcaption>'
        '<svg role="list" aria-label="{}" width="100%" height="46">'
        '<line x1="0" x2="100%" y1="30" y2="30"></line>{}</svg>'
        '<p class="ends"><span>{}</span><span>{}</span></p>{}</figure>'
    ).format(
        *[t("sources.by_date")] * 2,
        stops,
        written_date(days[0], t),
        written_date(days[-1], t),
        Markup("<p>{}</p>").format(note) if note else "",
    )


def _stops(days: list[date]) -> list[tuple[float, list[date]]]:
    """The days, in order, by where they stand between the first and the last."""
    length = (days[-1] - days[0]).days
    stops: list[tuple[float, list[date]]] = []
    for day in days:
        share = (day - days[0]).days / length
        percent = _FIRST_PERCENT + share * (_LAST_PERCENT - _FIRST_PERCENT)
        if stops and percent - stops[-1][0] < _NEAR_PERCENT:
            stops[-1][1].append(day)
        else:
            stops.append((percent, [day]))
    return stops


def _stop(percent: float, days: list[tuple[date, list[int]]], t: Words) -> Markup:
    """A dot with its numbers, or the first and how many more; what it is called tells all."""
    called = "; ".join(f"{written_date(day, t)}: {_marked(numbers)}" for day, numbers in days)
    first, *others = sorted(number for _, numbers in days for number in numbers)
    shown = _marked([first]) + (f" +{len(others)}" if len(others) > 1 else _marked(others))
    return Markup(
        '<g role="listitem" aria-label="{0}"><title>{0}</title>'
        '<circle cx="{1:.1f}%" cy="30" r="5"></circle>'
        '<text x="{1:.1f}%" y="16" text-anchor="middle">{2}</text></g>'
    ).format(called, percent, shown)


def _marked(numbers: list[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)
