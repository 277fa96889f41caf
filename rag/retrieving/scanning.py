"""Complete scans: every document that mentions a subject, not the best k of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rag.domain import Document, Filters, Mention, Passage, Publication, Scan, Span
from rag.library import Library
from rag.text import index_terms, normalise, split_sentences

_DOCUMENTS_AT_ONCE = 200
"""So many are held with their passages while they are read."""

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_HAN}]"
# "cyber sovereignty" is cyber-sovereignty, 蒂姆·库克 is 蒂姆・库克.
_SEPARATORS = re.compile(r"[\s\-·•・‧]+")
_RUN = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_ENDING = rf"(?:['’]s|s['’]?)?(?!{_LETTER})"
_ACRONYM = re.compile("[A-Z]{2,}")
_SHORTEST_READ_AS_A_WORD = 4
"""Letters of an acronym that is written like a name as well: Nato and Opec, but no Un and no Ai."""
_AROUND = " \"'.,;:!?。，；：！？、《》「」『』()（）"


class Subject:
    """What is looked for in texts.

    Words of letters are found as whole words, possessive and plural too ("Apple", "Apple's" and
    "Apples", not "pineapple"); Chinese is found wherever it stands, for it has no spaces. Letter
    case and width do not matter, except that "US" is not "us" and "WHO" not "who".
    """

    def __init__(self, spellings: Sequence[str]) -> None:
        """Raises ValueError: there is nothing to look for."""
        acronyms = [spelling for spelling in spellings if _ACRONYM.fullmatch(spelling)]
        others = [words for s in spellings if s not in acronyms and (words := _words(s))]
        if not (acronyms or others):
            raise ValueError(f"no subject to scan for in {list(spellings)}")
        self._as_written = _any([form for acronym in acronyms for form in _forms(acronym)])
        self._folded = _any([_phrase(words) for words in others])

    def count(self, text: str) -> int:
        """How often a text mentions it."""
        number = len(self._as_written.findall(text)) if self._as_written else 0
        return number + (len(self._folded.findall(normalise(text))) if self._folded else 0)


def scan(library: Library, subjects: Sequence[str], filters: Filters) -> Scan:
    """Every document that mentions the subject in its prose, its title or a heading.

    `subjects` are one subject in several languages or spellings ("Jack Ma", "马云"); any will do.
    The index only proposes: each document is read, and only its passages count, so that neither a
    menu nor a cookie notice mentions anybody.

    Raises:
        ValueError: the subjects hold no word.
    """
    subject = Subject(subjects)
    publications = library.publications()
    admitted = {i for i, publication in publications.items() if filters.admit(i, publication)}
    proposed = {i for spelling in subjects for i in _proposed(library, spelling, filters, admitted)}
    candidates = sorted(admitted & proposed)
    mentions = [
        mention
        for first in range(0, len(candidates), _DOCUMENTS_AT_ONCE)
        for mention in _mentions(library, candidates[first : first + _DOCUMENTS_AT_ONCE], subject)
    ]
    mentions.sort(key=_day_and_id)
    undated = _number_undated(publications, filters)
    return Scan(tuple(subjects), filters, len(admitted), undated, tuple(mentions))


def _number_undated(publications: Mapping[str, Publication], filters: Filters) -> int:
    """How many documents are left out for the sole reason that their day is unknown."""
    if not (filters.since or filters.until):
        return 0
    on_any_day = replace(filters, since=None, until=None)
    return sum(
        source.published is None and on_any_day.admit(document_id, source)
        for document_id, source in publications.items()
    )


def _day_and_id(mention: Mention) -> tuple[date, str]:
    return mention.document.publication.published or date.max, mention.document.id


def _proposed(
    library: Library, spelling: str, filters: Filters, admitted: set[str]
) -> Iterable[str]:
    """All documents that may mention it, and others; where nothing tells: all that are admitted.

    Chinese is looked up in the texts themselves: in the index, 和平 is a part of 平发 or of
    nothing, for 和 is a stop word. "WHO" is one, too.
    """
    if runs := re.findall(f"[{_HAN}]+", normalise(spelling)):
        return library.documents_holding(max(runs, key=len))
    if index_terms(spelling):
        return library.documents_mentioning(spelling, filters)
    return library.documents_holding(spelling) if _ACRONYM.fullmatch(spelling) else admitted


def _mentions(library: Library, document_ids: Sequence[str], subject: Subject) -> Iterator[Mention]:
    stories = library.stories(document_ids)
    passages: dict[str, list[tuple[Passage, Document]]] = {}
    for passage, document in library.passages(library.passage_ids(document_ids)).values():
        passages.setdefault(document.id, []).append((passage, document))
    for document_id, found in passages.items():
        document = found[0][1]
        if mention := _mention(document, [p for p, _ in found], stories[document_id], subject):
            yield mention


def _mention(
    document: Document, passages: Sequence[Passage], story: str, subject: Subject
) -> Mention | None:
    """What a document with these passages, in order, says of the subject; None: nothing."""
    said = [subject.count(passage.text) for passage in passages]
    headed = [any(map(subject.count, passage.headings)) for passage in passages]
    in_title = subject.count(document.title) > 0 or any(headed)
    if not (in_title or any(said)):
        return None
    place = next((i for first_of in (said, headed) for i, there in enumerate(first_of) if there), 0)
    sentence = _first_sentence(document, passages[place], subject if said[place] else None)
    return Mention(document, passages[place], sentence, story, sum(said), in_title)


def _first_sentence(document: Document, passage: Passage, subject: Subject | None) -> Span:
    """The first sentence of a passage (that mentions the subject); where none does by itself, for
    a name may be broken by what looks like a sentence's end: all of the passage."""
    whole = Span(passage.start, passage.end)
    for sentence in split_sentences(document.text, whole):
        if subject is None or subject.count(sentence.of(document.text)):
            return sentence
    return whole


def _any(patterns: Sequence[str]) -> re.Pattern[str] | None:
    # The longest first: where one spelling begins another, it must not end the match.
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None


def _forms(acronym: str) -> list[str]:
    """NATO is written Nato as well; but Ai Weiwei is not AI."""
    is_a_word = len(acronym) >= _SHORTEST_READ_AS_A_WORD and index_terms(acronym)
    forms = [acronym, acronym.capitalize()] if is_a_word else [acronym]
    return [rf"(?<!{_LETTER}){form}{_ENDING}" for form in forms]


def _phrase(words: Sequence[str]) -> str:
    """A pattern for normalised text."""
    phrase = _word(words[0])
    for word, following in pairwise(words):
        # Beside Chinese none is needed: iPhone 手机 is iPhone手机.
        may_be_none = "?" if _is_chinese(word) or _is_chinese(following) else ""
        phrase += f"(?:{_SEPARATORS.pattern}){may_be_none}{_word(following)}"
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, words[0]) else ""
    return f"{before}{phrase}{_ENDING if re.match(_LETTER, words[-1][-1]) else ''}"


def _word(word: str) -> str:
    """Chinese goes on over the end of a line."""
    return "\n?".join(word) if _is_chinese(word) else re.escape(word)


def _is_chinese(word: str) -> bool:
    return re.match(f"[{_HAN}]", word) is not None


def _words(spelling: str) -> list[str]:
    """The words of a spelling, normalised, without the punctuation around them; Chinese apart."""
    words = _SEPARATORS.split(normalise(spelling).strip(_AROUND))
    return [run for word in words for run in _RUN.findall(word)]
