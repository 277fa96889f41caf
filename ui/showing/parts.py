"""An answer in parts as HTML: a table by outlet, or a timeline."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rag.domain import Disagreement, Form, Part
from ui.showing.claims import render_claim, render_disagreement
from ui.showing.footnotes import Footnotes
from ui.words import Words


def render_rows(
    parts: Sequence[Part],
    t: Words,
    form: Form,
    footnotes: Footnotes,
    disagreements: Sequence[Disagreement] = (),
) -> Markup:
    """The parts in their order, in the form in which the answer was wished for.

    What the sources of one part do not say alike stands there; what those of several do not, below.
    """
    rows, across = [], list(disagreements)
    for part in parts:
        within = [found for found in across if set(found.sides) <= set(part.claims)]
        across = [found for found in across if found not in within]
        rows.append((part.heading, _told(part, t, footnotes, within)))
    told = _timeline(rows, t) if form == "timeline" else _table(rows, t)
    return told + Markup().join(render_disagreement(found, t, footnotes) for found in across)


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


def _told(
    part: Part, t: Words, footnotes: Footnotes, disagreements: Sequence[Disagreement]
) -> Markup:
    """Its claims, or why there is none."""
    if part.note:
        return Markup('<p class="absent">{}</p>').format(part.note)
    sides = {side for found in disagreements for side in found.sides}
    agreed = [render_claim(claim, t, footnotes) for claim in part.claims if claim not in sides]
    apart = [render_disagreement(found, t, footnotes) for found in disagreements]
    return Markup(" ").join([*agreed, *apart])
