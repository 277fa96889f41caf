"""Whom "he", "they" or "the organisation" means: who was spoken of last and can be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.speech.chinese import name_in_chinese
from rag.text.speech.people import is_capital, is_name, is_title, name_in, tokens_of

_PERSONS = frozenset({"he", "she", "他", "她"})
_ORGANISATIONS = frozenset({"it", "它", "该机构", "该组织", "该公司", "该报告"})
_PLURALS = frozenset({"they", "他们", "她们"})
_GENERIC = re.compile(
    r"(?:the|this) (?:organi[sz]ation|group|company|firm|agency|watchdog|newspaper|ministry|body|"
    r"network|think tank|charity|bank|union|party|committee|commission)$"
)
_OF_ORGANISATIONS = frozenset(
    """conference group house international post times news agency administration ministry committee
    council party university institute bank company corp inc ltd association organisation
    organization union nations states kingdom office department bureau commission court center
    centre foundation forum street city province congress parliament press daily media technologies
    act report summit league team club app store wall hall north south east west republic islands
    sea asia america africa europe china hong new york valley internet online watch studies academy
    declaration freedom""".split()
)
_RUN = re.compile(
    r"[^\W\d_a-zß-öø-ÿꙀꙁ][\w’'.-]*(?: (?:de |van |von |bin )?[^\W\d_a-zß-öø-ÿꙀꙁ][\w’'.-]*)*"
)
_OPENERS = frozenset(
    """in on at as while when after before since during although though despite by with for from
    under if once following""".split()
)
_SUBJECT_REACH = 160
_HAN_SUBJECT = re.compile(r"[^，。：；\n]{2,30}")


def subject_of(sentence: str) -> str:
    """The name with which an English sentence begins, a phrase in front of it aside; "" for none.

    "As Xi left for Peru, Liu Yunshan addressed the hall" -> "Liu Yunshan".
    """
    sentence = sentence[: 2 * _SUBJECT_REACH]
    first = re.match(r"\W*(\w+)", sentence)
    if first and first[1].lower() in _OPENERS and "," in sentence:
        sentence = sentence[sentence.index(",") + 1 :]
    for run in _RUN.finditer(sentence[:_SUBJECT_REACH]):
        name = name_in(run[0].rstrip("."))
        following = re.match(r"\s*([\w-]+)", sentence[run.end() :])
        describes = following and is_title(following[1])
        if not run[0].endswith(("’s", "'s")) and not describes and not is_title(name):
            return name
    return ""


class Antecedents:
    """Reads sentences in order and knows whom a pronoun in the next one can mean."""

    def __init__(self, text: str) -> None:
        # "Cook" is a person where "Tim Cook" is.
        self._full_names = {
            token.lower()
            for run in _RUN.findall(text)
            if len(tokens := tokens_of(name_in(run.rstrip(".")))) > 1 and _may_be_person(tokens)
            for token in tokens
        }
        self._persons: list[str] = []
        self._organisations: list[str] = []
        self._speakers: list[str] = []

    def meant_by(self, speaker: str, in_front: str) -> str | None:
        """The speaker's name where it is a pronoun; `in_front`: the sentence up to there."""
        word = speaker.lower()
        here = subject_of(in_front) if in_front.strip() else ""
        if word in _PERSONS:
            if self._is_person(here):
                return here
            return self._persons[-1] if self._persons else None
        if word in _ORGANISATIONS or _GENERIC.match(word):
            if here and not self._is_person(here):
                return here
            generic = speaker if word not in _ORGANISATIONS else None
            return self._organisations[-1] if self._organisations else generic
        if word in _PLURALS:
            return self._speakers[-1] if self._speakers else None
        return speaker or None

    def read(self, sentence: str, speakers: Sequence[str], is_chinese: bool) -> None:
        """Take in a sentence: its speaker is the likeliest to be meant next, then its subject."""
        if is_chinese:
            first = _HAN_SUBJECT.match(sentence)
            named = [name_in_chinese(first[0])] if first else []
        else:
            named = [subject_of(sentence)]
        for name in [*named, *speakers]:
            word = name.lower()
            if not name or word in _PERSONS | _ORGANISATIONS | _PLURALS or _GENERIC.match(word):
                continue
            is_person = self._is_person(name) if not is_chinese else len(name) <= 4
            (self._persons if is_person else self._organisations).append(name)
        self._speakers += [name for name in speakers if self.meant_by(name, "") == name]

    def _is_person(self, name: str) -> bool:
        tokens = tokens_of(name)
        if not is_name(name) or not _may_be_person(tokens):
            return False
        return len(tokens) > 1 or name.lower() in self._full_names


def _may_be_person(tokens: Sequence[str]) -> bool:
    return (
        len(tokens) <= 4
        and all(is_capital(token) or token.islower() for token in tokens)
        and not any(token.lower() in _OF_ORGANISATIONS or token.isupper() for token in tokens)
    )
