"""How a question was read, above its answer: for the reader to see and to correct.

A correction is a form whose fields chips.js sends to the page, so it works without a mouse and
survives Gradio's sanitizer, which leaves forms, labels and titles (and no data or aria attribute).
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from rag.domain import Context, Filters, MeantPeriod, Period, UnderstoodQuestion
from ui.times import ANY_TIME

_READ_AS = Markup('<p>{}: <span class="read">{}</span></p>')
_SAID = "Understood from the question"


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
    """The time that is meant, if one was understood, chosen or taken away, and the filters."""
    chips = Markup()
    if understood.period or not context.understand_period:
        chips += _time(understood.period, correctable)
    if context.filters != Filters():
        chips += _only(context.filters, "Set above the question")
    days, others = _said(understood.filters, context.filters)
    if days != Filters():
        chips += _only(days, _SAID, correctable)
    if others != Filters():
        chips += _only(others, _SAID)
    return chips


def _said(understood: Filters, chosen: Filters) -> tuple[Filters, Filters]:
    """What the question itself says of the days of publication, and of the rest."""
    days = Filters(
        since=understood.since if understood.since != chosen.since else None,
        until=understood.until if understood.until != chosen.until else None,
    )
    others = Filters(
        outlets=understood.outlets if understood.outlets != chosen.outlets else (),
        authors=understood.authors if understood.authors != chosen.authors else (),
        languages=understood.languages if understood.languages != chosen.languages else (),
    )
    return days, others


def _only(filters: Filters, why: str, removable: int | None = None) -> Markup:
    name = f"Only {filters}"
    chip = Markup('<span class="chip" title="{}">{}</span>').format(why, name)
    if removable is None:
        return chip
    return Markup('<div class="correctable">{}{}</div>').format(chip, _removal(name, removable))


def _time(meant: MeantPeriod | None, correctable: int | None) -> Markup:
    period = meant.period if meant else ANY_TIME
    name, why = _name(period), _why(meant)
    if correctable is None:
        return Markup('<span class="chip" title="{}">{}</span>').format(why, name)
    return Markup(
        '<div class="correctable"><details class="chip">'
        '<summary title="{}. Open to change it.">{}</summary>{}</details>{}</div>'
    ).format(
        why,
        name,
        _period_form(period, why, correctable),
        _removal(name, correctable) if meant else "",
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
        '<input type="hidden" name="exchange" value="{}">'
        '<label>From <input name="first" value="{}" size="12" placeholder="2016-11-18"></label> '
        '<label>to <input name="last" value="{}" size="12" placeholder="2016-11-18"></label> '
        '<button type="submit">Ask again</button></form>'
    ).format(why, exchange, *_written_ends(period))


def _removal(name: str, exchange: int) -> Markup:
    """The two days are sent empty: any time."""
    return Markup(
        '<form class="correction removal"><input type="hidden" name="exchange" value="{}">'
        '<input type="hidden" name="first" value=""><input type="hidden" name="last" value="">'
        '<button type="submit" title="Ask again about any time">'
        '<span class="unseen">Remove \u201c{}\u201d and ask again</span>\u2715</button></form>'
    ).format(exchange, name)


def _written_ends(period: Period) -> tuple[str, str]:
    first = "" if period.first == date.min else period.first.isoformat()
    last = "" if period.last == date.max else period.last.isoformat()
    return first, last
