"""Whether two speakers are one: Cook and Tim Cook, 习主席 and 习近平."""

from __future__ import annotations

import re

from rag.text import content_words, normalise
from rag.text.speech.chinese import is_chinese, name_in_chinese
from rag.text.speech.people import TITLES, is_name, tokens_of

_ANOTHERS = re.compile(r"['’]s?\b|\b(?:of|for|at|from)\b")

# What speaks without being anybody: it is not the person that a name names.
_THING = re.compile(
    r"\b(?:report|study|statement|survey|poll|paper|media|coverage|agency|initiative|declaration|"
    r"newspaper|article|document|draft|letter|bill|law|website|index)$"
)


def same_speaker(first: str, second: str) -> bool | None:
    """Whether two names or descriptions are of one speaker; None: it cannot be known.

    Of "Cook and Pichai", each is the speaker. A person described is never known to differ from
    one named: Apple's chief executive may be Cook; the report may not.
    """
    found = {
        _same(one, other)
        for one in re.split(r" and |、|和", first)
        for other in re.split(r" and |、|和", second)
        if one and other
    }
    return True if True in found else None if None in found or not found else False


def _same(first: str, second: str) -> bool | None:
    if is_chinese(first) != is_chinese(second):
        return None
    if is_chinese(first):
        return _same_in_chinese(first, second)
    if is_name(first) and is_name(second):
        return _same_name(_name_tokens(first), _name_tokens(second))
    if _described_alike(first, second):
        return True
    description, other = (second, first) if is_name(first) else (first, second)
    return False if is_name(other) and _THING.search(description) else None


def _name_tokens(name: str) -> list[str]:
    tokens = [normalise(token).removesuffix("'s").rstrip(".") for token in tokens_of(name)]
    return [token for token in tokens if token not in TITLES] or tokens


def _same_name(first: list[str], second: list[str]) -> bool:
    shorter, longer = sorted((first, second), key=len)
    initials = "".join(token[0] for token in longer)
    if set(shorter) <= set(longer) or shorter == [initials]:
        return True
    given, other = shorter[0], longer[0]
    is_initial = given[0] == other[0] and 1 in {len(given), len(other)}
    return shorter[-1] == longer[-1] and len(shorter) > 1 and is_initial


def _described_alike(first: str, second: str) -> bool:
    """ "Xinhua" and "the official Xinhua news agency"; not "Apple" and "Apple's chief"."""
    shorter, longer = sorted((first, second), key=lambda speaker: len(content_words(speaker)))
    words = content_words(shorter)
    is_part = bool(words) and words <= content_words(longer)
    return is_part and (not is_name(shorter) or not _ANOTHERS.search(longer))


def _same_in_chinese(first: str, second: str) -> bool | None:
    shorter, longer = sorted((name_in_chinese(first), name_in_chinese(second)), key=len)
    if longer.startswith(shorter) or longer.endswith(shorter):
        return True
    # 习主席 is all title behind the surname: a name behind it would stand alone.
    has_title = any(name_in_chinese(name + "甲") == "甲" for name in (shorter, longer))
    if shorter[0] == longer[0] and has_title:
        return True
    # Four characters make a name; what is longer may describe anybody.
    return False if len(longer) <= 4 else None
