"""CSS as far as it makes text invisible: style attributes, and a page's own style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_SIZE = re.compile(r"(-?\d{0,6}\.?\d{1,6})(px|pt|em|rem|%|vw|vh)?")
_TINY = {"px": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "%": 10.0}
_OFF_SCREEN = {"px": -500.0, "pt": -500.0, "em": -50.0, "rem": -50.0}
_OFF_SCREEN_SHARE = -100.0
_POSITIONS = ("left", "right", "top", "bottom", "text-indent", "margin-left", "margin-top")
_CONCEALING = {
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
    "content-visibility": ("hidden",),
    "opacity": ("0", "0.0", ".0", "0%"),
    "transform": ("scale(0)",),
}
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[, ]*){4}\)|inset\((?:100|[5-9]\d)%\)|circle\(0")

WHITE = "#ffffff"
_NAMED_COLOURS = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgba?\((\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3})\)")
# Of 255: nobody tells such colours apart.
_SAME_COLOUR = 8

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile("[{}]")
_NAME = re.compile(r"[.#][\w-]+")


def declarations(style: str) -> dict[str, str]:
    """The properties of a style attribute or a rule, in small letters."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.partition("!")[0].strip() for name, _, value in pairs}


def conceals(style: Mapping[str, str]) -> bool:
    """Whether declarations make text invisible, whatever is around it."""
    if any(style.get(name) in values for name, values in _CONCEALING.items()):
        return True
    if any(_is_off_screen(style.get(name, "")) for name in _POSITIONS):
        return True
    if _CLIPPED.match(style.get("clip", "")) or _CLIPPED.match(style.get("clip-path", "")):
        return True
    is_small = any(_is_tiny(style.get(name, "")) for name in ("width", "height"))
    return _is_tiny(style.get("font-size", "")) or (is_small and style.get("overflow") == "hidden")


def is_concealed(attributes: Mapping[str, str], background: str = WHITE) -> bool:
    """Whether an element's own attributes hide its text; `background` is what is behind it."""
    style = declarations(attributes.get("style", ""))
    colour = style.get("color", attributes.get("color", ""))
    is_painted = any("clip" in name or "shadow" in name for name in style)
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or conceals(style)
        or (colour == "transparent" and not is_painted)
        or is_same_colour(colour, background_of(attributes) or background)
    )


def background_of(attributes: Mapping[str, str]) -> str:
    """What an element declares to be behind its text: a colour, an image; "" for nothing."""
    style = declarations(attributes.get("style", ""))
    declared = style.get("background-color") or style.get("background")
    return declared or attributes.get("bgcolor", "").lower()


def is_same_colour(colour: str, other: str) -> bool:
    """Whether both are known and alike."""
    one, two = _channels(colour), _channels(other)
    if one is None or two is None:
        return False
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(one, two, strict=True))


def concealed_names(style_sheet: str) -> frozenset[str]:
    """The classes (".x") and ids ("#x") that a style sheet hides by themselves.

    A name that any other of its rules speaks of may be shown again: it does not count.
    """
    concealed: set[str] = set()
    spoken_of: set[str] = set()
    for selectors, body in _rules(_COMMENT.sub("", style_sheet)):
        hides = not selectors.startswith("@") and conceals(declarations(body))
        for selector in map(str.strip, selectors.split(",")):
            if hides and _NAME.fullmatch(selector):
                concealed.add(selector)
            else:
                spoken_of.update(_NAME.findall(selector if not selectors.startswith("@") else body))
    return frozenset(concealed - spoken_of)


def _rules(style_sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of each rule; that of @media holds rules itself."""
    depth = start = opened = 0
    selectors = ""
    for brace in _BRACE.finditer(style_sheet):
        if brace[0] == "{":
            if depth == 0:
                selectors = style_sheet[start : brace.start()].rpartition(";")[2].strip()
                opened = brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield selectors, style_sheet[opened : brace.start()]
                start = brace.end()


def _channels(colour: str) -> tuple[int, ...] | None:
    colour = colour.strip().lower()
    if match := _HEX.fullmatch(colour):
        digits = match[1] if len(match[1]) == 6 else "".join(d * 2 for d in match[1])
        return tuple(bytes.fromhex(digits))
    if match := _RGB.fullmatch(colour):
        return tuple(map(int, match.groups()))
    return _NAMED_COLOURS.get(colour)


def _length(value: str) -> tuple[float, str] | None:
    match = _SIZE.fullmatch(value)
    return (float(match[1]), match[2] or "px") if match else None


def _is_tiny(value: str) -> bool:
    length = _length(value)
    return length is not None and 0 <= length[0] <= _TINY.get(length[1], 0.0)


def _is_off_screen(value: str) -> bool:
    length = _length(value)
    return length is not None and length[0] <= _OFF_SCREEN.get(length[1], _OFF_SCREEN_SHARE)
