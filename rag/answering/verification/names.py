"""Are the people, places and organisations of the claim in its evidence?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from rag.answering.naming import is_held, names_missing_from, split_name
from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.text import content_words, facts, index_terms, normalise
from rag.text.han_names import han_names
from rag.translation import linked_names

_PLACED = re.compile(r"\b(?:in|at|near|from|outside) (?:the )?([A-Z]\w+)")
_OPENING = re.compile(r"([A-Z][a-z]{2,}) (?=[a-z])")
_ORDINARY_ENDING = re.compile(
    r"(?:\w{5}ing|ly|tion|sion|ment|ness|ity|ship|ism|[ae]nce|ed|[^su]s|ive|ous|ful|less|[ai]ble|ic|"
    r"[^ue]al|ary|er|or|age|ure|ese|ian)$"
)
_EITHER_WAY = re.compile(
    r"\b(?:and|or|met|meets?|with|joined|like|versus|both)\b|[、和与及或]|会见"
)
_CAPITALS = r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,5}"
_NAME_OF = re.compile(rf"(?<![\w-]){_CAPITALS}(?: of (?:the )?{_CAPITALS}){{1,3}}")
_AROUND_CHARS = 40


def name_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Names that the evidence lacks and the document does not fill in."""
    held = f"{evidence.before} {evidence.core} . {evidence.context}"
    missing = names_missing_from(claim, held)
    missing += _missing_opening(claim, held, evidence)
    missing += [name for name in han_names(claim) if name not in held]
    faults = [
        _fault_of(name, claim, evidence.core)
        for name in missing
        if not _is_filled_in(name, claim, held, evidence)
    ]
    return [*faults, *_changed_places(claim, evidence.core)]


def _missing_opening(claim: str, held: str, evidence: Evidence) -> list[str]:
    """The claim's first word, if it is a name: "Tencent executives".

    An ordinary word at the beginning has a capital as well; the document has it without one.
    """
    opening = _OPENING.match(claim.lstrip("“\"'‘ "))
    if not opening or _ORDINARY_ENDING.search(opening[1]):
        return []
    name = opening[1]
    texts = [held, *(document.prose for document, _, _ in evidence.spans)]
    is_word = any(re.search(rf"\b{re.escape(name.lower())}", text) for text in texts)
    if is_word or not split_name(name) or is_held(normalise(name), held):
        return []
    return [] if content_words(name) & content_words(held) else [name]


def _is_filled_in(name: str, claim: str, held: str, evidence: Evidence) -> bool:
    """Whether the document itself says so outside the span.

    It may give the full name of a person of whom the span has one (Tim Cook, Cook; Xi Jinping,
    Xi), the same name in the other script (Jack Ma, 马云), and the place where all of it happens.
    A person it only mentions does not count.
    """
    texts = [document.prose for document, _, _ in evidence.spans]
    if not all(name in text for text in texts):
        return False
    words = split_name(name)
    if len(words) > 1 and (
        is_held(words[-1], held) or name.split(maxsplit=1)[0] in facts.names(held)
    ):
        return True
    if linked_names(name, texts).get(name, name) in held:
        return True
    is_place = name in _PLACED.findall(claim) and not _PLACED.search(evidence.core)
    return is_place and all(_main_place(text) == name for text in texts)


def _main_place(text: str) -> str:
    places = Counter(_PLACED.findall(text)).most_common(1)
    return places[0][0] if places else ""


def _fault_of(name: str, claim: str, core: str) -> Fault:
    instead = _instead(name, claim, core)
    if instead:
        phrase = f"the claim says {name}, the cited sentence {instead}"
        return Fault("name", phrase, contradicts=True)
    return Fault("name", f"{name} is not in the cited sentence")


def _instead(name: str, claim: str, core: str) -> str | None:
    """Another name of the sentence that stands between the same words."""
    left, right = _around(name, claim)
    mine = normalise(claim)
    for other in _names_of(core):
        if normalise(other) in mine or any(token in mine for token in split_name(other)):
            continue
        other_left, other_right = _around(other, core)
        if (left and left == other_left) or (right and right == other_right):
            return other
    return None


def _names_of(text: str) -> Iterator[str]:
    yield from (name for name in facts.names(text) if split_name(name))
    yield from han_names(text)


def _around(name: str, text: str) -> tuple[list[str], list[str]]:
    """The term on either side of the first place where the name stands."""
    place = text.find(name)
    left = index_terms(text[max(0, place - _AROUND_CHARS) : place])
    right = index_terms(text[place + len(name) : place + len(name) + _AROUND_CHARS])
    return left[-1:], right[:1]


def _placed_names(text: str) -> list[tuple[int, str]]:
    """Where the names of a text stand, in order; "Church of England" is one of them."""
    placed: list[tuple[int, str]] = []
    end = 0
    names = {name.removeprefix("The ") for name in (*_NAME_OF.findall(text), *_names_of(text))}
    found = [(text.find(name), name) for name in names]
    for start, name in sorted(found, key=lambda one: (one[0], -len(one[1]))):
        if start >= end:
            placed.append((start, name))
            end = start + len(name)
    return placed


def _changed_places(claim: str, core: str) -> list[Fault]:
    """ "A beat B" where the sentence says "B beat A": the same words between the same names."""
    for (start, first), (end, second) in combinations(_placed_names(claim), 2):
        between = claim[start + len(first) : end]
        if f"{second}{between}{first}" not in core or f"{first}{between}{second}" in core:
            continue
        if index_terms(between) and not _EITHER_WAY.search(between):
            phrase = f"the cited sentence says it of {second} and {first} the other way round"
            return [Fault("name", phrase, contradicts=True)]
    return []
