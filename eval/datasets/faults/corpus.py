"""What stands in a corpus to swap for something else of its kind: names, speakers, years, words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from eval.datasets.faults.grammar import MONTHS, NAME, REPORTING
from rag.text import split_sentences

NameKind = Literal["person", "place", "organisation"]

_NAME = re.compile(rf"(?<![\w.’'/-])(?!The ){NAME}(?![/’'-])")
_ORGANISATION = re.compile(
    r"\b(?:Conference|University|Company|Party|Committee|Ministry|Agency|Administration|Group|"
    r"Commission|Council|House|Church|Army|Corporation|Inc|Institute|Organi[sz]ation|Association|"
    r"Post|Times|Parliament|Court|College|School|Society|Office|Bank|Union|Foundation|Network|"
    r"Technology|Department|League|Museum|Order)\b|^[A-Z]{3,}$"
)
_TITLE = re.compile(
    r"\b(?:President|Mr\.?|Mrs\.?|Dr\.?|Professor|King|Queen|Emperor|Pope|Minister|Saint|Sir|Lord|"
    r"General|founder|minister|president|director|chief executive|named|historian|physicist)$"
)
_SPEAKS = re.compile(rf"(?:, [^,.]{{3,70}},)? (?:also )?{REPORTING}\b|, who\b|, whose\b| \(born")
_PLACED = re.compile(r"\b(?:in|at|near|from|of|across|throughout)$")
_PERSON_NAME = re.compile(r"[A-ZÀ-Þ][\w.’'-]+(?: (?:de |van |von )?[A-ZÀ-Þ][\w.’'-]*){1,3}")
_NO_NAMES = frozenset(
    """The A An In On At For It He She They This That These Those There When While After Before
    According Both Each Some Many Most Other What Who Where Why How Which Its His Her Their Our
    But And As If By From To With Under Since During Because Although However Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Internet Christian Christians Catholic""".split()
) | frozenset(MONTHS)
# "Venetian Marco Polo", "Marxist Vladimir Lenin".
_OF_A_PEOPLE = re.compile(r"\w+(?:ian|ean|can|ese|ish|ist|al)\s")
_DEMONYM = re.compile(r"(?:ese|ian|ians|ish|ans?|ch|ic|ists?|ism|ity|s)$")
_HAN_SPEAKER = re.compile(
    r"(?:^|[。；！？”」])([\u3400-\u9fff·]{2,6}?)(?:(?<!来)说|表示|指出|强调|认为)[：，]"
)
_YEAR = re.compile(r"(?<![\d,.])(?:1\d|20)\d\d(?![\d,.]\d|\d|s)")
_PLAIN_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Each in a fixed order, so that a seed draws the same; `words` are ordinary, in small letters.

    `speakers` are people who say something in it; Chinese ones are apart.
    """

    names: Mapping[NameKind, tuple[str, ...]]
    kind_of: Mapping[str, NameKind]
    speakers: tuple[str, ...]
    chinese_speakers: tuple[str, ...]
    years: tuple[str, ...]
    words: frozenset[str]
    ordered_words: tuple[str, ...]


def survey(texts: Iterable[str]) -> Corpus:
    """Sort out the names of the texts by where they stand; in doubt, a name is of no kind."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    speakers, han, years, words = set(), set(), set(), set()
    for text in texts:
        for sentence in (span.of(text) for span in split_sentences(text)):
            for match in _NAME.finditer(sentence):
                vote = _vote(sentence, match)
                votes[match[0]][vote] += 1
                if vote == "person" and _SPEAKS.match(sentence, match.end()):
                    speakers.add(match[0])
        han |= set(_HAN_SPEAKER.findall(text))
        years |= set(_YEAR.findall(text))
        words |= set(_PLAIN_WORD.findall(text))
    kind_of: dict[str, NameKind] = {}
    for name, counted in votes.items():
        if kind := _kind(name, counted):
            kind_of[name] = kind
    kinds: tuple[NameKind, ...] = ("person", "place", "organisation")
    return Corpus(
        {kind: tuple(sorted(n for n, k in kind_of.items() if k == kind)) for kind in kinds},
        kind_of,
        tuple(sorted(name for name in speakers if kind_of.get(name) == "person")),
        tuple(sorted(han)),
        tuple(sorted(years)),
        frozenset(words),
        tuple(sorted(words)),
    )


def names_in(text: str) -> list[re.Match[str]]:
    return list(_NAME.finditer(text))


def _vote(sentence: str, name: re.Match[str]) -> str:
    before = sentence[: name.start()].rstrip()
    if _ORGANISATION.search(name[0]):
        return "organisation"
    if _SPEAKS.match(sentence, name.end()) or _TITLE.search(before):
        return "person"
    return "place" if _PLACED.search(before) else ""


def _kind(name: str, counted: Counter[str]) -> NameKind | None:
    first = name.split(maxsplit=1)[0]
    if first in _NO_NAMES or (" " not in name and _DEMONYM.search(name)):
        return None
    if counted["organisation"]:
        return "organisation" if " " in name else None
    if counted["person"] and _PERSON_NAME.fullmatch(name) and not _OF_A_PEOPLE.match(name):
        return "person"
    total = sum(counted.values())
    # Two of three, and more than once: "in Latin" is no place, but rare.
    if counted["place"] >= 2 and 3 * counted["place"] >= 2 * total and not counted["person"]:
        return "place"
    return None
