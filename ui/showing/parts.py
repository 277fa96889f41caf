"""An answer in parts as HTML: a table by outlet, or a timeline."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rag.domain import Form, Part
from ui.showing.claims import render_claim
from ui.showing.footnotes import Footnotes
from ui.words import Words


def render_rows(parts: Sequence[Part], t: Words, form: Form, footnotes: Footnotes) -> Markup:
    """The parts in their order, in the form in which the answer was wished for."""
    rows = [(part.heading, _told(part, t, footnotes)) for part in parts]
    return _timeline(rows, t) if form == "timeline" else _table(rows, t)


def _table(rows: Sequence[tuple[str, Markup]], t: Words) -> Markup:
    body = Markup().join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(*row) for row in rows
    )
    return Markup(
        '<table class="by-outlet"><caption>{}</caption><thead><tr><th scope="col">{}</th>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>'
    ).format(t("answer.by_outlet"), t("answer.outlet"), t("answer.what_it_says"), body)


def _timeline(rows: Sequence[tuple[str, Markup]], t: Words) -> Markup:
    items = Markup().join(Markup('<li><p class="when">{}</p>{}</li>').format(*row) for row in rows)
    return Markup('<h3>{}</h3><ol class="timeline">{}</ol>').format(t("answer.timeline"), items)


def _told(part: Part, t: Words, footnotes: Footnotes) -> Markup:
    """Its claims, or why there is none."""
    if part.note:
        return Markup('<p class="absent">{}</p>').format(part.note)
    return Markup(" ").join(render_claim(claim, t, footnotes) for claim in part.claims)
