"""Where a text quotes: what stands between quotation marks, and the text with that covered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.domain import Span

COVER = "Ꙁꙁ"
"""What covers a quotation, its first character and all others: letters of the oldest Cyrillic."""
QUOTED = f"{COVER}*"
"""Matches a covered quotation."""

_FIRST, _REST = COVER[0], COVER[1]
# Of what is no quotation: no covering letter, and none of Markdown's emphasis.
_PLAIN = str.maketrans(f"{COVER}*", "Зз ")
_CLOSES = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’"}
_MARK = re.compile(r"[“”「」『』\"]|(?<!\w)‘|(?<=\S)’(?!\w)|\n[^\S\n]*\n")
_OPENED_BEFORE = "”」』"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks: `marks` with the marks, `words` without."""

    marks: Span
    words: Span
    continues: bool
    """Whether it goes on from the one before, which no mark closed at the end of its paragraph."""


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text, in order.

    One that is not closed ends with its paragraph. A closing mark that nothing opened in front of
    any other closes what began before the text.
    """
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    continues = False
    for mark in _MARK.finditer(text):
        if mark[0].isspace():
            was_open = opened is not None and opened[0] != "‘"
            if opened and was_open:
                _add(found, opened.start(), mark.start(), 0, continues)
            continues, opened = was_open, None
        elif opened is None and mark[0] in _CLOSES:
            opened = mark
            # Only what begins its paragraph goes on with what the last one left open.
            continues = continues and _begins_line(text, mark.start())
        elif opened and mark[0] == _CLOSES[opened[0]]:
            _add(found, opened.start(), mark.end(), 1, continues)
            opened, continues = None, False
        elif not opened and not found and mark[0] in _OPENED_BEFORE and mark.start():
            found.append(Quotation(Span(0, mark.end()), Span(0, mark.start()), continues=True))
    if opened and opened[0] != "‘":
        _add(found, opened.start(), len(text), 0, continues)
    return found


def _begins_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _add(found: list[Quotation], start: int, end: int, closing: int, continues: bool) -> None:
    if end - closing > start + 1:
        found.append(Quotation(Span(start, end), Span(start + 1, end - closing), continues))


def covered(text: str, found: list[Quotation]) -> str:
    """The text, as long as before, each quotation replaced by what `QUOTED` matches.

    A full stop inside the marks stays where the sentence ends with it.
    """
    pieces: list[str] = []
    done = 0
    for quotation in found:
        start, end = quotation.marks.start, quotation.marks.end
        stop = "." if _ends_sentence(text, quotation) else _REST
        pieces += [text[done:start].translate(_PLAIN), _FIRST, _REST * (end - start - 2), stop]
        done = end
    return "".join([*pieces, text[done:].translate(_PLAIN)])


def _ends_sentence(text: str, quotation: Quotation) -> bool:
    following = text[quotation.marks.end : quotation.marks.end + 2].lstrip(" ")[:1]
    is_complete = text[quotation.words.end - 1] == "."
    return is_complete and (following.isupper() or following in _CLOSES)
