"""The English ways of giving words to a speaker: X said, said X, according to X, told by X."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from rag.domain import Span
from rag.text.speech.frames import Frame, span_or_none
from rag.text.speech.marks import COVER, QUOTED
from rag.text.speech.people import is_capital, name_in
from rag.text.speech.phrases import Subject, english_subject_of, subject_before
from rag.text.speech.reporting import (
    ADDRESSING,
    INVERTING,
    NEEDING_THAT,
    REPORTING_WORD,
    WANTING,
    is_opinion,
    may_report,
)

_MOST_VERBS = 40
"""What has more in one sentence is no prose."""
_FRAMES_AHEAD = 8

_ACCORDING = re.compile(r"\b[Aa]ccording to |\b[Ii]n the (?:words|view|opinion) of ")
_DETERMINERS = frozenset("one the a an its his her their some many several most two three".split())
_WHEN_OR_WHERE = (
    r"(?:in|on|at|during|after|before|to|of|through|by|via|out|late|earlier|later|again|last|this|"
    r"yesterday|today|back|when|[A-Z][a-z]+day)\b"
)
_SAID_FROM_HERE = re.compile(
    rf"\s*(?:,\s*)?(?:{_WHEN_OR_WHERE}[^:Ꙁ;]{{0,160}}?)?(?:\bthat\b:?|:|,?\s{{0,3}}(?=Ꙁ))\s*"
)
_NOTHING_MORE = re.compile(rf"\s*(?:{_WHEN_OR_WHERE}[^,:;]{{0,120}})?(?:[.,;!?]|$)")
_ADDRESSED = re.compile(r"\s*(?P<whom>[^,:;Ꙁ]{1,120}?)(?:\s+that\b|\s*:|\s*,?\s*(?=Ꙁ))\s*")
_NOUN_PHRASE_RIGHT = re.compile(r"\s*(?P<who>[^,.:;()Ꙁ]{1,120}(?:\.(?=\S| [A-Z]\w+ )[^,.:;()Ꙁ]*)?)")
_AFTER_NAME = re.compile(
    r"\s(?:in|on|at|during|after|before|when|while|as|to|last|this|that|who|said|yesterday|and|but|"
    r"[A-Z][a-z]+day|adding|speaking|has|have|had|is|was)\b.*",
    re.DOTALL,
)
_SPOKEN_BY = re.compile(r"\bby ((?:[A-ZÀ-Þ][\w.’'-]* ?)+)")
_JOINED = re.compile(r"(?:,|;)?\s*\b(?:and|while|but|whereas)\s*$|[;–—]\s*$")
_NAME_BEHIND = re.compile(r", ((?:[A-ZÀ-Þ][\w’'-]+ ?){1,4})(?=[.,]|$)")
_INTRODUCED = re.compile(rf":\s*(?={QUOTED})")
_UP_TO_QUOTATION = re.compile(rf"[^.:;Ꙁ]{{0,160}}[,:]\s*(?={QUOTED})")
_LABELLED = re.compile(rf"[^.:;,Ꙁ]{{1,120}}(?={QUOTED})|\s[^,.:;Ꙁ]{{0,60}}?\bthat\s+")
_BY_SPEAKER = re.compile(r"\s+by (?P<who>[^,:;Ꙁ]{1,100}?)(?:\s+that\b|:|,|(?=\s*Ꙁ))\s*")
_APPOSITION = re.compile(r"(?:an?|the|who|one|its|whose|[a-z][\w-]+)\s[^,]*,\s*")


def english_frames(sentence: str) -> list[Frame]:
    """The frames of one sentence in order; they do not overlap."""
    found: list[Frame] = []
    verbs = islice(REPORTING_WORD.finditer(sentence), _MOST_VERBS)
    according = islice(_ACCORDING.finditer(sentence), _MOST_VERBS)
    candidates = [
        *((match.start(), _of_verb(sentence, match)) for match in verbs),
        *((match.start(), _according(sentence, match)) for match in according),
    ]
    for _, frame in sorted(candidates, key=lambda candidate: candidate[0]):
        if frame and (not found or frame.span.start >= found[-1].span.end):
            found.append(frame)
    found += _introduced(sentence, found)
    return list(_each_to_its_end(sentence, found))


def _introduced(sentence: str, found: Sequence[Frame]) -> Iterator[Frame]:
    """ "Pep Lijnders disagreed: “...”": a colon gives the words to the sentence's subject."""
    colon = _INTRODUCED.search(sentence)
    reached = max((said.end for frame in found for said in frame.said), default=0)
    speaker = english_subject_of(sentence[: colon.start()]) if colon else ""
    if colon and speaker and colon.end() >= reached:
        said = (Span(colon.end(), len(sentence)),)
        yield Frame(Span(colon.start(), colon.end()), speaker, said, is_opinion=False)


