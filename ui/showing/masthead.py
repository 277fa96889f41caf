"""The bar at the top of every page: the pages there are, the other language, the way out."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from ui.access.visitor import NOBODY, Visitor
from ui.words import LANGUAGE_NAMES, Words

Room = Literal["chat", "library", "conversations", "settings"]

ADDRESS_OF: dict[Room, str] = {
    "chat": "/",
    "library": "/library",
    "conversations": "/conversations",
    "settings": "/settings",
}


def render_masthead(visitor: Visitor, current: Room | None = None, note: str = "") -> Markup:
    """The bar; `current` is the page that is shown, `note` what stands beside the name."""
    t = Words(visitor.language)
    pages = Markup().join(
        Markup('<a href="{}"{}>{}</a>').format(
            address, Markup(' aria-current="page"') if room == current else "", t(f"shell.{room}")
        )
        for room, address in ADDRESS_OF.items()
    )
    navigation = Markup('<nav aria-label="{}">{}</nav>').format(t("shell.pages"), pages)
    others = Markup().join(
        Markup('<a href="/language/{0}" hreflang="{0}" lang="{0}">{1}</a>').format(code, name)
        for code, name in LANGUAGE_NAMES.items()
        if code != visitor.language
    )
    return Markup(
        '<header class="masthead"><a class="name" href="/">Citedesk</a><p>{}</p>'
        '{}<div class="languages">{}</div>{}</header>'
    ).format(note, navigation if visitor.user != NOBODY else "", others, _way_out(visitor, t))


def _way_out(visitor: Visitor, t: Words) -> Markup:
    if not visitor.signed_in:
        return Markup()
    return Markup(
        '<form class="account" method="post" action="/sign-out">'
        '<span title="{}">{}</span> <button>{}</button></form>'
    ).format(t("access.signed_in_as", user=visitor.user), visitor.user, t("access.sign_out"))
