"""How a question was read, above its answer: for the reader to see and to correct.

A correction is a form whose fields chips.js sends to the page, so it works without a mouse and
survives Gradio's sanitizer, which leaves forms, labels and titles (and no data or aria attribute).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from markupsafe import Markup

from rag.domain import Context, Filters, MeantPeriod, Period, UnderstoodQuestion
from ui.showing.times import ANY_TIME

_READ_AS = Markup('<p>{}: <span class="read">{}</span></p>')


def render_understood(
    understood: UnderstoodQuestion, context: Context, correctable: int | None
) -> Markup:
    """What of it needs to be seen; nothing, where the question is searched as it was asked.

    `correctable` is the number of the exchange in its conversation; None: it cannot be corrected
    now, because it is still being answered.
    """
    lines = []
    if understood.question != understood.asked:
        lines.append(_READ_AS.format("Read as", understood.question))
    if understood.translation:
        lines.append(_READ_AS.format("Also searched as", understood.translation))
    if chips := _chips(understood, context, correctable):
        lines.append(Markup('<div class="chips">{}</div>').format(chips))
    body = Markup().join(lines)
    return Markup('<div class="understood">{}</div>').format(body) if body else body


def _chips(understood: UnderstoodQuestion, context: Context, correctable: int | None) -> Markup:
    """The time that is meant and the filters, as understood, as set, or as taken away."""
    chips = Markup()
    if understood.period or not context.understand_period:
        chips += _time(understood.period, correctable)
    if context.filters != Filters():
        chips += _only(context.filters, "Set above the question")
    said = _said(understood.filters, context.filters)
    if said != Filters():
        chips += _only(said, "Understood from the question", correctable)
    if not context.understand_filters:
        chips += _chip("Filters of the question removed", "You took them away")
    return chips


def _said(understood: Filters, chosen: Filters) -> Filters:
    """What the question itself says of publication: the filters that were not set."""
    return Filters(
        since=understood.since if understood.since != chosen.since else None,
        until=understood.until if understood.until != chosen.until else None,
        outlets=understood.outlets if understood.outlets != chosen.outlets else (),
        authors=understood.authors if understood.authors != chosen.authors else (),
        languages=understood.languages if understood.languages != chosen.languages else (),
    )


def _only(filters: Filters, why: str, removable: int | None = None) -> Markup:
    name = f"Only {filters}"
    chip = _chip(name, why)
    if removable is None:
        return chip
    removal = _removal(name, removable, corrects="filters")
    return Markup('<div class="correctable">{}{}</div>').format(chip, removal)


def _chip(name: str, why: str) -> Markup:
    return Markup('<span class="chip" title="{}">{}</span>').format(why, name)


def _time(meant: MeantPeriod | None, correctable: int | None) -> Markup:
    period = meant.period if meant else ANY_TIME
    name, why = _name(period), _why(meant)
    if correctable is None:
        return _chip(name, why)
    return Markup(
        '<div class="correctable"><details class="chip">'
        '<summary title="{}. Open to change it.">{}</summary>{}</details>{}</div>'
    ).format(
        why,
        name,
        _period_form(period, why, correctable),
        _removal(name, correctable, corrects="period") if meant else "",
    )


def _name(period: Period) -> str:
    is_open = period != ANY_TIME and (period.first == date.min or period.last == date.max)
    return f"About the time {period}" if is_open else f"About {period}"


def _why(meant: MeantPeriod | None) -> str:
    if meant is None:
        return "You took the time away"
    if meant.words:
        said = f"Understood from \u201c{meant.words}\u201d"
        return f"{said}: {meant.explanation.rstrip('.')}" if meant.explanation else said
    return "You chose this time"


def _period_form(period: Period, why: str, exchange: int) -> Markup:
    return Markup(
        '<form class="correction"><p>{}. Passages that speak of this time come first.</p>'
        "{}"
        '<label>From <input name="first" value="{}" size="12" placeholder="2016-11-18"></label> '
        '<label>to <input name="last" value="{}" size="12" placeholder="2016-11-18"></label> '
        '<button type="submit">Ask again</button></form>'
    ).format(why, _hidden(exchange=exchange, corrects="period"), *_written_ends(period))


def _removal(name: str, exchange: int, corrects: Literal["period", "filters"]) -> Markup:
    """A period is removed by two empty days: any time."""
    days = {"first": "", "last": ""} if corrects == "period" else {}
    return Markup(
        '<form class="correction removal">{}<button type="submit" title="Ask again without it">'
        '<span class="unseen">Remove \u201c{}\u201d and ask again</span>\u2715</button></form>'
    ).format(_hidden(exchange=exchange, corrects=corrects, **days), name)


def _hidden(**fields: str | int) -> Markup:
    return Markup().join(
        Markup('<input type="hidden" name="{}" value="{}">').format(*field)
        for field in fields.items()
    )


def _written_ends(period: Period) -> tuple[str, str]:
    first = "" if period.first == date.min else period.first.isoformat()
    last = "" if period.last == date.max else period.last.isoformat()
    return first, last
