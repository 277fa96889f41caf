"""A sentence said otherwise, by rules that keep it true: each leaves out or moves, none adds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from eval.datasets.faults.grammar import (
    AUXILIARY,
    MONTH,
    NAME,
    NUMBER_WORDS,
    PAST_OF,
    PRONOUNS,
    REPORTING,
    SUBORDINATOR,
    begin_large,
)
from eval.datasets.faults.statements import Statement, are_quotes_closed

_FULL_NAME = rf"(?P<name>{NAME})(?:, [^,“”\"]{{3,70}},)?"
_INDIRECT = re.compile(
    rf"{_FULL_NAME} (?:also )?{REPORTING}(?: [a-z ]{{1,30}})??(?: in \d{{4}})? that "
    r"(?P<said>[^“”\"]+)\."
)
# "that A, and that B", "that A, but others think B": whose B is, is lost.
_SAID_MORE = re.compile(r" that |, (?:and|but|while) ")
_DIRECT = re.compile(
    rf"{_FULL_NAME} (?:also )?{REPORTING}(?: [^:,“”\"]{{2,50}})?[:,] "
    r"(?P<open>[“\"])(?P<said>[^“”\".!?]{8,})\.?[”\"]\.?"
)
_QUOTES = re.compile('[“"]')
_PARENTHESIS = re.compile(r" \([^()]*\)")
_APPOSITION = re.compile(
    rf"^(?P<name>{NAME}), (?P<what>(?:the|a|an) [^,]{{5,70}}), (?P<verb>[a-z]+)\b"
)
_RELATIVE = re.compile(r",? (?:which|who|whose) (?:[^,.;“”\"]|\.\d)+\.$")
_SECOND_CLAUSE = re.compile(
    r"(?:, (?:and|but|while|whereas|because|although) |; )"
    rf"(?:[\w’'-]+ ){{1,5}}?(?:{AUXILIARY}|[a-z]+ed)\b.*$"
)
_HAS_VERB = re.compile(rf"\b(?:{AUXILIARY}|[a-z]{{2,}}ed|{REPORTING})\b")
_FIRST_WORDS = re.compile(
    r"(?P<when>(?:In|On|At|During|By|Since) [^,“”\"]{3,40}(?:, \d{4})?), "
    r"(?P<rest>(?!\d|[Ii]ts |[Tt]heir |[Hh]is |[Hh]er )[^,;:“”\"]{20,})\."
)
_JOINED = re.compile(r"\b(?:that|which|who|whose|because|when|if|while|and|or|but|where|than)\b")
_MILLIONS = re.compile(r"(\d[\d.,]*) (million|billion)\b")
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3}),(\d{3})(?![\d,.]\d)")
_PERCENT = re.compile(r"(\d) ?(?:percent|per cent)\b")
_NUMBER_WORD = re.compile(rf"(?<![\w-])({'|'.join(NUMBER_WORDS)})(?= [a-z]+s\b)")
_MONTH_FIRST = re.compile(
    rf"(?<![\w–-])({MONTH}) (\d{{1,2}})(?:,? (\d{{4}})|(?![\d,]))(?!\d|[-–]\d)"
)
_DAY_FIRST = re.compile(rf"(?<![\w–-])(\d{{1,2}}) ({MONTH})\b(?: (\d{{4}}))?")
_INTRODUCED = re.compile(rf"(?P<full>{NAME}) \((?P<short>[A-Z]{{2,6}})\)")

_UNSAFE_FIRST = re.compile(r"(?:Not|Neither|Either|Both|No sooner|Only)\b")


def attributed(sentence: str) -> str | None:
    """Reported and direct speech as "According to ..."."""
    if match := _INDIRECT.fullmatch(sentence):
        # "that A, and that B" has two, of which one would be left hanging.
        if match["name"] in PRONOUNS or _SAID_MORE.search(match["said"]):
            return None
        return f"According to {match['name']}, {match['said']}."
    match = _DIRECT.fullmatch(sentence)
    if match and match["name"] not in PRONOUNS:
        return f"According to {match['name']}, “{match['said']}”."
    return None


def speaker_last(sentence: str) -> str | None:
    match = _DIRECT.fullmatch(sentence)
    if match is None or match["name"] in PRONOUNS:
        return None
    return f"“{match['said']},” said {match['name']}."


def number_rewritten(sentence: str) -> str | None:
    """1.8 million as 1.8m, 1,600 as 1600, nine as 9; quoted words stay as they are."""
    if _QUOTES.search(sentence):
        return None
    for pattern, replacement in (
        (_MILLIONS, lambda match: f"{match[1]}{'m' if match[2] == 'million' else 'bn'}"),
        (_THOUSANDS, r"\1\2"),
        (_PERCENT, r"\1%"),
        (_NUMBER_WORD, lambda match: str(NUMBER_WORDS.index(match[1]) + 2)),
    ):
        if pattern.search(sentence):
            return pattern.sub(replacement, sentence)
    return None


def date_rewritten(sentence: str) -> str | None:
    """November 16, 2014 as 16 Nov 2014, and the reverse."""

    def day_first(match: re.Match[str]) -> str:
        return " ".join(filter(None, (match[2], match[1][:3], match[3])))

    def month_first(match: re.Match[str]) -> str:
        return f"{match[2]} {match[1]}" + (f", {match[3]}" if match[3] else "")

    if _MONTH_FIRST.search(sentence):
        return _MONTH_FIRST.sub(day_first, sentence)
    return _DAY_FIRST.sub(month_first, sentence) if _DAY_FIRST.search(sentence) else None


def without_parentheses(sentence: str) -> str | None:
    left = _PARENTHESIS.sub("", sentence).replace(",,", ",")
    return None if "(" in left else left  # One within another is left alone.


def _follows_one(verb: str) -> bool:
    """Whether it is a verb with one subject: "A, the B, were" is a list."""
    is_verb = bool(_HAS_VERB.fullmatch(verb)) or verb in PAST_OF.values()
    return is_verb and verb not in ("were", "are", "have", "do")


def without_apposition(sentence: str) -> str | None:
    match = _APPOSITION.match(sentence)
    if match is None or not _follows_one(match["verb"]):
        return None
    return f"{match['name']} {sentence[match.start('verb') :]}"


def apposition_alone(sentence: str) -> str | None:
    match = _APPOSITION.match(sentence)
    if match is None or not _follows_one(match["verb"]):
        return None
    verb = "is" if match["verb"] in ("is", "has", "says") else "was"
    return f"{match['name']} {verb} {match['what']}."


def without_relative_clause(sentence: str) -> str | None:
    match = _RELATIVE.search(sentence)
    # Without its comma, a relative clause says which one is meant.
    return f"{sentence[: match.start()]}." if match and match[0].startswith(",") else None


def first_clause(sentence: str) -> str | None:
    match = _SECOND_CLAUSE.search(sentence)
    if match is None:
        return None
    clause = sentence[: match.start()]
    if "," in clause or not _HAS_VERB.search(clause) or _UNSAFE_FIRST.match(clause):
        return None
    return None if SUBORDINATOR.match(clause) else f"{clause.removesuffix('.')}."


def adverbial_last(sentence: str) -> str | None:
    """In 2016, it opened: it opened in 2016."""
    match = _FIRST_WORDS.fullmatch(sentence)
    if match is None or _JOINED.search(match["rest"]) or _HAS_VERB.search(match["when"]):
        return None
    when = match["when"][0].lower() + match["when"][1:]
    return f"{begin_large(match['rest'])} {when}."


def acronym(sentence: str, document: str) -> str | None:
    """A name by its initials, where the document itself introduces them."""
    for match in _INTRODUCED.finditer(document):
        full, short = match["full"].removeprefix("The "), match["short"]
        initials = "".join(word[0] for word in re.split(r"[ -]", full) if word[0].isupper())
        if initials == short and full in sentence and not _QUOTES.search(sentence):
            return sentence.replace(f"{full} ({short})", short).replace(full, short)
    return None


_RULES: Mapping[str, Callable[[str], str | None]] = {
    "attributed": attributed,
    "speaker last": speaker_last,
    "number rewritten": number_rewritten,
    "date rewritten": date_rewritten,
    "no parentheses": without_parentheses,
    "no apposition": without_apposition,
    "apposition alone": apposition_alone,
    "no relative clause": without_relative_clause,
    "first clause": first_clause,
    "adverbial last": adverbial_last,
}


def reworded(statement: Statement, document: str) -> Iterator[Statement]:
    """The statement itself, and as each rule has it."""
    yield statement
    sentence = statement.claim
    made = [(name, rule(sentence)) for name, rule in _RULES.items()]
    for name, claim in [*made, ("acronym", acronym(sentence, document))]:
        if claim and claim != sentence and are_quotes_closed(claim) and len(claim.split()) > 3:
            yield statement.reworded(name, claim)
