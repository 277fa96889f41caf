"""English pronouns: "What did he say about it?" -> the person and the topic before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.domain import Span, Turn
from rag.retrieving.understanding.editions import editions_in
from rag.retrieving.understanding.elements import Element, elements, topic
from rag.retrieving.understanding.followups.rewording import Resolved, first_sentence, put

_PRONOUN = re.compile(
    r"\b(?:(?P<person>he|him|his|she|hers?)|(?P<group>they|them|theirs?)|(?P<thing>its?)"
    r"|(?P<deictic>(?:this|that)(?=\s*(?:\?|,|$)))|(?P<place>there(?=\s*(?:\?|,|$)))"
    r"|(?P<noun>(?:this|that|these|those|the same) "
    r"(?!(?:is|was|are|were|did|does|do|has|have|had|will|would|can|could|should|may|might|not|in|on"
    r"|at|to|of|the|an?|he|she|it|they|we|you|i|there|china|year|month|week|day|morning|century"
    r"|time)\b)(?P<head>[a-z]+)))\b",
    re.IGNORECASE,
)
_BEFORE_DETERMINER = re.compile(
    r"(?:^|\b(?:in|at|during|of|about|to|from|for|after|before|by|on|with|did|does|was|is|were|are"
    r"|attended|and)) $",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset(["his", "hers", "their", "theirs", "its"])
_HER_NOUN = re.compile(
    r"her (?!(?:to|at|in|on|for|from|with|about|after|before|when|that)\b)[a-z]", re.IGNORECASE
)
# "It" that stands for nothing: "Is it true that ...", "How long did it take to ...".
_EMPTY_IT = re.compile(
    r"\b(?:is|was|would|will|could|can|might|isn't|wasn't) it (?:be )?"
    r"(?:(?:ever|really|still|not|very|so|more) )?\w+ (?:that|to|for|if|who|when)\b"
    r"|\bit (?:is|was|would be|will be|takes?|took) (?:\w+ )?(?:that|to)\b"
    r"|\b(?:does|did) it (?:take|rain|snow|matter)\b",
    re.IGNORECASE,
)
_OWN_NOUN = re.compile(
    r"\b(?:the|a|an|which|what|whose|how many|all|most|some|every|each) (?!is\b|are\b|was\b|were\b"
    r"|did\b|do\b|does\b|has\b|have\b|had\b|will\b|would\b|else\b|year\b|day\b)[a-z]",
    re.IGNORECASE,
)
_OWN_PERSON = re.compile(
    r"\b(?:an?|every|each) \w|\b(?:someone|anyone|everyone|nobody)\b"
    r"|\b(?:the|which|what) \w+(?:er|or|ist|ian|ant|man|woman|person|president|king|queen)\b"
    r"(?<!paper)(?<!letter)(?<!chapter)(?<!order)(?<!number)(?<!computer)(?<!power)(?<!matter)",
    re.IGNORECASE,
)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:about|on|of|to|against|for|with|in|from|by) $", re.IGNORECASE
)
_NOUN_END = (
    r"(?= (?:in|at|on|of|by|for|from|with|about|to|and|or|that|which|who|during|before|after|since"
    r"|say|said|mean|called|held|have|has|had|is|are|was|were|do|does|did|take|begin|end|open|come"
    r"|meet|contain|include|cover|\w+ed)\b|[?.,;:]|$)"
)
_NOUN_PHRASE = re.compile(rf"\b(?:the|an?) (?P<noun>(?:[\w-]+ ){{0,4}}?[\w-]+?){_NOUN_END}")
_DEFINED = re.compile(r"(?:what|who) (?:is|are|was|were) (?P<noun>[^?]+?)\??$", re.IGNORECASE)
_GOING = re.compile(r"\b(?:go|goes|gone|went|come|came|travel|travell?ed|fly|flew) $")
_MOST_TOGETHER = 4
_LONGEST_FOLLOW_UP_WORDS = 15
_NEW_CLAUSE = re.compile(r"[.?!;,:] \S")


def with_references(question: str, told: Sequence[Turn]) -> Resolved:
    """The question with its pronouns replaced by what they stand for.

    A pronoun that refers to something within the question stays; one that tells a case of its own,
    in several clauses or many words, does not look back.
    """
    if len(question.split()) > _LONGEST_FOLLOW_UP_WORDS:
        return Resolved(question)
    is_open = False
    # From the last to the first, so that what is still to be replaced stays where it is.
    for match in reversed(list(_PRONOUN.finditer(question))):
        if _is_bound(match, question):
            continue
        words = _antecedent(match, told)
        if words is None:
            is_open = True
        else:
            question = put(question, Span(*match.span()), _in_form(words, match, question))
    return Resolved(question, is_open)


def _is_bound(match: re.Match[str], question: str) -> bool:
    """Whether a pronoun refers to nothing before the question."""
    already = question[: match.start()]
    if _NEW_CLAUSE.search(already) and _OWN_NOUN.search(already):
        return True
    if match["noun"]:
        return not _BEFORE_DETERMINER.search(already)
    if match["deictic"]:
        return not _AFTER_PREPOSITION.search(already)
    if match["place"]:
        return bool(re.search(r"\b(?:is|are|was|were|been|be) $", already, re.IGNORECASE))
    has_name = any(element.kind != "place" for element in elements(already))
    if match["thing"]:
        return _is_bound_it(match, question, has_name)
    is_own = _OWN_PERSON if match["person"] else _OWN_NOUN
    return has_name or bool(is_own.search(already))


def _is_bound_it(match: re.Match[str], question: str, has_name: bool) -> bool:
    already = question[: match.start()]
    if any(empty.start() <= match.start() < empty.end() for empty in _EMPTY_IT.finditer(question)):
        return True
    # "What did Apple say about it?" speaks of two things.
    is_second = match[0].lower() == "it" and _AFTER_PREPOSITION.search(already)
    return not is_second and (has_name or bool(_OWN_NOUN.search(already)))


def _antecedent(match: re.Match[str], told: Sequence[Turn]) -> str | None:
    """What a pronoun stands for: the last that was spoken of and fits."""
    for turn in reversed(told):
        if match["noun"]:
            found = _noun_phrase(match["head"], turn)
        else:
            found = _FITTING[match.lastgroup or ""](turn)
        if found:
            return found
    names = [element for element in elements(told[-1].question) if element.kind == "name"]
    return names[0].words if match["person"] and len(names) == 1 else None


def _in_form(words: str, match: re.Match[str], question: str) -> str:
    """The words as they stand in the pronoun's place: with 's, or without "in"."""
    pronoun = match[0].lower()
    if pronoun in _POSSESSIVE or (pronoun == "her" and _HER_NOUN.match(question, match.start())):
        return f"{words}'" if words.endswith("s") else f"{words}'s"
    if words.startswith(("in ", "at ")) and _GOING.search(question[: match.start()]):
        return f"to {words[3:]}"
    return f"{words[0].upper()}{words[1:]}" if match.start() == 0 else words


def _person(before: Turn) -> str | None:
    for text in (before.question, first_sentence(before.answer)):
        for element in elements(text):
            if element.kind == "person":
                return element.words
    return None


def _group(before: Turn) -> str | None:
    asked = _groups(before.question)
    if len(asked) == 1 and not re.match(r"(?:which|what|who)\b.*\bs\b", before.question):
        return _with_article(asked[0], before.question)
    answered = _groups(first_sentence(before.answer))
    if answered and len(answered) <= _MOST_TOGETHER:
        words = [element.words for element in answered]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    plural = [match for match in _NOUN_PHRASE.finditer(before.question) if match[0].endswith("s")]
    return plural[0][0] if plural else None


def _groups(text: str) -> list[Element]:
    return [element for element in elements(text) if element.kind in ("organisation", "name")]


def _thing(before: Turn) -> str | None:
    """The topic, else what was to be explained, else the first thing of the question before."""
    asked = before.question
    about = topic(asked)
    people = {element.words for element in elements(asked) if element.kind in ("person", "place")}
    if about and about.of(asked) not in people:
        return about.of(asked)
    defined = _DEFINED.match(asked)
    if defined and defined["noun"] not in people and asked.lower().startswith("what"):
        return defined["noun"]
    if editions := editions_in(asked):
        return editions[0].span.of(asked)
    named = [_with_article(element, asked) for element in _groups(asked)]
    noun = _NOUN_PHRASE.search(asked)
    if noun and not any(name.startswith("the ") for name in named):
        return noun[0]
    return named[0] if named else None


def _place(before: Turn) -> str | None:
    asked = before.question
    for text in (asked, first_sentence(before.answer)):
        for element in elements(text):
            if element.kind == "place":
                return f"in {element.words}"
    if editions := editions_in(asked):
        return f"at {editions[0].span.of(asked)}"
    events = [element for element in elements(asked) if element.kind == "organisation"]
    return f"at {_with_article(events[0], asked)}" if events else None


def _noun_phrase(head: str, before: Turn) -> str | None:
    """What the question before, or its answer, says with this noun: "the third conference"."""
    for text in (before.question, first_sentence(before.answer)):
        found = re.search(
            rf"\b(?:the|an?|this|that) (?:[\w'’-]+ ){{0,4}}?{re.escape(head)}\b(?: of \w+)?",
            text,
            re.IGNORECASE,
        )
        if found:
            return re.sub(r"^(?:an?|this|that) ", "the ", found[0][0].lower() + found[0][1:])
    return None


def _with_article(element: Element, text: str) -> str:
    has_article = text[: element.span.start].lower().endswith("the ")
    return f"the {element.words}" if has_article else element.words


_FITTING: dict[str, Callable[[Turn], str | None]] = {
    "person": _person,
    "group": _group,
    "thing": _thing,
    "deictic": _thing,
    "place": _place,
}
