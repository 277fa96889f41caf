"""English noun phrases: who stands in front of a verb, and with whom a sentence begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.text.speech.marks import COVER, QUOTED
from rag.text.speech.people import DAYS_AND_MONTHS, is_capital, is_title, name_in, without_country

_REACH = 400
"""Characters before or after a verb in which its speaker and its "that" are looked for."""

_TOKEN = re.compile(rf"{QUOTED}|\w[\w’'&.-]*|[^\w\s]")
_IN_BRACKETS = re.compile(r"\([^()]{1,60}\)|（[^（）]{1,60}）")
_DROPPED = frozenset(
    """also has had have later then once again even further just only never always often would will
    could did does do not is was were are been be being who which""".split()
)
_PASSIVE = frozenset("is was were are been be being gets got".split())
_PHRASE_LINKS = frozenset("of for at from and de van von with in".split())
_NOT_IN_PHRASE = frozenset(
    """that but while because as when if after before since although though whereas so which who
    whom whose where what how why or than is was were are be been has have had do does did to on by
    into about during through under over against between it this these those there not all can
    could may might must shall should will would yet nor until unless i you""".split()
)
_NEVER_LAST = frozenset("the a an its his her their no of for at from and with in my our".split())
_CAPITAL_WORD = r"[^\W\d_a-zß-öø-ÿꙀꙁ\u3400-\u9fff][\w’'.-]*"
_PRONOUNS = frozenset("he she they it".split())
CAPITALISED = re.compile(rf"{_CAPITAL_WORD}(?: (?:de |van |von |bin )?{_CAPITAL_WORD})*")
"""A run of capitalised words: a name, its titles, or the first word of a sentence."""
_OPENERS = frozenset(
    """in on at as while when after before since during although though despite by with for from
    under if once following ahead earlier last instead""".split()
)
_SUBJECT_REACH = 160


class Subject(NamedTuple):
    phrase: str
    start: int
    passive: bool
    """Whether the verb is said of it: "was told", "is called"."""


def english_subject_of(sentence: str) -> str:
    """The name with which an English sentence begins, a phrase in front of it aside; "" for none.

    "As Xi left for Peru, Liu Yunshan addressed the hall" -> "Liu Yunshan".
    """
    sentence = sentence[: 2 * _SUBJECT_REACH]
    first = re.match(r"\W*(\w+)", sentence)
    if first and first[1].lower() in _OPENERS and "," in sentence:
        sentence = sentence[sentence.index(",") + 1 :]
    sentence = without_country(sentence)
    for run in CAPITALISED.finditer(sentence[:_SUBJECT_REACH]):
        name = name_in(run[0].rstrip("."))
        following = re.match(r"\s*([\w-]+)", sentence[run.end() :])
        describes = following and is_title(following[1])
        if not run[0].endswith(("’s", "'s")) and not describes and not is_title(name):
            return name
    return ""


def subject_before(sentence: str, verb_start: int) -> Subject | None:
    """The phrase in front of a verb that says who speaks; None: there is none."""
    offset = max(0, verb_start - _REACH)
    in_front = _IN_BRACKETS.sub(lambda found: " " * len(found[0]), sentence[offset:verb_start])
    tokens = [(token[0], offset + token.start()) for token in _TOKEN.finditer(in_front)]
    passive = relative = False
    while tokens and (tokens[-1][0] in _DROPPED or re.fullmatch(r"[a-z]+ly", tokens[-1][0])):
        if tokens[-1][0] in {"not", "never"}:
            return None
        passive = passive or tokens[-1][0] in _PASSIVE
        relative = relative or tokens[-1][0] in {"who", "which"}
        tokens.pop()
    while len(tokens) > 1 and _is_day(tokens[-2][0], tokens[-1][0]):
        tokens = tokens[:-2]  # "Biden on Monday announced"
    if relative and tokens and tokens[-1][0] == ",":
        tokens.pop()
    elif tokens and tokens[-1][0] == ",":
        tokens = _without_apposition(tokens)
    phrase = _phrase_at_end(tokens)
    if not phrase or phrase[-1][0].lower() in _NEVER_LAST or phrase[-1][0].endswith(("’s", "'s")):
        return None
    phrase = _described_by(tokens, phrase) or phrase
    start, end = phrase[0][1], phrase[-1][1] + len(phrase[-1][0])
    return Subject(sentence[start:end], start, passive)


def _is_day(link: str, word: str) -> bool:
    return link in {"on", "in", "last", "late", "this"} and word.lower() in DAYS_AND_MONTHS


def _without_apposition(tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """ "Jack Ma, founder of Alibaba Group," -> "Jack Ma"."""
    commas = [place for place, (word, _) in enumerate(tokens) if word == ","]
    if len(commas) < 2:
        return []
    cut = commas[-2]
    apposition = tokens[cut + 1 : -1]
    head = _phrase_at_end(tokens[:cut])
    is_description = bool(head) and not is_capital(head[-1][0])
    if is_description and apposition and all(is_capital(word) for word, _ in apposition[:2]):
        return apposition  # "The company's chief, Luca Maestri,"
    if len(commas) > 2:
        earlier, between = tokens[: commas[-3]], tokens[commas[-3] + 1 : cut]
        describes = between and not is_capital(between[0][0])
        if describes and earlier and is_capital(earlier[-1][0]):
            cut = commas[-3]
    return tokens[:cut]


def _described_by(
    tokens: list[tuple[str, int]], phrase: list[tuple[str, int]]
) -> list[tuple[str, int]]:
    """ "Lu Wei, China's Minister of Information said": the name, where no comma closes it."""
    in_front = tokens[: len(tokens) - len(phrase)]
    is_post = any(is_title(word) for word, _ in phrase) and any(word == "of" for word, _ in phrase)
    if not is_post or len(in_front) < 3 or in_front[-1][0] != ",":
        return []
    name = _phrase_at_end(in_front[:-1])
    is_name = all(is_capital(word) and not is_title(word) for word, _ in name)
    return name if is_name else []


def _phrase_at_end(tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The noun phrase with which the tokens end."""
    first = len(tokens)
    while first:
        word = tokens[first - 1][0]
        before = tokens[first - 2][0] if first > 1 else ""
        if word in _PRONOUNS or (word.lower() in _PRONOUNS and not is_capital(before)):
            return tokens[first - 1 : first] if first == len(tokens) else tokens[first:]
        is_word = word[0].isalnum() and word[0] != COVER[0] and word not in _NOT_IN_PHRASE
        links_names = word != "and" or (is_capital(before) and first < len(tokens))
        if not is_word or not links_names:
            break
        first -= 1
    while first < len(tokens) and tokens[first][0].lower() in _PHRASE_LINKS | {"on", "to", "by"}:
        first += 1
    return tokens[first:]