def _each_to_its_end(sentence: str, frames: Sequence[Frame]) -> Iterator[Frame]:
    """What is said ends where another speaker's clause begins, or at ", X reported"."""
    for place, frame in enumerate(frames):
        limit = len(sentence)
        for later in frames[place + 1 : place + _FRAMES_AHEAD]:
            joined = _JOINED.search(sentence, max(0, later.span.start - 12), later.span.start)
            looks_back = any(said.end <= later.span.start for said in later.said)
            if later.speaker and (joined or looks_back):
                limit = joined.start() if joined else later.span.start
                break
        said = (span_or_none(span.start, min(span.end, limit)) for span in frame.said)
        yield replace(frame, said=tuple(span for span in said if span))


def _of_verb(sentence: str, verb: re.Match[str]) -> Frame | None:
    inverted = _inverted(sentence, verb)
    if inverted:
        return inverted
    subject = subject_before(sentence, verb.start())
    if subject and subject.passive:
        return _passive(sentence, verb, subject)
    if not (_is_said_by(sentence, verb, subject) if subject else _shares_subject(sentence, verb)):
        return None
    start = subject.start if subject else verb.start()
    before = _said_before(sentence, start, verb.end()) if subject else None
    after, told = _said_after(sentence, verb, before)
    said = tuple(span for span in (before, after) if span)
    if not said:
        return None
    end = after.start if after else verb.end()
    speaker = name_in(subject.phrase) if subject else ""
    return Frame(Span(start, end), speaker, said, is_opinion(verb[0]), told)


def _is_said_by(sentence: str, verb: re.Match[str], subject: Subject) -> bool:
    following = sentence[verb.end() : verb.end() + 8]
    # "a declaration calling for" says what it is about; "minister Ren Xianliang stating" speaks.
    is_attribute = verb[0].endswith("ing") and not is_capital(subject.phrase.split()[-1])
    return not is_attribute and may_report(verb[0], subject.phrase, following)


def _shares_subject(sentence: str, verb: re.Match[str]) -> bool:
    """ ", saying that", "opened it and called for": who speaks stands further in front."""
    before = sentence[max(0, verb.start() - 8) : verb.start()].rstrip()
    return verb[0].endswith("ing") or before.endswith((" and", " but", " then"))


def _inverted(sentence: str, verb: re.Match[str]) -> Frame | None:
    """ "...," said Thomas Nunlist, senior analyst at Trivium China."""
    quoted = _quotation_before(sentence, verb.start())
    is_after_clause = sentence[max(0, verb.start() - 3) : verb.start()].rstrip().endswith(",")
    who = _NOUN_PHRASE_RIGHT.match(sentence, verb.end())
    if verb[0] not in INVERTING or not (quoted or is_after_clause) or not who:
        return None
    phrase = _AFTER_NAME.sub("", " " + who["who"].strip()).strip()
    first = phrase.split(" ")[0]
    if not phrase or not (is_capital(first) or first in _DETERMINERS | {"he", "she"}):
        return None
    end = who.start("who") + len(phrase)
    if not quoted and not _ends_report(sentence, phrase, end, verb.start()):
        return None
    before = quoted or span_or_none(0, verb.start())
    named = None if is_capital(phrase.split()[-1]) else _NAME_BEHIND.match(sentence, end)
    end = named.end() if named else end
    phrase = named[1] if named else phrase
    said = tuple(span for span in (before, _quotation_after(sentence, end)) if span)
    return Frame(Span(verb.start(), end), name_in(phrase), said, is_opinion(verb[0]))


def _ends_report(sentence: str, phrase: str, end: int, verb_start: int) -> bool:
    """ "The web is open, said Nunlist.": not "Seibert, her aide, said he would come"."""
    is_all_name = all(is_capital(word) for word in phrase.split())
    ends = _NOTHING_MORE.match(sentence, end)
    return bool(ends) and (is_all_name or subject_before(sentence, verb_start) is None)


