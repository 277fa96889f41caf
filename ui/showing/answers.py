"""An answer as HTML: escaped by construction, because `Markup.format` escapes what it is given.

Gradio's chat shows this HTML as it is (its Markdown is off), so that text of a document or of a
model is only ever text: no link, image or tag in it comes alive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from rag.domain import Answer, Claim, Form, Intent, Part, Refusal, RetrievedPassage
from rag.errors import CitedeskError
from rag.text.legible import legible
from rag.wording import confidence_in_words, refusal_title, supported_count
from ui.showing.claims import render_claim, render_disagreement, render_list
from ui.showing.documents import byline, title_link
from ui.showing.footnotes import Footnotes
from ui.showing.parts import render_rows
from ui.words import Words

# A whole marker, or one that is still being written at the end of the text.
_CITATION_MARKER = re.compile(r"\s*[\[【][\d\s,，、]*(?:[\]】]|$)")

_SNIPPET_CHARS = 180
_NOTHING = Markup()


def render_question(question: str) -> Markup:
    return Markup('<h2 class="question">{}</h2>').format(legible(question))


def render_progress(
    claims: Sequence[Claim], t: Words, pending: str = "", intent: Intent = "answer"
) -> Markup:
    """An answer that is being written: its checked claims, then the sentence not yet checked."""
    footnotes = Footnotes(claims, t)
    if intent != "answer":
        return _answer([render_list(claims, t, footnotes)] if claims else [])
    return _answer([*(render_claim(claim, t, footnotes) for claim in claims), _pending(pending, t)])


def render_parts(parts: Sequence[Part], t: Words, form: Form, pending: str = "") -> Markup:
    """An answer in parts that is being written: those that are finished, then what is not."""
    footnotes = Footnotes([claim for part in parts for claim in part.claims], t)
    rows = render_rows(parts, t, form, footnotes) if parts else Markup()
    return _answer([rows, _pending(pending, t)])


def render_answer(answer: Answer, t: Words, told: Sequence[str] = ()) -> Markup:
    """A finished answer or refusal, with its notices, how long it took and which model wrote it.

    Notices that were `told` before it are not said again.
    """
    notices = [notice for notice in answer.notices if notice not in told]
    footnotes = Footnotes(answer.claims, t)
    body = _refusal(answer.refusal, t) if answer.refusal else _body(answer, t, footnotes)
    return body + render_notices(notices, t) + footnotes.printed() + _colophon(answer, t)


def render_notices(notices: Sequence[str], t: Words) -> Markup:
    return Markup().join(
        Markup('<p class="notice"><strong>{}</strong> {}</p>').format(t("answer.note"), notice)
        for notice in notices
    )


def render_stopped(checked: Markup, t: Words) -> Markup:
    """What was checked (`render_progress`, with nothing pending), and that it was all."""
    note = "answer.stopped" if checked else "answer.stopped_early"
    return checked + render_notices([t(note)], t)


def render_failure(error: CitedeskError, checked: Markup = _NOTHING) -> Markup:
    """An error as what it is, after what was checked before it."""
    return checked + Markup(
        '<div class="failure" role="alert"><p><strong>{}</strong></p><p>{}</p></div>'
    ).format(error.message, error.hint)


def _body(answer: Answer, t: Words, footnotes: Footnotes) -> Markup:
    if answer.understood.intent != "answer":
        return _answer([render_list(answer.claims, t, footnotes)])
    disagreements = answer.disagreements
    if answer.parts:
        return _answer([render_rows(answer.parts, t, answer.form, footnotes, disagreements)])
    agreed = [render_claim(claim, t, footnotes) for claim in answer.agreed]
    apart = [render_disagreement(found, t, footnotes) for found in disagreements]
    return _answer([*agreed, *apart])


def _answer(pieces: Sequence[Markup]) -> Markup:
    body = Markup(" ").join(filter(None, pieces))
    return Markup('<div class="answer">{}</div>').format(body) if body else body


def _pending(text: str, t: Words) -> Markup:
    """A sentence that is being written, without its markers: they are not checked yet."""
    sentence = _CITATION_MARKER.sub("", text).strip()
    if not sentence:
        return Markup()
    return Markup('<span class="pending">{} <span class="label">{}</span></span>').format(
        sentence, t("answer.checking")
    )


def _refusal(refusal: Refusal, t: Words) -> Markup:
    advice = Markup('<p class="advice"><span class="label">{}</span> {}</p>').format(
        t("answer.advice"), refusal.advice
    )
    nearest = Markup('<p class="label">{}</p><ul>{}</ul>').format(
        t("answer.nearest"), Markup().join(_nearest(found, t) for found in refusal.nearest)
    )
    return Markup('<div class="refusal"><p class="title">{}</p><p>{}</p>{}{}</div>').format(
        refusal_title(refusal.reason, t.language),
        refusal.message,
        advice if refusal.advice else "",
        nearest if refusal.nearest else "",
    )


def _nearest(found: RetrievedPassage, t: Words) -> Markup:
    passage, document = found.passage, found.document
    text = " ".join(passage.text.split())
    snippet = text if len(text) <= _SNIPPET_CHARS else f"{text[:_SNIPPET_CHARS].rstrip()}\u2026"
    return Markup(
        '<li>{}<span class="byline">{}</span><span class="snippet">{}</span></li>'
    ).format(title_link(document, passage.start, passage.end), byline(document, t), snippet)


def _colophon(answer: Answer, t: Words) -> Markup:
    took = t("answer.seconds", seconds=answer.timings.total_ms / 1000)
    facts = [took, t("answer.model", llm=answer.model.llm)]
    if answer.understood.intent != "answer":
        facts = [t("answer.complete_search"), took]
    elif answer.claims:
        level = confidence_in_words(answer.confidence, t.language)
        supported = supported_count(answer, t.language)
        facts = [supported, t("answer.confidence", level=level), *facts]
    return Markup('<p class="colophon">{}</p>').format(" · ".join(facts))
