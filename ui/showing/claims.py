"""Checked sentences as HTML, each with its markers, its verdict and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rag.domain import Claim, Disagreement, Verdict
from rag.wording import VERDICT_SIGNS, relation_title, verdict_label
from ui.showing.footnotes import Footnotes
from ui.words import Words


def render_claim(claim: Claim, t: Words, footnotes: Footnotes) -> Markup:
    """The sentence; what is not supported says so by sign and name, and why."""
    markers = footnotes.markers(claim)
    if claim.verdict is not Verdict.SUPPORTED:
        return Markup(
            '<span class="claim {}"><span class="text">{}</span>{}'
            '<span class="why"><span class="label">{} {}</span> {}</span></span>'
        ).format(
            claim.verdict.name.lower(),
            claim.text,
            markers,
            VERDICT_SIGNS[claim.verdict],
            verdict_label(claim.verdict, t.language),
            "; ".join(claim.reasons),
        )
    # The sign stays with the last word, and is not copied: style sheets write it.
    sentence = Markup('<span class="claim supported">{}{}</span>').format(claim.text, markers)
    return sentence + Markup().join(_origin(reason, t) for reason in claim.reasons)


def render_list(claims: Sequence[Claim], t: Words, footnotes: Footnotes) -> Markup:
    """The first claim says how many, each of the others is an entry."""
    first, *entries = (render_claim(claim, t, footnotes) for claim in claims)
    return Markup("<p>{}</p><ul>{}</ul>").format(first, _items(entries))


def render_disagreement(disagreement: Disagreement, t: Words, footnotes: Footnotes) -> Markup:
    """What sources do not say alike, under a heading; each side is an entry."""
    sides = [render_claim(side, t, footnotes) for side in disagreement.sides]
    return Markup('<section class="disagreement"><h3>{}</h3><ul>{}</ul></section>').format(
        relation_title(disagreement.relation, t.language), _items(sides)
    )


def _items(entries: Sequence[Markup]) -> Markup:
    return Markup().join(Markup("<li>{}</li>").format(entry) for entry in entries)


def _origin(reason: str, t: Words) -> Markup:
    """How a supported sentence came about, e.g. of which checked sentence it is a translation."""
    return Markup('<details class="origin"><summary>{}</summary><p>{}</p></details>').format(
        t("answer.how_checked"), reason[:1].upper() + reason[1:]
    )
