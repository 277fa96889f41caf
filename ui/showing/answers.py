"""An answer as HTML: escaped by construction, because `Markup.format` escapes what it is given.

Gradio's chat shows this HTML as it is (its Markdown is off), so that text of a document or of a
model is only ever text: no link, image or tag in it comes alive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from rag.domain import (
    Answer,
    Citation,
    Claim,
    Disagreement,
    Document,
    Intent,
    Refusal,
    RetrievedPassage,
    Verdict,
)
from rag.errors import CitedeskError
from rag.links import document_path
from rag.wording import (
    REFUSAL_TITLES,
    RELATION_TITLES,
    VERDICT_SIGNS,
    confidence_in_words,
    supported_count,
    verdict_label,
)
from ui.showing.times import written_date

# A whole marker, or one that is still being written at the end of the text.
_CITATION_MARKER = re.compile(r"\s*[\[【][\d\s,，、]*(?:[\]】]|$)")

_SNIPPET_CHARS = 180


def render_question(question: str) -> str:
    return Markup('<p class="question">{}</p>').format(question)


def render_progress(claims: Sequence[Claim], pending: str, intent: Intent = "answer") -> str:
    """An answer that is being written: its checked claims, then the sentence not yet checked."""
    if intent != "answer":
        return _list(claims)
    parts = [_claim(claim) for claim in claims]
    if text := _CITATION_MARKER.sub("", pending).strip():
        parts.append(
            Markup(
                '<span class="pending">{} <span class="label">checking\u2026</span></span>'
            ).format(text)
        )
    return _answer(parts)


def render_answer(answer: Answer, told: Sequence[str] = ()) -> str:
    """A finished answer or refusal, with its notices, how long it took and which model wrote it.

    Notices that were `told` before it are not said again.
    """
    notices = [notice for notice in answer.notices if notice not in told]
    return _body(answer) + render_notices(notices) + _colophon(answer)


def render_notices(notices: Sequence[str]) -> Markup:
    return Markup().join(Markup('<p class="notice">{}</p>').format(notice) for notice in notices)


def render_stopped(claims: Sequence[Claim]) -> str:
    note = "You stopped this answer. What stands above was checked." if claims else "You stopped."
    return _answer([_claim(claim) for claim in claims]) + render_notices([note])


def render_failure(error: CitedeskError, claims: Sequence[Claim] = ()) -> str:
    """An error as what it is, after the claims that were checked before it."""
    return _answer([_claim(claim) for claim in claims]) + Markup(
        '<div class="failure" role="alert"><p><strong>{}</strong></p><p>{}</p></div>'
    ).format(error.message, error.hint)


def byline(document: Document) -> str:
    """Outlet, author and date in one line; an unknown date is said to be unknown."""
    publication = document.publication
    published = written_date(publication.published) if publication.published else "undated"
    parts = (publication.outlet, publication.author, published)
    return ", ".join(part for part in parts if part)


def link_to(document: Document, start: int, end: int, content: str, css_class: str) -> Markup:
    """A link to a span of a document; `content` is escaped unless it is Markup."""
    return Markup(
        '<a class="{}" href="{}" target="_blank" rel="noopener" title="{}, {}">{}</a>'
    ).format(
        css_class,
        document_path(document.id, start, end),
        document.title,
        byline(document),
        content,
    )


def _body(answer: Answer) -> Markup:
    if answer.refusal:
        return _refusal(answer.refusal)
    if answer.understood.intent != "answer":
        return _list(answer.claims)
    agreed = [_claim(claim) for claim in answer.agreed]
    return _answer([*agreed, *map(_disagreement, answer.disagreements)])


def _answer(parts: Sequence[Markup]) -> Markup:
    return (
        Markup('<div class="answer">{}</div>').format(Markup(" ").join(parts))
        if parts
        else Markup()
    )


def _disagreement(disagreement: Disagreement) -> Markup:
    """What sources do not say alike, under a heading; each side is an entry."""
    sides = map(_claim, disagreement.sides)
    return Markup('<section class="disagreement"><h3>{}</h3><ul>{}</ul></section>').format(
        RELATION_TITLES[disagreement.relation],
        Markup().join(Markup("<li>{}</li>").format(side) for side in sides),
    )


def _list(claims: Sequence[Claim]) -> Markup:
    """The first claim says how many, each of the others is an entry."""
    first, *entries = map(_claim, claims)
    items = Markup().join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return _answer([Markup("<p>{}</p><ul>{}</ul>").format(first, items)])


def _claim(claim: Claim) -> Markup:
    markers = _markers(claim)
    if claim.verdict is not Verdict.SUPPORTED:
        return Markup(
            '<span class="claim {}"><span class="text">{}</span>{}'
            '<span class="why"><span class="label">{} {}</span> {}</span></span>'
        ).format(
            claim.verdict.name.lower(),
            claim.text,
            markers,
            VERDICT_SIGNS[claim.verdict],
            verdict_label(claim.verdict),
            "; ".join(claim.reasons),
        )
    # The sign stays with the last word, and is not copied: style sheets write it.
    sentence = Markup('<span class="claim supported">{}{}</span>').format(claim.text, markers)
    return sentence + Markup().join(_origin(reason) for reason in claim.reasons)


def _origin(reason: str) -> Markup:
    """How a supported sentence came about, e.g. of which checked sentence it is a translation."""
    return Markup(
        '<details class="origin"><summary>How this was checked</summary><p>{}</p></details>'
    ).format(reason[:1].upper() + reason[1:])


def _markers(claim: Claim) -> Markup:
    """The markers of `Claim.marked_text`, as links."""
    return Markup().join(
        Markup("<sup>{}</sup>").format(Markup("\u2013").join(map(_marker, ends)))
        for ends in claim.markers
    )


def _marker(citation: Citation) -> Markup:
    text = f"[{citation.number}]"
    return link_to(citation.document, citation.start, citation.end, text, "citation")


def _refusal(refusal: Refusal) -> Markup:
    nearest = Markup().join(_nearest(found) for found in refusal.nearest)
    return Markup('<div class="refusal"><p class="title">{}</p><p>{}</p>{}{}</div>').format(
        REFUSAL_TITLES[refusal.reason],
        refusal.message,
        Markup('<p class="advice"><span class="label">What would answer it</span> {}</p>').format(
            refusal.advice
        )
        if refusal.advice
        else "",
        Markup('<p class="label">Nearest passages</p><ul>{}</ul>').format(nearest)
        if nearest
        else "",
    )


def _nearest(found: RetrievedPassage) -> Markup:
    passage, document = found.passage, found.document
    text = " ".join(passage.text.split())
    snippet = text if len(text) <= _SNIPPET_CHARS else f"{text[:_SNIPPET_CHARS].rstrip()}\u2026"
    return Markup(
        '<li>{}<span class="byline">{}</span><span class="snippet">{}</span></li>'
    ).format(
        link_to(document, passage.start, passage.end, document.title, "source-link"),
        byline(document),
        snippet,
    )


def _colophon(answer: Answer) -> Markup:
    took = f"{answer.timings.total_ms / 1000:.1f} s"
    facts = [took, f"model {answer.model.llm}"]
    if answer.understood.intent != "answer":
        facts = ["A complete search, without a language model", took]
    elif answer.claims:
        confidence = f"confidence {confidence_in_words(answer.confidence)}"
        facts = [supported_count(answer), confidence, *facts]
    return Markup('<p class="colophon">{}</p>').format(" · ".join(facts))
