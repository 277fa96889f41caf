"""Clauses: how far "not" and "may" reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.answering.verification.verbs import base_form
from rag.text import index_terms, normalise

_BREAK = re.compile(
    r"[,;:!?()\"]|\.(?!\d)| - |--|\b(?:but|and|while|whereas|because|although|though|that|which|"
    r"who|whom|whose|if|when|where|since|unless|until)\b|[，。；：！？、“”「」（）]|但是?|而且?(?!言)"
    r"|因为|虽然|如果|并且"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of normalised words that one "not" may govern, and its terms, verbs by their base."""

    text: str
    terms: tuple[str, ...]


@lru_cache(maxsize=512)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order; those without a content word are left out."""
    found = []
    for piece in _BREAK.split(normalise(text)):
        terms = tuple(base_form(term) for term in index_terms(piece))
        if terms:
            found.append(Clause(piece.strip(), terms))
    return tuple(found)
