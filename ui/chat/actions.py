"""What can be done with an answer: one quiet row of forms below it; and questions to be asked.

They are forms, whose fields actions.js sends to the page: so they work without a mouse, and survive
Gradio's sanitizer, which leaves forms, labels and titles. A form of the class "asks" is answered by
the assistant, one of the class "does" at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.showing.downloads import render_downloads
from ui.words import Words

if TYPE_CHECKING:
    from rag.conversations import Rating
    from ui.chat.exchange import Exchange


def render_actions(exchange: Exchange, *, is_last: bool) -> Markup:
    """The actions of an exchange that is over."""
    t, number = exchange.t, exchange.number
    actions = Markup()
    if exchange.finished:
        actions += _button("does", t("chat.copy"), does="copy", exchange=number)
        actions += _button("does", t("chat.show_sources"), does="sources", exchange=number)
    if is_last:
        actions += _button("asks", t("chat.retry"), asks="retry", exchange=number)
    if exchange.finished:
        actions += _rating(exchange)
    actions += _editing(exchange)
    if exchange.finished:
        actions += render_downloads(number, t)
    return Markup('<div class="actions">{}</div>').format(actions)


def render_follow_ups(exchange: Exchange) -> Markup:
    """Questions to which what was found has something to say, each asked by a click."""
    if not (exchange.finished and exchange.finished.follow_ups):
        return Markup()
    return Markup('<div class="follow-ups"><p class="lead">{}</p>{}</div>').format(
        exchange.t("chat.follow_ups"), _questions(exchange.finished.follow_ups)
    )


def render_welcome(suggestions: Sequence[str], t: Words) -> Markup:
    """Before the first question: what to expect, and questions to begin with."""
    return Markup('<p class="welcome">{}</p><p>{}</p><div class="first-questions">{}</div>').format(
        t("chat.heading"), t("chat.welcome"), _questions(suggestions)
    )


def _questions(questions: Sequence[str]) -> Markup:
    return Markup().join(
        _button("asks", question, asks="question", question=question) for question in questions
    )


def _editing(exchange: Exchange) -> Markup:
    """A line to edit, whatever the question had: the sanitizer takes a textarea away."""
    t = exchange.t
    return Markup(
        '<details class="editing"><summary>{}</summary><form class="asks">{}'
        '<label>{}<input name="question" value="{}"></label>'
        '<button type="submit">{}</button></form></details>'
    ).format(
        t("chat.edit"),
        _hidden(asks="edited", exchange=exchange.number),
        t("chat.edit_label"),
        " ".join(exchange.question.splitlines()),
        t("chat.ask"),
    )


def _rating(exchange: Exchange) -> Markup:
    """Two verdicts of the reader, the one that was given marked as such, and its comment."""
    t, rating = exchange.t, exchange.rating
    verdicts = Markup()
    for good, name in ((True, t("chat.right")), (False, t("chat.wrong"))):
        is_given = rating is not None and rating.good is good
        verdicts += _button(
            "does given" if is_given else "does",
            t("chat.given", name=name) if is_given else name,
            does="rate",
            exchange=exchange.number,
            good=int(good),
        )
    return verdicts + (_comment(exchange.number, rating, t) if rating else Markup())


def _comment(number: int, rating: Rating, t: Words) -> Markup:
    return Markup(
        '<form class="does comment">{}<label>{}<input name="comment" value="{}" maxlength="2000">'
        '</label> <button type="submit">{}</button></form>'
    ).format(
        _hidden(does="rate", exchange=number, good=int(rating.good)),
        t("chat.comment"),
        rating.comment,
        t("chat.save"),
    )


def _button(css_class: str, name: str, **fields: str | int) -> Markup:
    """A form that is one button."""
    return Markup('<form class="{}">{}<button type="submit">{}</button></form>').format(
        css_class, _hidden(**fields), name
    )


def _hidden(**fields: str | int) -> Markup:
    return Markup().join(
        Markup('<input type="hidden" name="{}" value="{}">').format(*field)
        for field in fields.items()
    )
