"""Citation markers as language models write them, in one form: [1] or [1, 2].

The prompt asks for [1]. Models write 【1】, [^1], [1-3], (Source 1), and half of each as well.
"""

from __future__ import annotations

import re

_OPEN, _CLOSE = r"[\[{【［〔〖「『⟦]", r"[\]}】］〕〗」』⟧]"
_ROUND_OPEN, _ROUND_CLOSE = r"[(（]", r"[)）]"
_WORD = r"\s*(?:sources?|refs?|references?|citations?|来源|資料|资料|出处)(?: ?no\.?)?"
_NUMBERS = r"[\d\s,，、;；–—~～^#&-]+"
# 【1†source】
_NOTE = r"(?:†[^\[\]【】]{0,60})?"
_SPACE = r"(?<!\s)\s*"
# Stand for [ and ] while halves of markers are sought; no text that is read has them.
_BEGIN, _END = "\ue000", "\ue001"
# What cannot be seen would keep a marker from being one; what turns the line round, too.
_INVISIBLE = re.compile(
    "[\ue000\ue001\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_DEFINITION = re.compile(
    rf"^[ \t]*\[\^?\d+\]:.*$|{_SPACE}\[\^?\d+\]:\s*(?:[a-z]{{2,10}}:|www\.)\S*[\w/]", re.MULTILINE
)
# An address may hold brackets itself: javascript:alert(1).
_ADDRESS = r"\((?:[^()\s]|\([^()\s]{0,100}\)){0,500}"
_IMAGE = re.compile(rf"{_SPACE}!\[[^\[\]]{{0,200}}\]{_ADDRESS}\)")
_LINK = re.compile(rf"\[([^\[\]]{{0,200}})\]{_ADDRESS}\)")
_IN_BRACKETS = re.compile(
    rf"{_SPACE}(?:{_ROUND_OPEN}\s*)?{_OPEN}{{1,3}}(?:{_WORD})?({_NUMBERS}){_NOTE}{_CLOSE}{{1,3}}"
    rf"(?:\s*{_ROUND_CLOSE})?",
    re.IGNORECASE,
)
# "Article 17(1)" and "(2016)" are no citations.
_IN_ROUND_BRACKETS = re.compile(
    rf"(?:(?<!\d){_SPACE}{_ROUND_OPEN}|{_SPACE}{_ROUND_OPEN}{_WORD})\s*"
    rf"(\d{{1,2}}(?:[\s,，、;；–—-]{{1,3}}\d{{1,2}}){{0,20}})\s*{_ROUND_CLOSE}",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?:^|(?<=[.!?。！？\n])) *(?:source|来源|资料) ?\d{1,9} ?[:：]", re.IGNORECASE
)
# A bracket that is never closed, or never opened.
_HALF = re.compile(
    rf"{_SPACE}{_OPEN}{{1,3}}\s*\^?\d+(?!\d)(?![^\[\]【】{_BEGIN}\n.!?。！？]{{0,60}}{_CLOSE})"
    rf"|{_SPACE}(?<!\d)(?<!\d[.,])\d{{1,3}}\s?{_CLOSE}{{1,3}}"
    rf"|{_SPACE}{_OPEN}{{1,3}}\s*{_CLOSE}{{1,3}}|(?<={_END}){_CLOSE}{{1,3}}"
    rf"|(?<=\d){_CLOSE}(?=\w)"
)
# What has just begun and may become a marker or a link.
_UNFINISHED = re.compile(
    rf"(?:!?\[[^\[\]]{{0,200}}\]{_ADDRESS}(?:\([^()\s]{{0,100}})?"
    rf"|!?{_OPEN}{{1,3}}\s*[^\W\d]{{0,10}}[\d\s,，、;；.^–—~～-]{{0,40}}"
    rf"|{_ROUND_OPEN}\s*\d{{0,2}})$"
)
_RANGE = re.compile(r"(?<![\d–—~～-])(\d{1,9})\s*[–—~～-]\s*(\d{1,9})(?!\d)")
_NUMBER = re.compile(r"(?<![\d–—-])\d{1,9}(?!\d)")
_LONGEST_RANGE = 20


def in_one_form(text: str) -> str:
    """The text with every marker as [1] or [1, 2], without links, and without halves of markers.

    A link leaves its words, an image and a footnote's definition leave nothing: no address that a
    model writes is shown. A marker that is still being written is left out.
    """
    text = _IMAGE.sub("", _DEFINITION.sub("", _INVISIBLE.sub("", text)))
    text = _LINK.sub(lambda link: f"[{link[1]}]" if link[1].strip().isdigit() else link[1], text)
    text = _PREFIX.sub(" ", _UNFINISHED.sub("", text))
    for pattern in (_IN_BRACKETS, _IN_ROUND_BRACKETS):
        text = pattern.sub(lambda found: _marker(found[1]), text)
    text = _HALF.sub("", text)
    return text.replace(_BEGIN, "[").replace(_END, "]")


def _marker(written: str) -> str:
    """The numbers of a marker, ranges written out; nothing for what is no number of a source."""
    numbers = [int(number) for number in _NUMBER.findall(_RANGE.sub("", written))]
    for first, last in ((int(a), int(b)) for a, b in _RANGE.findall(written)):
        between = range(first, last + 1) if last - first < _LONGEST_RANGE else (first, last)
        numbers += between
    listed = ", ".join(str(number) for number in dict.fromkeys(numbers))
    return f" {_BEGIN}{listed}{_END}" if listed else ""
