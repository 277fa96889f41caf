"""The times that a question names, as days: "since 2018", "last year", 2014年到2017年之间."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.domain import Language, MeantPeriod, Period, Span
from rag.retrieving.understanding.named_times import NamedTime, named_times
from rag.text import detect_language
from rag.text.dates import blanked


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time as a question says it, its preposition included ("in 2016", 2016年以来)."""

    span: Span
    period: Period
    explanation: str
    is_attribute: bool
    """Whether it belongs to a noun: "the 2016 agreement", "the conference of 2016"."""


def time_phrases(
    question: str, today: date, also: Sequence[NamedTime] = ()
) -> tuple[TimePhrase, ...]:
    """The times of a question in its order; relative ones as meant `today`.

    `also` are names of times that only an archive knows. What is vague ("recently", "today") and
    what only looks like a year ("Article 2016", "2014 participants") is none.
    """
    named = sorted(
        (*also, *named_times(_masked(question, also), today)), key=lambda time: time.span
    )
    masked = _masked(question, named)
    starting = {time.span.start: time for time in named}
    phrases = []
    for pattern, meaning in _RELATIONS[detect_language(question)]:
        matches = list(pattern.finditer(masked))
        for match in matches:
            times = [starting[match.start(name)] for name in _TIMES if name in match.groupdict()]
            if phrase := _phrase(match, times, meaning):
                phrases.append(phrase)
        masked = blanked(masked, matches)
    return tuple(sorted(phrases, key=lambda phrase: phrase.span))


def meant_period(question: str, phrases: Sequence[TimePhrase]) -> MeantPeriod | None:
    """One period of all the phrases: what they have in common, else from the first to the last."""
    if not phrases:
        return None
    first = max(phrase.period.first for phrase in phrases)
    last = min(phrase.period.last for phrase in phrases)
    if first > last:
        first = min(phrase.period.first for phrase in phrases)
        last = max(phrase.period.last for phrase in phrases)
    return MeantPeriod(
        Period(first, last),
        words=" … ".join(phrase.span.of(question) for phrase in phrases),
        explanation="; ".join(phrase.explanation for phrase in phrases if phrase.explanation),
    )


def _masked(question: str, named: Sequence[NamedTime]) -> str:
    """The question with its times made one letter each, so that the words around them show."""
    for time in named:
        letter = "\ue001" if time.is_topic else "\ue000"
        length = time.span.end - time.span.start
        question = question[: time.span.start] + letter * length + question[time.span.end :]
    return question


_Meaning = Callable[[Sequence[NamedTime], re.Match[str]], Period]


def _phrase(
    match: re.Match[str], times: Sequence[NamedTime], meaning: _Meaning
) -> TimePhrase | None:
    try:
        period = meaning(times, match)
    except (ValueError, OverflowError):  # nothing is before the first day or after the last
        return None
    before = match[0][: match.start("first") - match.start()].lower()
    is_adverb = times[0].is_adverb and not _HAS_NOUN.match(match.string, match.end())
    return TimePhrase(
        Span(*match.span()),
        period,
        "; ".join(time.explanation for time in times if time.explanation),
        is_attribute=before == "of " or before.endswith("the ") or (before == "" and not is_adverb),
    )


def _from_to(times: Sequence[NamedTime], _: re.Match[str]) -> Period:
    return Period(min(time.period.first for time in times), max(time.period.last for time in times))


def _since(times: Sequence[NamedTime], _: re.Match[str]) -> Period:
    return Period(times[0].period.first, date.max)


def _until(times: Sequence[NamedTime], _: re.Match[str]) -> Period:
    return Period(date.min, times[0].period.last)


def _before(times: Sequence[NamedTime], _: re.Match[str]) -> Period:
    return Period(date.min, times[0].period.first - timedelta(days=1))


def _after(times: Sequence[NamedTime], _: re.Match[str]) -> Period:
    return Period(times[0].period.last + timedelta(days=1), date.max)


def _part(times: Sequence[NamedTime], match: re.Match[str]) -> Period:
    """The first, second or last third."""
    which = _PARTS[match["part"].lower()]
    period = times[0].period
    third = (period.last - period.first) / 3
    return Period(period.first + which * third, period.first + (which + 1) * third)


_PARTS = {
    "early": 0, "beginning": 0, "start": 0, "初": 0, "mid": 1, "middle": 1, "中期": 1,
    "late": 2, "end": 2, "末": 2, "底": 2,
}  # fmt: skip


_HAS_NOUN = re.compile("['’]s |的")
_TIMES = ("first", "second")
# In the masked question a time is a run of one letter; of another, if it may be a topic as well.
_FIRST, _SECOND = (rf"(?:the year )?(?P<{name}>\ue000+)" for name in _TIMES)
_ANY = r"(?:the (?:year )?)?(?P<first>[\ue000\ue001]+)"
_HAN_ANY = r"(?P<first>[\ue000\ue001]+)"
_HAN_TO = r"\s?(?:到|至|和|与|-|–|—|~)\s?"
_FORMS: dict[Language, tuple[tuple[str, _Meaning], ...]] = {
    "en": (
        (rf"\b(?:between|from) {_FIRST} (?:and|to|until|till|through) {_SECOND}", _from_to),
        (rf"(?:\bin )?{_FIRST}(?: ?[-–—] ?| to | through ){_SECOND}", _from_to),
        (rf"\b(?:by|until|till|before) the end of {_FIRST}", _until),
        (rf"\bsince (?:the (?:beginning|start|end) of )?{_ANY}", _since),
        (rf"\b(?:(?:from|in) )?{_FIRST} (?:on|onwards?)\b", _since),
        (rf"\b(?:before|prior to|ahead of) {_ANY}", _before),
        (rf"\b(?:until|till|up to|by|as of) {_ANY}", _until),
        (rf"\bafter {_ANY}", _after),
        (rf"\b(?:in |during )?(?:the )?(?P<part>early|mid|late)(?:[ -]| in ){_FIRST}", _part),
        (
            r"\b(?:in |at |during )?the (?P<part>beginning|start|middle|end) of " + _FIRST,
            _part,
        ),
        (rf"\b(?:during|throughout|amid) {_ANY}", _from_to),
        (rf"(?:\b(?:in|at|on|of|from|within|over|for) )?{_FIRST}", _from_to),
    ),
    "zh": (
        (rf"[从自在]?{_HAN_ANY}{_HAN_TO}(?P<second>\ue000+)(?:之间|期间|间)?", _from_to),
        (rf"[从自]?{_HAN_ANY}(?:以来|起|开始)", _since),
        (rf"{_HAN_ANY}(?:之前|以前|前)", _before),
        (rf"{_HAN_ANY}(?:之后|以后|后)", _after),
        (rf"(?:截至|截止到?|直到){_HAN_ANY}", _until),
        (r"在?(?P<first>\ue000+)年?(?P<part>[初末底]|中期)", _part),
        (rf"在?{_HAN_ANY}(?:期间|当中)", _from_to),
        (r"在?(?P<first>\ue000+)(?:间|上)?", _from_to),
    ),
}
_RELATIONS = {
    language: [(re.compile(form, re.IGNORECASE), meaning) for form, meaning in forms]
    for language, forms in _FORMS.items()
}
