"""Does the claim give the words of its evidence to who said them?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.domain import Document, Span
from rag.text import content_words
from rag.text.speech import (
    Utterance,
    asked_speaker,
    is_person,
    same_speaker,
    utterances,
)

_LEAST_SHARE = 0.5
"""Share of what a claim lets somebody say that an utterance must hold to be the one it means."""
_NEARLY_BEST = 0.8
_SOME_SHARE = 0.2
"""Least share where the evidence lets the speaker say a part of it, and others bring the rest."""
_LEAST_SHARE_OF_FACT = 0.6
_MOST_TOLD_BESIDE = 0.5
"""What the author tells in these very words is no longer another's alone."""
_LEAST_PART_SAID = 0.25
"""Of a cited sentence, for it to be cited for the words said in it."""
_WINDOW_CHARS = 6_000
"""How far around a span its document is read: who speaks may be named paragraphs before."""

_STANCE = re.compile(
    r"\b(?:should|must|ought|stands? ready|needs? to|believe[sd]?|hopes?|worst|best|never|"
    r"unaccept\w+|we|our|I|my)\b|应当?|必须|不得|不应|希望|愿意|我们|需要"
)
# What already tells the reader that somebody says it.
_ATTRIBUTED = re.compile(
    r"\b(?:reportedly|allegedly|according|view|opinion|statement|speech|letter|message|remarks?|"
    r"accus\w+|critic\w+|reject\w+|support\w+|oppos\w+|said|says|called|described|reported|"
    r"claimed|warned|urged|argued|proposed|promised|pledged|quoted)\b|据|称|说|认为|表示|指出|看法"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of the evidence that somebody says."""

    speaker: str | None
    words: frozenset[str]
    is_stance: bool
    """Whether they judge, want or promise, rather than state a fact."""


def speaker_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Words given to another than their speaker, and opinions of a speaker told as facts."""
    said = _said_in(evidence)
    told = content_words(_told_by_author(evidence))
    # "They predict that ..." tells that somebody says it, if not who.
    claimed = [one for one in utterances(claim) if one.speaker or not one.direct]
    if not claimed:
        return _given_as_fact(claim, said, evidence, told)
    faults: dict[str, Fault] = {}
    for one in claimed:
        words = content_words(one.span.of(claim))
        if words and one.speaker and not _is_own(one.speaker, evidence):
            faults |= _given_to_another(one.speaker, words, said, evidence, told)
    return list(faults.values())


def words_of_another(question: str, spans: Sequence[Evidence]) -> str | None:
    """Who said what is cited, where the question asks for the words of somebody else.

    None: the question asks for nobody's words, the sources are the asked one's own, or a span
    holds words of theirs, tells of them, or is nobody's words.
    """
    asked = asked_speaker(question)
    if not asked or not spans:
        return None
    others: list[str] = []
    for evidence in spans:
        said = _said_in(evidence)
        speakers = [one.speaker for one in said if one.speaker]
        told = _told_by_author(evidence)
        words = frozenset[str]().union(*(one.words for one in said))
        is_mostly_said = len(words) >= _LEAST_PART_SAID * len(content_words(evidence.core))
        is_anothers = all(same_speaker(asked, other) is False for other in speakers)
        if not speakers or not is_mostly_said or not is_anothers or _is_named(asked, told):
            return None
        if _is_own(asked, evidence) or any(
            _may_speak_for(asked, other, evidence) for other in speakers
        ):
            return None
        others += speakers
    return others[0]


def _given_to_another(
    speaker: str,
    words: frozenset[str],
    said: Sequence[_Said],
    evidence: Evidence,
    told: frozenset[str],
) -> dict[str, Fault]:
    """The fault of the claim that `speaker` said these words, by its phrase; {} for none."""
    shares = [(len(words & other.words) / len(words), other.speaker) for other in said]
    best = max((share for share, _ in shares), default=0.0)
    told_share = len(words & told) / len(words)
    if told_share >= max(best, _LEAST_SHARE):
        return {}
    if best < _LEAST_SHARE:
        speaks = any(
            share >= _SOME_SHARE and (other is None or _may_be(speaker, other))
            for share, other in shares
        )
        if speaks or not _are_persons(speaker, evidence):
            return {}
        phrase = f"the cited sentence does not have {speaker} say this"
        return {phrase: Fault("speaker", phrase)}
    meant = [other for share, other in shares if share >= best * _NEARLY_BEST]
    others = [other for other in meant if other and not _may_be(speaker, other)]
    if len(others) < len(meant):
        return {}
    phrase = f"the source gives these words to {others[0]}, not to {speaker}"
    return {phrase: Fault("speaker", phrase, contradicts=_alike(speaker, others[0], evidence))}


def _may_be(first: str, second: str) -> bool:
    return same_speaker(first, second) is not False


def _given_as_fact(
    claim: str, said: Sequence[_Said], evidence: Evidence, told: frozenset[str]
) -> list[Fault]:
    if _ATTRIBUTED.search(claim):
        return []
    words = content_words(claim)
    if not words or not said or len(words & told) >= _MOST_TOLD_BESIDE * len(words):
        return []
    nearest = max(said, key=lambda one: len(words & one.words))
    speaker = nearest.speaker
    is_held = len(words & nearest.words) >= _LEAST_SHARE_OF_FACT * len(words)
    if not is_held or not speaker or not nearest.is_stance:
        return []
    if _is_named(speaker, claim) or _is_own(speaker, evidence):
        return []
    return [Fault("speaker", f"these are the words of {speaker}; the claim gives them as fact")]


def _alike(first: str, second: str, evidence: Evidence) -> bool:
    """Whether both are persons, or neither: an organisation speaks through its people."""
    return _are_persons(first, evidence) == _are_persons(second, evidence)


def _are_persons(speaker: str, evidence: Evidence) -> bool:
    text = evidence.spans[0][0].text
    return all(is_person(name, text) for name in speaker.split(" and "))


def _may_speak_for(asked: str, other: str, evidence: Evidence) -> bool:
    """Whether the words of one may be asked for by the name of the other: Apple's and Cook's."""
    if _alike(asked, other, evidence):
        return False
    person, body = (re.escape(name.rsplit(" ", 1)[-1]) for name in (asked, other))
    together = re.compile(rf"\b{person}\b.{{0,80}}\b{body}\b|\b{body}\b.{{0,80}}\b{person}\b")
    is_linked = any(together.search(document.text) for document, _, _ in evidence.spans)
    return is_linked or not _are_persons(asked, evidence)


def _is_own(speaker: str, evidence: Evidence) -> bool:
    """Whether the source itself is the speaker's: its outlet, its author, or its title."""
    for document, _, _ in evidence.spans:
        publication = document.publication
        own = (publication.outlet, publication.author, document.title)
        if any(name and same_speaker(speaker, name) for name in own):
            return True
    return False


def _is_named(speaker: str, text: str) -> bool:
    """Whether a text has the last word of a name, or all of a description's."""
    words = content_words(speaker.rsplit(" ", 1)[-1])
    return bool(words) and words <= content_words(text)


def _said_in(evidence: Evidence) -> list[_Said]:
    return [
        _Said(one.speaker, content_words(part), one.direct or one.is_opinion or _is_stance(part))
        for document, _, span in evidence.spans
        for one, part in _parts_said(document, span)
    ]


def _is_stance(words: str) -> bool:
    return bool(_STANCE.search(words))


def _parts_said(document: Document, span: Span) -> list[tuple[Utterance, str]]:
    """The utterances that reach into a span, each with its words there."""
    return [
        (one, document.text[max(one.span.start, span.start) : min(one.span.end, span.end)])
        for one in _around(document, span)
        if one.span.start < span.end and one.span.end > span.start
    ]


def _told_by_author(evidence: Evidence) -> str:
    """The evidence without what anybody says in it."""
    pieces: list[str] = []
    for document, _, span in evidence.spans:
        done = span.start
        for one in _around(document, span):
            if one.speaker and one.span.start < span.end and one.span.end > done:
                pieces.append(document.text[done : max(done, one.span.start)])
                done = max(done, one.span.end)
        pieces.append(document.text[done : span.end])
    return " ".join(pieces)


def _around(document: Document, span: Span) -> list[Utterance]:
    """The utterances of the document around a span, in offsets into its text."""
    first = max(0, span.start // _WINDOW_CHARS - 1) * _WINDOW_CHARS
    # A window begins with a line: inside a quotation, its closing mark would seem to open one.
    start = document.text.rfind("\n", 0, first) + 1
    return _utterances_of(document.text, start, first + 4 * _WINDOW_CHARS)


@lru_cache(maxsize=256)
def _utterances_of(text: str, start: int, end: int) -> list[Utterance]:
    return [
        Utterance(
            one.speaker,
            Span(one.span.start + start, one.span.end + start),
            one.direct,
            one.is_opinion,
        )
        for one in utterances(text[start:end])
    ]
