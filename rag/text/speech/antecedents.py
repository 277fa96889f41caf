"""Whom "he", "they" or "the organisation" means: who was spoken of last and can be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.text.speech.chinese import han_subject_of, is_chinese
from rag.text.speech.people import (
    OF_ORGANISATIONS,
    PERSONAL_TITLES,
    is_capital,
    is_name,
    name_in,
    tokens_of,
    without_country,
)
from rag.text.speech.phrases import CAPITALISED, english_subject_of

PERSONAL_PRONOUNS = frozenset({"he", "she", "他", "她"})
_ORGANISATIONS = frozenset({"it", "它", "该机构", "该组织", "该公司", "该报告"})
_PLURALS = frozenset({"they", "他们", "她们"})
_GENERIC = re.compile(
    r"(?:the|this) (?:organi[sz]ation|group|company|firm|agency|watchdog|newspaper|ministry|body|"
    r"network|think tank|charity|bank|union|party|committee|commission)$"
)
# What speaks and is known by one word, as a person may be.
_NO_PERSONS = frozenset(
    """china beijing washington moscow russia america britain france germany japan india iran israel
    ukraine brussels london paris berlin tokyo tehran kremlin pentagon police apple google facebook
    twitter microsoft alibaba tencent huawei amazon tesla intel meta reuters xinhua bloomberg
    critics officials analysts experts residents""".split()
)
_LONGEST_HAN_NAME = 4
_HAN_ORGANISATION = re.compile("[社部局会网报院台国府司团室厅]$|之|组织|中国|美国")


class Antecedents:
    """Reads sentences in order and knows whom a pronoun in the next one can mean."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._persons: list[str] = []
        self._organisations: list[str] = []
        self._speakers: list[str] = []

    def meant_by(self, speaker: str, in_front: str) -> str | None:
        """The speaker's name where it is a pronoun; `in_front`: the sentence up to there."""
        word = speaker.lower()
        here = subject_of(in_front) if in_front.strip() else ""
        if word in PERSONAL_PRONOUNS:
            if is_person(here, self._text):
                return here
            return self._persons[-1] if self._persons else None
        if word in _ORGANISATIONS or _GENERIC.match(word):
            if here and not is_person(here, self._text):
                return here
            generic = speaker if word not in _ORGANISATIONS else None
            return self._organisations[-1] if self._organisations else generic
        if word in _PLURALS:
            return self._speakers[-1] if self._speakers else None
        return speaker or None

    def read(self, sentence: str, speakers: Sequence[str]) -> None:
        """Take in a sentence: its speaker is the likeliest to be meant next, then its subject."""
        for name in [subject_of(sentence), *speakers]:
            word = name.lower()
            if (
                not name
                or word in PERSONAL_PRONOUNS | _ORGANISATIONS | _PLURALS
                or _GENERIC.match(word)
            ):
                continue
            could_be = " " not in name and name in speakers and _may_be_person([name])
            is_one = is_person(name, self._text) or (could_be and word not in _NO_PERSONS)
            (self._persons if is_one else self._organisations).append(name)
        self._speakers += [name for name in speakers if self.meant_by(name, "") == name]


def is_person(name: str, text: str) -> bool:
    """Whether a name is a person's, in a text: "Cook" is where it has "Tim Cook" or "Mr Cook"."""
    if is_chinese(name):
        return len(name) <= _LONGEST_HAN_NAME and not _HAN_ORGANISATION.search(name)
    tokens = tokens_of(name)
    if not is_name(name) or not _may_be_person(tokens):
        return False
    return len(tokens) > 1 or name.lower() in _words_of_people(text)


@lru_cache(maxsize=256)
def _words_of_people(text: str) -> frozenset[str]:
    return frozenset(
        token.lower()
        for run in CAPITALISED.findall(without_country(text))
        if _may_be_person(tokens := tokens_of(name_in(run.rstrip("."))))
        and (len(tokens) > 1 or tokens_of(run)[0].strip(".").lower() in PERSONAL_TITLES)
        for token in tokens
    )


def subject_of(sentence: str) -> str:
    """The name with which a sentence begins, "" for none."""
    return han_subject_of(sentence) if is_chinese(sentence) else english_subject_of(sentence)


def _may_be_person(tokens: Sequence[str]) -> bool:
    return (
        len(tokens) <= 4
        and all(is_capital(token) or token.islower() for token in tokens)
        and not any(token.lower() in OF_ORGANISATIONS or token.isupper() for token in tokens)
    )