def _quotation_before(sentence: str, end: int) -> Span | None:
    """The covered quotation that ends right in front of `end`, a comma aside."""
    while end and sentence[end - 1] in " ,\n":
        end -= 1
    if not end or sentence[end - 1] not in COVER:
        return None
    return Span(max(0, sentence.rfind(COVER[0], 0, end)), end)


def _quotation_after(sentence: str, start: int) -> Span | None:
    quoted = _UP_TO_QUOTATION.match(sentence, start)
    return span_or_none(quoted.end(), len(sentence)) if quoted else None


def _passive(sentence: str, verb: re.Match[str], subject: Subject) -> Frame | None:
    """ "Delegates were told by Liu that ..."; "is called" gives words to nobody."""
    by = _BY_SPEAKER.match(sentence, verb.end())
    if not by:
        return None
    said = span_or_none(by.end(), len(sentence))
    spans = (said,) if said else ()
    told = subject.phrase if verb[0] in ADDRESSING else None
    return Frame(
        Span(subject.start, by.end()), name_in(by["who"]), spans, is_opinion(verb[0]), told
    )


def _according(sentence: str, found: re.Match[str]) -> Frame | None:
    who = _NOUN_PHRASE_RIGHT.match(sentence, found.end())
    if not who:
        return None
    phrase = who["who"].strip()
    by = _SPOKEN_BY.search(phrase)
    named = None if is_capital(phrase.split()[-1]) else _NAME_BEHIND.match(sentence, who.end())
    speaker = name_in(named[1] if named else by[1] if by else phrase)
    end = who.end()
    if sentence[: found.start()].strip(" ,—–-"):
        said = (Span(0, found.start()),)
        return Frame(Span(found.start(), end), speaker, said, is_opinion=False)
    rest = re.compile(r",?\s*").match(sentence, end)
    start = rest.end() if rest else end
    apposition = _APPOSITION.match(sentence, start)
    if apposition and re.match(r"(?:an?|the|who)\b", apposition[0]):
        start = apposition.end()
    after = span_or_none(start, len(sentence))
    return Frame(Span(found.start(), start), speaker, (after,), is_opinion=False) if after else None


def _said_after(
    sentence: str, verb: re.Match[str], before: Span | None
) -> tuple[Span | None, str | None]:
    """The words said behind the verb, and whom they were told."""
    end = verb.end()
    if verb[0] in ADDRESSING and (addressed := _ADDRESSED.match(sentence, end)):
        told = re.split(r" (?:in|on|at|during) ", addressed["whom"].strip())[0]
        return span_or_none(addressed.end(), len(sentence)), told
    # "vowed to close it": what is vowed begins at once, whatever is said that comes later.
    is_infinitive = verb[0] in WANTING and sentence.startswith(" to ", end)
    marked = None if is_infinitive else _SAID_FROM_HERE.match(sentence, end)
    if marked:
        return span_or_none(marked.end(), len(sentence)), None
    if before:
        # "Competition, Villepin said, was growing."
        goes_on = sentence[end : end + 1] == "," and sentence[before.end - 1] not in COVER
        return (span_or_none(end + 1, len(sentence)) if goes_on else None), None
    if verb[0] in NEEDING_THAT:
        return _label_after(sentence, verb), None
    is_clause = re.match(r"\s+\w", sentence[end : end + 3])
    return (span_or_none(end + 1, len(sentence)) if is_clause else None), None


def _label_after(sentence: str, verb: re.Match[str]) -> Span | None:
    """ "repeated his message that", "called the draft «ridiculous»", "called for a system"."""
    wants = sentence.startswith(" for ", verb.end()) and verb[0].startswith("call")
    if wants:
        return span_or_none(verb.end() + len(" for "), len(sentence))
    found = _LABELLED.match(sentence, verb.end())
    return span_or_none(found.end(), len(sentence)) if found else None


def _said_before(sentence: str, start: int, verb_end: int) -> Span | None:
    """The words in front of ", X said" and of “...” X said."""
    quoted = _quotation_before(sentence, start)
    is_after_comma = sentence[max(0, start - 3) : start].rstrip().endswith(",")
    if quoted and not is_after_comma:
        return quoted
    # China would “uphold” it and make it “fair”, Xi said: all of it is his.
    ends_clause = is_after_comma and _NOTHING_MORE.match(sentence, verb_end)
    return span_or_none(0, start) if ends_clause else None
