"""English follow-ups: "And the year before?", "What about Apple?", "Why?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Span, Turn
from rag.retrieving.understanding.editions import editions_in
from rag.retrieving.understanding.elements import Element, elements, topic
from rag.retrieving.understanding.followups.english_references import with_references
from rag.retrieving.understanding.followups.rewording import (
    Resolved,
    Times,
    first_sentence,
    is_one_time,
    last_time,
    moved_time,
    put,
    within_a_sentence,
)
from rag.text.numerals import CARDINALS, ORDINALS, ordinal

_LEAD = re.compile(
    r"(?:(?P<and>and|but|so|or|then|ok(?:ay)?)[, ]+)?(?P<about>(?:what|how) about )?", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|can"
    r"|could|will|would|should|may|might|if|please|tell|list|show|give|find|name|compare)\b",
    re.IGNORECASE,
)
_LONGEST_FRAGMENT_WORDS = 7
_FEWEST_WORDS_OF_FACT = 3
# They say nothing of their own; what is wanted is more than the question before, asked again.
_MORE = re.compile(
    r"(?:please )?(?:(?:can|could) you )?(?:tell me more|say more|go on|continue|elaborate|explain"
    r"|more(?: details)?)(?: (?:on|about) (?:that|this|it))?[ ?.!]*",
    re.IGNORECASE,
)
_ELSE = re.compile(r"(?P<word>who|what|where|when|how|why) else", re.IGNORECASE)
_OF_FACT = re.compile(
    r"(?P<word>why|when|where|how)(?: so| exactly)?"
    r"|(?P<verb>why|when|where|how) (?:was|is|did|has) (?:that|this|it)(?: happen(?:ed)?| so)?",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"(?:(?:and|but|so),? )?who (?P<verb>said|says|claimed|claims) (?:so|that|this|it)[ ?.!]*",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would)\b", re.IGNORECASE
)
_SHIFT = re.compile(
    r"(?:(?:in|during|on) )?(?:"
    r"(?:the )?(?P<to>previous|preceding|following|next|same) (?P<unit>year|month|day)"
    r"|the (?P<unit_2>year|month|day) (?P<to_2>before|after)(?: that)?"
    rf"|(?P<count>an?|{'|'.join(CARDINALS)}|\d{{1,2}}) "
    r"(?P<unit_3>year|month|day)s? (?P<to_3>before|after|earlier|later)(?: that)?"
    r"|(?P<to_4>that)(?: same)? (?P<unit_4>year|month|day))(?=\?|$)",
    re.IGNORECASE,
)
_BACKWARDS = ("previous", "preceding", "before", "earlier")
_OTHER_EDITION = re.compile(
    r"(?:at |in |during )?the (?:(?P<ordinal>\w+)(?: one)?|(?P<to>previous|next|following)(?: \w+)?"
    r"|\w+ (?P<to_2>before|after)(?: that)?)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?P<word>about|on|at|by|with|from|to|for|against|in) \S", re.IGNORECASE)
# "What was written of the year before?" is asked of 2015, not of in 2015.
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:about|of|from|for|since|until|till|before|after|by|to|at) $", re.IGNORECASE
)
_MONTH_ALONE = re.compile(r"(?:in )?(?P<month>[A-Z][a-z]+)")
_BARE_DATE = re.compile(r"\d|[A-Z][a-z]+ (?:\d|$)")


def resolve(question: str, told: Sequence[Turn], times: Times) -> Resolved:
    """The question with what it refers to put in; `told` are self-contained, the last is last."""
    if _MORE.fullmatch(question):
        return Resolved(question, is_open=True)
    if who_said := _WHO_SAID.fullmatch(question):
        said = _said_before(told[-1])
        asked = f"Who {who_said['verb'].lower()} that {said}?"
        return Resolved(asked) if said else Resolved(question, is_open=True)
    fragment, is_and = _fragment(question)
    if fragment is None:
        return _in_its_time(question, told, times)
    completed = None
    if else_ := _ELSE.fullmatch(fragment):
        completed = _with_else(else_["word"], told)
    elif fact := _OF_FACT.fullmatch(fragment):
        completed = _of_fact(fact, told[-1])
    elif not _CLAUSE.match(fragment):
        completed = _completed(fragment, is_and, told, times)
    return Resolved(completed) if completed else Resolved(question, is_open=True)


def _completed(fragment: str, is_and: bool, told: Sequence[Turn], times: Times) -> str | None:
    """The question before, asked of what the fragment names."""
    asked = re.sub(r"^(\w+) else\b", r"\1", told[-1].question)
    asked = re.sub(r"^Which other\b", "Which", asked)
    if at_another_time := _at_another_time(fragment, asked, told, times):
        return at_another_time
    referring = with_references(fragment, told)
    return None if referring.is_open else _of_another(referring.question, asked, is_and)


def _fragment(question: str) -> tuple[str | None, bool]:
    """What is asked, if that is no whole question ("in 2016"), and whether an "and" led it in."""
    lead = _LEAD.match(question)
    rest = question[lead.end() if lead else 0 :].rstrip(" ?.!")
    if not lead or not rest:
        return None, False
    if _ELSE.fullmatch(rest) or _OF_FACT.fullmatch(rest):
        return rest, bool(lead["and"])
    is_short = len(rest.split()) <= _LONGEST_FRAGMENT_WORDS
    led_in = bool(lead["and"] or lead["about"])
    is_time = bool(_SHIFT.fullmatch(rest) or re.fullmatch(r"(?:in |since |before )?\d{4}", rest))
    if is_short and not _CLAUSE.match(rest) and (led_in or is_time):
        return rest, not lead["about"]
    return None, False


def _in_its_time(question: str, told: Sequence[Turn], times: Times) -> Resolved:
    """A whole question, with its pronouns and its "the year before" resolved."""
    referring = with_references(question, told)
    shift = _SHIFT.search(referring.question)
    if shift is None or any(
        phrase.span.end <= shift.start() for phrase in times(referring.question)
    ):
        return referring
    moved = _moved(shift, told, times)
    if moved is None:
        return Resolved(referring.question, is_open=True)
    if _PREPOSITION_BEFORE.search(referring.question[: shift.start()]):
        moved = _bare(moved)
    return Resolved(put(referring.question, Span(*shift.span()), moved), referring.is_open)


def _with_else(word: str, told: Sequence[Turn]) -> str | None:
    """ "Who else?" asks the last question with "who" for the others."""
    for turn in reversed(told):
        asked = turn.question
        if asked.lower().startswith(f"{word.lower()} else "):
            return asked
        if asked.lower().startswith(f"{word.lower()} "):
            return f"{asked[: len(word)]} else{asked[len(word) :]}"
        if kind := re.match(r"(?:Which|What) (?!other )(?=[a-z]+s\b)", asked):
            return f"Which other {asked[kind.end() :]}"
    return None


def _of_fact(fact: re.Match[str], before: Turn) -> str | None:
    """ "Why?" asks about what the question before asked to be confirmed, else about its answer."""
    word = (fact["word"] or fact["verb"]).capitalize()
    asked = re.sub(r"^(?:Why|When|Where|How) ", "", before.question)
    if _YES_OR_NO.match(asked):
        return f"{word} {asked[0].lower()}{asked[1:]}"
    verb = "is" if word in ("Why", "How") else "was"
    said = _said_before(before)
    return f"{word} {verb} it that {said}?" if said else None


def _said_before(before: Turn) -> str | None:
    """What the answer before says first, where that is a statement."""
    said = first_sentence(before.answer)
    return within_a_sentence(said) if len(said.split()) >= _FEWEST_WORDS_OF_FACT else None


def _moved(shift: re.Match[str], told: Sequence[Turn], times: Times) -> str | None:
    """The words for the time that lies so far from the last one that was asked about."""
    last = last_time(told, times)
    if last is None:
        return None
    words, phrase = last
    groups = [value for name, value in shift.groupdict().items() if value and name != "count"]
    to, unit = sorted(groups, key=lambda word: word.lower() in ("year", "month", "day"))
    count = (shift["count"] or "one").lower()
    number = int(count) if count.isdecimal() else CARDINALS.get(count, 1)
    if to.lower() in ("same", "that"):
        number = 0
    elif to.lower() in _BACKWARDS:
        number = -number
    if phrase.is_attribute and not phrase.explanation:
        words = _with_in(re.sub("^of ", "", words))
    return moved_time(words, phrase, unit.lower(), number, "en")


def _at_another_time(fragment: str, asked: str, told: Sequence[Turn], times: Times) -> str | None:
    """The question before, asked of the time that the fragment names."""
    if shift := _SHIFT.fullmatch(fragment):
        moved = _moved(shift, told, times)
        return _with_time(asked, moved, times) if moved else None
    if edition := _other_edition(fragment, asked):
        return edition
    if is_one_time(fragment, times) or editions_in(fragment):
        return _with_time(asked, fragment, times)
    month = _MONTH_ALONE.fullmatch(fragment)
    if month and (old := times(asked)):
        named = f"in {month['month']} {old[-1].period.first.year}"
        if times(named):
            return _with_time(asked, named, times)
    return None


def _with_time(asked: str, time: str, times: Times) -> str:
    """The question with this time in the place of its own, or at its end."""
    if editions := editions_in(asked):
        # "Who spoke at the third conference? And in 2017?": at the conference of that year.
        span, noun = editions[-1].span, editions[-1].noun
        year = re.fullmatch(r"(?:in )?(\d{4})", time)
        words = f"the {year[1]} {noun}" if year else f"the {noun} {_with_in(time)}"
        return put(asked, span, words)
    old = times(asked)
    if not old:
        return _appended(asked, _with_in(time))
    phrase = old[-1]
    # "the 2016 conference" becomes "the 2014 conference", not "the in 2014 conference".
    core = _bare(time) if phrase.is_attribute else _with_in(time)
    before = re.match(r"of |the ", phrase.span.of(asked))
    return put(asked, phrase.span, f"{before[0] if before else ''}{core}")


def _bare(time: str) -> str:
    return re.sub(r"^(?:in|on|at) ", "", time)


def _with_in(time: str) -> str:
    if re.match(r"\d{1,2} [A-Z]", time):
        return f"on {time}"
    return f"in {time}" if _BARE_DATE.match(time) else time


def _other_edition(fragment: str, asked: str) -> str | None:
    """ "And at the fourth?", "the one before": another of the series that was asked about."""
    editions, named = editions_in(asked), editions_in(fragment)
    match = _OTHER_EDITION.fullmatch(fragment)
    if editions and named:
        return put(asked, editions[-1].span, named[0].span.of(fragment))
    if not editions or not match:
        return None
    edition = editions[-1]
    if match["ordinal"]:
        number = ORDINALS.get(match["ordinal"].lower(), 0)
    else:
        number = edition.number + (-1 if (match["to"] or match["to_2"]) in _BACKWARDS else 1)
    words = edition.span.of(asked)
    article = "the " if words.lower().startswith("the ") else ""
    return (
        put(asked, edition.span, f"{article}{ordinal(number)} {edition.noun}") if number else None
    )


def _of_another(fragment: str, asked: str, is_and: bool) -> str | None:
    """The question before, asked of another person, place, organisation or topic."""
    if preposition := _PREPOSITION.match(fragment):
        return _with_phrase(fragment, preposition["word"].lower(), asked)
    named = elements(fragment)
    subject = topic(asked)
    if len(named) == 1 and named[0].words == re.sub(r"^the ", "", fragment):
        if old := _alike(named[0], elements(asked), asked):
            new = fragment if not asked[: old.span.start].endswith("the ") else named[0].words
            return put(asked, old.span, new)
        return put(asked, subject, fragment) if subject else None
    return put(asked, subject, fragment) if subject and not is_and else None


def _with_phrase(fragment: str, preposition: str, asked: str) -> str:
    """With the phrase of the same preposition replaced, or added where there was none."""
    if preposition == "about" and (subject := topic(asked)):
        return put(asked, subject, fragment.partition(" ")[2])
    for old in elements(asked):
        before = re.search(rf"\b{preposition} (?:the )?$", asked[: old.span.start], re.IGNORECASE)
        if before:
            return put(asked, Span(before.start(), old.span.end), fragment)
    return _appended(asked, fragment)


def _alike(new: Element, old: list[Element], asked: str) -> Element | None:
    """The element of a question that another one can stand for."""
    order = {
        "person": ("person", "name"),
        "place": ("place",),
        "organisation": ("organisation", "name"),
        "name": ("name", "organisation"),
    }[new.kind]
    about = topic(asked)
    for kind in order:
        for element in old:
            if element.kind == kind and element.words != new.words:
                return element
    people = [element for element in old if element.kind == "person"]
    is_one_name = new.kind == "name" and not about
    return people[0] if is_one_name and len(people) == 1 else None


def _appended(asked: str, words: str) -> str:
    stem = asked.rstrip(" ?")
    return f"{stem} {words}{asked[len(stem) :]}"
