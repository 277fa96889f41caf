"""A question and its answer as a statement, only where its grammar can be undone for sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.datasets.faults.grammar import (
    AUXILIARY,
    NUMBER_WORDS,
    PAST_OF,
    begin_large,
    is_participle,
    past_forms,
)

_PASTS = frozenset(PAST_OF.values())
_IS_AUXILIARY = re.compile(AUXILIARY)
_ARTICLE_BEFORE = re.compile(r"\b(the|a|an|The|A|An) (?:[“\"])?$")
_PREPOSITIONS = "in|on|at|by|during|since|near|from|around|between"
_PREPOSITION_BEFORE = re.compile(rf"\b({_PREPOSITIONS})( the)? $", re.IGNORECASE)
_BEGINS_WITH_PREPOSITION = re.compile(rf"(?:{_PREPOSITIONS}) ", re.IGNORECASE)
_HANGING = frozenset(
    """to of in for with from by on at about as after like into against under over through up out
    off than called named called's""".split()
)
_NO_NOUN_PHRASE = re.compile(
    rf"(?:to|of|in|for|with|from|by|on|at|as|because|when|if|that|not|more|very|being)\b|.*\b{AUXILIARY}\b",
    re.IGNORECASE,
)
# "The phagosomal" is cut from "the phagosomal membrane".
_ENDS_NOUN_PHRASE = re.compile(
    rf"\W*$|[^\w\s]|\s*\(|\s+(?:and|or|of|in|on|at|to|for|from|with|by|as|who|which|that|also|then|"
    rf"{AUXILIARY}|[a-z]+ed|{'|'.join(PAST_OF.values())})\b"
)
_COUNT = re.compile(
    r"(?:(?:over|about|more than|nearly|approximately|around|at least|up to|some|almost) )?"
    rf"(?:\d[\d.,]*(?: (?:million|billion))?|{'|'.join(NUMBER_WORDS)})"
)
_IN_DOUBT = re.compile(r"[,\"“]|\b(?:this|these|that|those|you|your|name of|term for)\b")
_MAX_ANSWER_WORDS = 8
_SUBJECT_QUESTION = re.compile(r"(Who|What|Which) (.+)")
_WHEN_WHERE = re.compile(r"(?:When|Where|In what year|What year) (did|was|were) (.+)")
_HOW_MANY = re.compile(rf"How many ((?:[\w'-]+ ){{1,4}}?)({AUXILIARY}|[a-z]+ed|[a-z]+) (.+)")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer, and the sentence that holds it, parted where the answer is."""

    question: str
    answer: str
    before: str
    after: str
    sentence: str

    @property
    def words(self) -> list[str]:
        return re.findall(r"[\w'-]+", self.sentence)


def statement_of(answered: Answered) -> str | None:
    """The statement; None where the grammar is not one of those that are known, or in doubt."""
    question = answered.question.strip().rstrip("? ")
    if len(question.split()) < 4 or _IN_DOUBT.search(question):
        return None
    for undo in (_subject, _when_where, _how_many):
        if said := undo(question, answered):
            return f"{begin_large(said)}."
    return None


def _subject(question: str, answered: Answered) -> str | None:
    """Who ruled Normandy? Richard I: Richard I ruled Normandy."""
    match = _SUBJECT_QUESTION.fullmatch(question)
    if match is None or question.rsplit(maxsplit=1)[-1] in _HANGING:
        return None
    words = match[2].split()
    at = next((i for i, word in enumerate(words[:5]) if _is_verb(word)), None)
    if at is None or (match[1] == "Who" and at > 0):
        return None
    verb, rest = words[at], words[at + 1 :]
    if not rest or not _is_told_by_subject(verb, rest, is_named=at > 0):
        return None
    answer = _noun_phrase(answered)
    if answer is None or not _agrees(answer, verb):
        return None
    return " ".join([answer, verb, *rest])


def _is_verb(word: str) -> bool:
    return bool(_IS_AUXILIARY.fullmatch(word)) or word in _PASTS or is_participle(word)


def _is_told_by_subject(verb: str, rest: list[str], *, is_named: bool) -> bool:
    """Whether what is asked for is the subject of the one verb of the question."""
    others = [word for word in rest if _is_verb(word)]
    if verb in ("did", "do", "does") or {"done", "to"} & set(rest[:-1]):
        return False
    if verb in ("was", "were", "is", "are"):
        if is_participle(rest[0]) and rest[0] not in PAST_OF:
            return len(rest) > 1 and others == rest[:1]
        return not is_named and rest[0] in ("the", "a", "an", "another") and not others
    if _IS_AUXILIARY.fullmatch(verb):
        return False
    return not others and verb not in ("used", "born", "known")


def _noun_phrase(answered: Answered) -> str | None:
    """The answer with its article; None if it may be no noun phrase."""
    answer = answered.answer.strip(" .,;")
    if len(answer.split()) > _MAX_ANSWER_WORDS or _NO_NOUN_PHRASE.match(answer):
        return None
    if not _ENDS_NOUN_PHRASE.match(answered.after):
        return None
    if article := _ARTICLE_BEFORE.search(answered.before):
        return f"{article[1].lower()} {answer}"
    has_article = answer.split()[0].lower() in ("the", "a", "an", "its", "his", "their", "two")
    stands_alone = answer[0].isupper() and answered.before.strip()
    return answer if has_article or stands_alone or answer.endswith("s") else None


def _agrees(answer: str, verb: str) -> bool:
    is_plural = " and " in answer or (answer.endswith("s") and answer[0].islower())
    if verb in ("was", "is", "has"):
        return not is_plural and "," not in answer
    if verb in ("were", "are", "have"):
        return is_plural or answer.endswith("s")
    return True


def _when_where(question: str, answered: Answered) -> str | None:
    """When did William invade England? 1066: William invaded England in 1066."""
    match = _WHEN_WHERE.fullmatch(question)
    place_or_time = _with_preposition(answered)
    if match is None or place_or_time is None or question.rsplit(maxsplit=1)[-1] in _HANGING:
        return None
    words = match[2].split()
    if {"that", "which", "who", "when", "if"} & set(words):
        return None
    if match[1] == "did":
        clause = _in_past(words, answered)
        return f"{clause} {place_or_time}" if clause else None
    if is_participle(words[-1]) and words[-1] in answered.words and len(words) > 1:
        verbs = [word for word in words if _is_verb(word) or word in PAST_OF or word == "to"]
        return (
            " ".join([*words[:-1], match[1], words[-1], place_or_time]) if len(verbs) == 1 else None
        )
    return None


def _with_preposition(answered: Answered) -> str | None:
    answer = answered.answer.strip(" .,;")
    if _BEGINS_WITH_PREPOSITION.match(answer):
        return answer[0].lower() + answer[1:]
    if preposition := _PREPOSITION_BEFORE.search(answered.before):
        return f"{preposition[1].lower()}{preposition[2] or ''} {answer}"
    return None


def _in_past(words: list[str], answered: Answered) -> str | None:
    """William invade England, with its verb as the sentence has it."""
    there = set(answered.words)
    for at, word in enumerate(words[1:], start=1):
        past = past_forms(word) & there if word.isalpha() and word.islower() else set()
        if past:
            return " ".join([*words[:at], min(past), *words[at + 1 :]])
        if word in PAST_OF:
            return None
    return None


def _how_many(question: str, answered: Answered) -> str | None:
    """How many seats did it win? 12: It won 12 seats."""
    match = _HOW_MANY.fullmatch(question)
    if match is None or question.rsplit(maxsplit=1)[-1] in _HANGING:
        return None
    things, verb, rest = match[1].strip(), match[2], match[3]
    count = answered.answer.strip(" .,;").removesuffix(f" {things.split()[-1]}")
    if not _COUNT.fullmatch(count):
        return None
    words = rest.split()
    if verb == "did":
        # Its object follows the verb at once: the verb must be the last word.
        past = past_forms(words[-1]) & set(answered.words)
        return " ".join([*words[:-1], min(past), count, things]) if past else None
    if verb == "are" and words[0] == "there":
        return f"there are {count} {things} {' '.join(words[1:])}"
    if verb in ("were", "are", "have") or (verb in _PASTS and verb != "had"):
        others = [word for word in words if _is_verb(word)]
        return None if len(others) > 1 or "did" in words else f"{count} {things} {verb} {rest}"
    return None
