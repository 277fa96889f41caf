"""What people ask, as they mean it to be read: nothing unseen, no heap of marks, one script a word.

What is pasted from elsewhere may look like a question and be none to a search: an "о" of another
alphabet, a space of no width. And ten thousand marks on one letter cover the page.
"""

from __future__ import annotations

import re
import unicodedata

# All but the joiner between emoji, which makes one of several.
_EMOJI = "\u2190-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    f"|(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])"
)
# No writing has four on one letter.
_HEAP_OF_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4,}"
)
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁАВЕКМНОРСТХІЈЅοανρικΑΒΕΗΙΚΜΝΟΡΤΥΧΖ",
    "aeopcyxijshdABEKMHOPCTXIJSoavpikABEHIKMNOPTYXZ",
)
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z]")


def legible(text: str) -> str:
    """The text as it looks; ordinary text comes back as it is.

    Letters of the Greek and Cyrillic alphabets become the Latin ones that they look like, in words
    that have Latin letters; words of those alphabets stay. So do
    full-width signs, which are Chinese.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    narrow = _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), whole)
    seen = _HEAP_OF_MARKS.sub("", _UNSEEN.sub("", narrow))
    return _WORD.sub(_in_one_script, seen)


def _in_one_script(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _LATIN.search(word[0]) else word[0]
