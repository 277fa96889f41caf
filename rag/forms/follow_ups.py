"""Questions that go on from an answer: made by rules of what was found, and not told by it.

Each is searched for before it is suggested: what suggests it must come back for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.answering.refusing.reasons import reason_before
from rag.domain import Answer, Language, RetrievedPassage, UnderstoodQuestion
from rag.retrieving.understanding.editions import Edition, editions_in
from rag.text import content_words, detect_language, index_terms
from rag.text.han_names import han_names, is_surnamed
from rag.text.numerals import han_numeral, ordinal
from rag.text.speech import is_person, utterances

MOST_SUGGESTED = 3
_MOST_PASSAGES = 10
_MOST_SEARCHED = 6
"""Each costs a search, which the reader waits for."""
_SHORTEST_SPEECH_TERMS = 4
"""Whoever says less ("yes", "welcome to Wuzhen") is not worth a question."""

_WHAT_SAID: Mapping[Language, str] = {"en": "What did {} say?", "zh": "{}说了什么？"}
_WHAT_HAPPENED: Mapping[Language, str] = {
    "en": "What happened at the {} {}?",
    "zh": "第{}届{}上发生了什么？",
}
_NAME_WORDS = re.compile(r"[A-Z][\w.'’-]*(?: (?:de|van|von|bin|al|der|la|du|[A-Z][\w.'’-]*)){1,3}")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+·[\u4e00-\u9fff]+")

Search = Callable[[UnderstoodQuestion], Sequence[RetrievedPassage]]


@dataclass(frozen=True, slots=True)
class _Suggestion:
    question: str
    by: RetrievedPassage


def follow_ups(answer: Answer, asked_before: Sequence[str], search: Search) -> tuple[str, ...]:
    """At most three questions to which passages that were found have something to say.

    From those that the answer does not cite first, and nothing that it speaks of. In the language
    of the question, and from passages in that language only. `search` finds what a question would
    find.
    """
    understood = answer.understood
    language = detect_language(understood.asked)
    cited = {citation.passage_id for citation in answer.citations}
    found = [item for item in answer.retrieved if detect_language(item.passage.text) == language]
    found = sorted(found, key=lambda item: item.passage.id in cited)[:_MOST_PASSAGES]
    told = "" if answer.refusal else answer.text
    asked = [understood.asked, understood.question, *asked_before]
    speakers = _once(_speeches(found, language, told), asked)
    editions = _once(_editions(found, language, told), asked)
    alternately = [one for pair in zip_longest(speakers, editions) for one in pair if one]
    suggested: list[str] = []
    for suggestion in alternately[:_MOST_SEARCHED]:
        if len(suggested) < MOST_SUGGESTED and _comes_back(suggestion, understood, search):
            suggested.append(suggestion.question)
    return tuple(suggested)


def _once(suggestions: Iterator[_Suggestion], asked: Sequence[str]) -> list[_Suggestion]:
    """Each question once, and none that only asks again for what was asked about."""
    known = [content_words(question) for question in asked]
    new: dict[str, _Suggestion] = {}
    for suggestion in suggestions:
        if not any(content_words(suggestion.question) <= words for words in known):
            new.setdefault(suggestion.question, suggestion)
    return list(new.values())


def _comes_back(suggestion: _Suggestion, asked: UnderstoodQuestion, search: Search) -> bool:
    question = suggestion.question
    understood = UnderstoodQuestion(question, question, filters=asked.filters)
    found = search(understood)
    is_found = any(item.passage.id == suggestion.by.passage.id for item in found)
    return is_found and reason_before(understood, found) is None


def _speeches(
    found: Sequence[RetrievedPassage], language: Language, told: str
) -> Iterator[_Suggestion]:
    """What the people said who are given words in passages, and are named in full."""
    for item in found:
        text = item.passage.text
        for said in utterances(text):
            words = index_terms(said.span.of(text))
            if said.speaker and len(words) >= _SHORTEST_SPEECH_TERMS:
                name = " ".join(said.speaker.split())
                if name not in told and _is_full_name(name, item, language):
                    yield _Suggestion(_WHAT_SAID[language].format(name), item)


def _is_full_name(name: str, found: RetrievedPassage, language: Language) -> bool:
    text = found.document.prose
    if language == "zh":
        is_written_so = bool(_HAN_NAME.fullmatch(name)) and name in han_names(found.passage.text)
        return is_written_so and is_surnamed(name)
    return bool(_NAME_WORDS.fullmatch(name)) and name in text and is_person(name, text)


def _editions(
    found: Sequence[RetrievedPassage], language: Language, told: str
) -> Iterator[_Suggestion]:
    """What happened at the numbered events that passages name, each a series with a name."""
    numbers_told = {edition.number for edition in editions_in(told)}
    for item in found:
        for edition in editions_in(item.passage.text):
            is_new = edition.number not in numbers_told
            if is_new and edition.own_words and _is_series(edition, language):
                number = (han_numeral if language == "zh" else ordinal)(edition.number)
                yield _Suggestion(_WHAT_HAPPENED[language].format(number, edition.noun), item)


def _is_series(edition: Edition, language: Language) -> bool:
    """Whether its noun is a proper name: World Internet Conference, not "annual meeting"."""
    is_chinese = detect_language(edition.noun) == "zh"
    return is_chinese if language == "zh" else edition.noun.istitle()
