"""How a question was read, above its answer: for the reader to see and to correct.

A correction is a form whose fields actions.js sends to the page, so it works without a mouse and
survives Gradio's sanitizer, which leaves forms, labels and titles (and no data or aria attribute).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from markupsafe import Markup

from rag.domain import Context, Filters, MeantPeriod, Period, UnderstoodQuestion
from rag.wording import written_filters, written_period
from ui.showing.times import ANY_TIME
from ui.words import Words

_READ_AS = Markup('<p>{}: <span class="read">{}</span></p>')


def render_understood(
    understood: UnderstoodQuestion, t: Words, context: Context, correctable: int | None
) -> Markup:
    """What of it needs to be seen; nothing, where the question is searched as it was asked.

    `correctable` is the number of the exchange in its conversation; None: it cannot be corrected
    now, because it is still being answered.
    """
    lines = []
    if understood.question != understood.asked:
        lines.append(_READ_AS.format(t("understanding.read_as"), understood.question))
    if understood.translation:
        lines.append(_READ_AS.format(t("understanding.also_searched_as"), understood.translation))
    if chips := _chips(understood, t, context, correctable):
        lines.append(Markup('<div class="chips">{}</div>').format(chips))
    body = Markup().join(lines)
    return Markup('<div class="understood">{}</div>').format(body) if body else body


def _chips(
    understood: UnderstoodQuestion, t: Words, context: Context, correctable: int | None
) -> Markup:
    """The time that is meant and the filters, as understood, as set, or as taken away."""
    chips = Markup()
    if understood.period or not context.understand_period:
        chips += _time(understood.period, t, correctable)
    if context.filters != Filters():
        chips += _chip(_only(context.filters, t), t("understanding.set_above"))
    said = _said(understood.filters, context.filters)
    if said != Filters():
        chips += _understood_filters(_only(said, t), t, correctable)
    if not context.understand_filters:
        chips += _chip(t("understanding.filters_removed"), t("understanding.you_removed_them"))
    return chips


def _said(understood: Filters, chosen: Filters) -> Filters:
    """What the question itself says of publication: the filters that were not set."""
    return Filters(
        since=understood.since if understood.since != chosen.since else None,
        until=understood.until if understood.until != chosen.until else None,
        outlets=understood.outlets if understood.outlets != chosen.outlets else (),
        authors=understood.authors if understood.authors != chosen.authors else (),
        languages=understood.languages if understood.languages != chosen.languages else (),
        collections=understood.collections if understood.collections != chosen.collections else (),
    )


def _only(filters: Filters, t: Words) -> str:
    return t("understanding.only", filters=written_filters(filters, t.language))


def _understood_filters(name: str, t: Words, correctable: int | None) -> Markup:
    chip = _chip(name, t("understanding.from_question"))
    if correctable is None:
        return chip
    removal = _removal(name, t, correctable, corrects="filters")
    return Markup('<div class="correctable">{}{}</div>').format(chip, removal)


def _chip(name: str, why: str) -> Markup:
    return Markup('<span class="chip" title="{}">{}</span>').format(why, name)


def _time(meant: MeantPeriod | None, t: Words, correctable: int | None) -> Markup:
    period = meant.period if meant else ANY_TIME
    name, why = _name(period, t), _why(meant, t)
    if correctable is None:
        return _chip(name, why)
    return Markup(
        '<div class="correctable"><details class="chip">'
        '<summary title="{}">{}</summary>{}</details>{}</div>'
    ).format(
        t("understanding.open_to_change", why=why),
        name,
        _period_form(period, t, why, correctable),
        _removal(name, t, correctable, corrects="period") if meant else "",
    )


def _name(period: Period, t: Words) -> str:
    is_open = period != ANY_TIME and (period.first == date.min or period.last == date.max)
    about = "understanding.about_time" if is_open else "understanding.about"
    return t(about, period=written_period(period, t.language))


def _why(meant: MeantPeriod | None, t: Words) -> str:
    if meant is None:
        return t("understanding.you_removed_time")
    if not meant.words:
        return t("understanding.you_chose_time")
    said = t("understanding.from_words", words=meant.words)
    explanation = meant.explanation.rstrip(".")
    if not explanation:
        return said
    return t("understanding.explained", from_words=said, explanation=explanation)


def _period_form(period: Period, t: Words, why: str, exchange: int) -> Markup:
    return Markup(
        '<form class="correction"><p>{}</p>{}'
        '<label>{} <input name="first" value="{}" size="12" placeholder="2016-11-18"></label> '
        '<label>{} <input name="last" value="{}" size="12" placeholder="2016-11-18"></label> '
        '<button type="submit">{}</button></form>'
    ).format(
        t("understanding.time_is_preferred", why=why),
        _hidden(exchange=exchange, corrects="period"),
        t("understanding.from"),
        "" if period.first == date.min else period.first.isoformat(),
        t("understanding.to"),
        "" if period.last == date.max else period.last.isoformat(),
        t("understanding.ask_again"),
    )


def _removal(name: str, t: Words, exchange: int, corrects: Literal["period", "filters"]) -> Markup:
    """A period is removed by two empty days: any time."""
    days = {"first": "", "last": ""} if corrects == "period" else {}
    return Markup(
        '<form class="correction removal">{}<button type="submit" title="{}">'
        '<span class="unseen">{}</span>\u2715</button></form>'
    ).format(
        _hidden(exchange=exchange, corrects=corrects, **days),
        t("understanding.ask_without"),
        t("understanding.remove", chip=name),
    )


def _hidden(**fields: str | int) -> Markup:
    return Markup().join(
        Markup('<input type="hidden" name="{}" value="{}">').format(*field)
        for field in fields.items()
    )
