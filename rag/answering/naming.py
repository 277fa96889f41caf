"""Who and what is named in a text: names compared by their words, by acronyms and demonyms."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text import content_words, facts, normalise
from rag.text.numerals import CARDINALS
from rag.text.speech import speakers

_DEMONYM = re.compile(r"(?:ese|ian|ans?|ish|i|ns)$")
# Of countries whose people are not named by an ending alone; the words of a line mean one country.
_COUNTRIES = """us usa america american americans; uk britain british england english;
    france french; netherlands dutch holland; spain spanish; germany german germans;
    greece greek greeks; switzerland swiss; denmark danish; poland polish; turkey turkish turkiye;
    sweden swedish; finland finnish; wales welsh; ireland irish; scotland scottish;
    norway norwegian norwegians; thailand thai; philippines filipino philippine;
    portugal portuguese; afghanistan afghan; kazakhstan kazakh; iceland icelandic; peru peruvian;
    cyprus cypriot; congo congolese; europe european eu; rome roman"""
_SAME_COUNTRY = [frozenset(words.split()) for words in _COUNTRIES.split(";")]
_SHORT_COUNTRY = {
    "United States of America": "US",
    "United States": "US",
    "United Kingdom": "UK",
    "Great Britain": "UK",
    "European Union": "EU",
}
_LONG_COUNTRY = re.compile("|".join(_SHORT_COUNTRY))
# Titles and calendar words are checked as words and dates, not as names.
_NOT_NAMES = frozenset(
    """mr mrs ms dr prof president minister director chairman chairwoman ceo founder chancellor
    senator secretary governor mayor ambassador professor premier prime king queen pope judge
    general emperor prince princess lord lady sir according january february march april may june
    july august september october november december sept oct nov dec jan feb monday tuesday
    wednesday thursday friday saturday sunday the a an i it he she they we its his her their our
    my in on at for of to and but or so if as by with from this that these those there here when
    while where during after before since until under over about above around among between
    against without within through across both each some many most more other others another few
    all any no not what who whom whose why how which former first second third last next new also
    only even
    still just however although though because despite instead meanwhile moreover later earlier
    does did do is are was were be been can could will would should has have had list name tell
    describe give explain several various such these numerous additional many much either neither
    today yesterday tomorrow now then once nearly almost yes""".split()
)
_JOINER = "(?:of|for|the|and|on|in|de)"
_LONG_NAME = re.compile(rf"(?<![\w-])[A-Z][\w-]*(?:(?: {_JOINER}){{0,3}} [A-Z][\w-]*)+")
_LONGEST_NAME = 10
_NAMED_THING = re.compile(r"['’]s\b|,? (?:is|was|are|were|has|had|have|will|did|does|[a-z]+ed)\b")
_COMMON_ENDING = re.compile(r"(?:\w{5}ing|ly|tion|sion|ment|ness|ity|ship|ism|[ae]nce|ed|[^su]s)$")


def names_missing_from(text: str, held: str) -> list[str]:
    """The names of a text of which a word is neither in `held` nor abbreviated or spelled out.

    A single capitalised word at the very beginning is taken for an ordinary word unless what
    follows shows a name ("Washington said", "Brazil's").
    """
    text, held = _with_short_countries(text), _with_short_countries(held)
    spelled_out = _acronyms(held).keys()
    abbreviated = {
        token
        for acronym, tokens in _acronyms(text).items()
        if acronym in _capitals(held)
        for token in tokens
    }
    return [
        name
        for name in facts.names(text)
        if not _starts_sentence_as_word(text, name, held)
        and any(
            not is_held(token, held) and token not in spelled_out and token not in abbreviated
            for token in split_name(name)
        )
    ]


def _with_short_countries(text: str) -> str:
    return _LONG_COUNTRY.sub(lambda country: _SHORT_COUNTRY[country[0]], text)


def split_name(name: str) -> list[str]:
    """The words of a name, normalised, without titles; of "Chinese-style", "chinese"."""
    tokens = [
        part
        for word in name.split()
        for number, part in enumerate(word.split("-"))
        if not number or part[:1].isupper() or not word[:1].isupper()
    ]
    normal = (_undotted(normalise(token)).removesuffix("'s").strip(".'") for token in tokens)
    return [token for token in normal if token and token not in _NOT_NAMES | CARDINALS.keys()]


def is_held(token: str, held: str) -> bool:
    there = _words(held)
    if token in there or token.removesuffix("s") in there or f"{token}s" in there:
        return True
    return any(_same_people(token, other) for other in there)


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    words = set(re.findall(r"\w+", _undotted(normalise(text))))
    return frozenset(words | {token for name in facts.names(text) for token in split_name(name)})


def _undotted(text: str) -> str:
    """u.s. -> us"""
    return re.sub(r"\b(?:[a-z]\.){2,}", lambda match: match[0].replace(".", "") + " ", text).strip()


def _same_people(first: str, second: str) -> bool:
    """China and Chinese, Israel and Israeli: one stem, one of them with a demonym's ending."""
    shorter, longer = sorted((first, second), key=len)
    return (
        len(shorter) >= 4
        and longer[:4] == shorter[:4]
        and len(longer) - len(shorter) <= 4
        and bool(_DEMONYM.search(longer))
        and longer.startswith(shorter[:-1])
    ) or any(first in country and second in country for country in _SAME_COUNTRY)


@lru_cache(maxsize=512)
def _acronyms(text: str) -> dict[str, frozenset[str]]:
    """What the names of several words may be abbreviated to, and those words.

    Any run of a name counts: United Nations Security Council -> un, unsc, sc; and "of" may be
    left out or not: doj, dj.
    """
    found: dict[str, frozenset[str]] = {}
    for name in _LONG_NAME.findall(text):
        words = [word for word in re.split(r"[\s-]+", name) if word][:_LONGEST_NAME]
        for start, first in enumerate(words):
            for end in range(start + 2, len(words) + 1) if first[0].isupper() else ():
                run = words[start:end]
                tokens = frozenset(normalise(word) for word in run)
                found["".join(word[0] for word in run).lower()] = tokens
                found["".join(w[0] for w in run if w[0].isupper()).lower()] = tokens
    return found


def _capitals(text: str) -> set[str]:
    """The words in capitals: acronyms, as they are compared."""
    return {word.replace(".", "").lower() for word in re.findall(r"\b(?:[A-Z]\.?){2,}", text)}


def _starts_sentence_as_word(text: str, name: str, held: str) -> bool:
    """Whether `name` is one capitalised word that only stands at the text's beginning."""
    start = text.lstrip("“\"'‘ ")
    if " " in name or not start.startswith(name) or name.isupper():
        return False
    if any(name in speaker for speaker in speakers(text) if split_name(speaker)):
        return False
    shows_name = _NAMED_THING.match(start, len(name)) and not _COMMON_ENDING.search(name)
    return not shows_name or bool(content_words(name) & content_words(held))
