"""Who is named in a text: names compared by their words."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text import facts, normalise
from rag.text.speech import speakers

_DEMONYM = re.compile(r"(?:ese|ian|ans?|ish|i|ns)$")
# Titles and calendar words are checked as words and dates, not as names.
_NOT_NAMES = frozenset(
    """mr mrs ms dr prof president minister director chairman ceo founder according january february
    march april may june july august september october november december sept oct nov dec jan feb
    monday tuesday wednesday thursday friday saturday sunday the a an i it he she they we its his
    her their in on at for of to and but as by with this that these those there when while during
    after before according both each some many most other what who where why how which""".split()
)


def names_missing_from(text: str, held: str) -> list[str]:
    """The names of a text of which a word is neither in `held` nor the initials of a name there.

    A single capitalised word at the very beginning is taken for an ordinary word.
    """
    acronyms = _acronyms(held)
    return [
        name
        for name in facts.names(text)
        if not _starts_sentence_as_word(text, name)
        and any(
            not is_held(token, held) and token.upper() not in acronyms for token in split_name(name)
        )
    ]


def split_name(name: str) -> list[str]:
    tokens = (normalise(token).removesuffix("'s") for token in re.split(r"[\s\-]+", name))
    return [token.strip(".'") for token in tokens if token.strip(".'") not in _NOT_NAMES]


def is_held(token: str, held: str) -> bool:
    there = _words(held)
    return token in there or any(_same_people(token, other) for other in there)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    words = set(re.findall(r"\w+", normalise(text)))
    return frozenset(words | {token for name in facts.names(text) for token in split_name(name)})


def _same_people(first: str, second: str) -> bool:
    """China and Chinese, Israel and Israeli: one stem, one of them with a demonym's ending."""
    shorter, longer = sorted((first, second), key=len)
    return (
        len(shorter) >= 4
        and longer[:4] == shorter[:4]
        and len(longer) - len(shorter) <= 4
        and bool(_DEMONYM.search(longer))
        and longer.startswith(shorter[:-1])
    )


def _acronyms(text: str) -> set[str]:
    """The initials of each capitalised name: World Internet Conference -> WIC."""
    return {
        "".join(token[0] for token in tokens).upper()
        for name in facts.names(text)
        if len(tokens := [t for t in re.split(r"[\s\-]+", name) if t[:1].isupper()]) > 1
    }


def _starts_sentence_as_word(claim: str, name: str) -> bool:
    """Whether `name` is one capitalised word that only stands at the claim's beginning."""
    return (
        " " not in name
        and claim.lstrip("“\"'‘ ").startswith(name)
        and not name.isupper()
        and not any(name in speaker for speaker in speakers(claim) if split_name(speaker))
    )
