"""The parts of a claim that must each be held: clauses, and the tails that a writer adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.domain import Span
from rag.text import WordSpan, content_words

_LEAST_WORDS = 2
"""A shorter part ("however", "in Chile") belongs to the one before it."""
# "The term that corresponds to": words with which a claim takes up its question.
_TAKES_UP = re.compile(
    r"\b(?:(?:term|name|word|type|kind|sort|form|example|thing|number|amount|year|date|time|person|"
    r"place|location|way|manner|reason|cause|part|process|concept|method|group|case|fact|event|"
    r"area|aspect|title)s?|people|called|named|known|termed|defined|described|considered|"
    r"refer(?:s|red|ring)?|correspond(?:s|ed|ing)?|mean(?:s|t)?)\b"
    r"|名称|名字|术语|词语|类型|种类|例子|东西|事物|数量|数字|年份|时间|人物|地点|地方|方式|方法|原因"
    r"|部分|过程|概念|被?称为|叫做|是指|指的是|对应",
    re.IGNORECASE,
)

# Where a part may begin: after punctuation (not inside 1,000), before what joins or subordinates.
_PART_BEGINS = re.compile(
    r"[,;:—]\s|\s[-–]\s|[，；：、]"
    r"|\s(?=(?:because|since|as (?:a|an|part|reported|well)|in (?:order|an|response|which)|"
    r"so (?:that|the|he|she|it|they)|which|who|whose|where|while|whereas|although|though|but|"
    r"despite|due to|thanks to|after|before|when|until|unless|if|with|leading to|resulting in|"
    r"making|causing|thereby|thus|to|on|and)\b)"
    r"|(?=因为|由于|所以|因此|从而|以便|为了|导致|使得|但是|虽然|尽管)"
)
# What ties a part to the one before it by cause, purpose, time or condition.
_BINDS = re.compile(
    r"(?:because|since|as|in (?:order|an|response)|so|although|though|despite|due to|thanks to|"
    r"after|before|when|until|unless|if|with|leading to|resulting in|making|causing|thereby|thus|"
    r"to|on|which (?:led|leads|caused|causes|meant|means|resulted|results))\b"
    r"|因为|由于|所以|因此|从而|以便|为了|导致|使得"
)
# A clause that can stand alone begins with its own subject: a name or a number.
_CLAUSE_BEGINS = re.compile(
    r",? (?:and|while|but|whereas) (?=(?:(?:the|about|nearly|some|more than|over) )*[A-Z0-9])"
    r"|; |；|，(?:而|但是?|同时|并且)"
)
# Verbs that can be told by their form: auxiliaries, regular pasts, the common irregular ones.
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|"
    r"did|became|began|bought|broke|brought|built|came|chose|cost|drew|drove|fell|felt|fled|flew|"
    r"fought|found|gave|got|grew|heard|held|hit|kept|knew|led|left|lent|lost|made|meant|met|paid|"
    r"put|ran|rose|said|sat|saw|says|sent|set|shot|sold|sought|spent|spoke|spread|stole|stood|"
    r"struck|taught|thought|threw|told|took|went|won|wore|wrote|[a-z]{3,}ed)\b|[\u3400-\u9fff]"
)


class Part(NamedTuple):
    """A part of a claim, and which of its content words are in it: `words[first:last]`."""

    text: str
    first: int
    last: int

    @property
    def binds(self) -> bool:
        """Whether it says how it follows from the part before it: "because ...", "to ..."."""
        return bool(_BINDS.match(self.text))


def parts_of(claim: str, words: Sequence[WordSpan]) -> tuple[Part, ...]:
    """The claim in parts of two content words and more (it may be one part), in order.

    Every word is in one part. Words with which a claim takes up its question make no part.
    """
    if not words:
        return ()
    taken_up = [Span(*found.span()) for found in _TAKES_UP.finditer(claim)]
    tells = [not any(up.start <= word.start < up.end for up in taken_up) for word in words]
    begins = [0]
    for cut in _PART_BEGINS.finditer(claim):
        next_word = sum(word.start < cut.end() for word in words)
        before, after = sum(tells[begins[-1] : next_word]), sum(tells[next_word:])
        if before >= _LEAST_WORDS and after >= _LEAST_WORDS:
            begins.append(next_word)
    ends = [*begins[1:], len(words)]
    starts = [0, *(_start(claim, words, begin) for begin in begins[1:])]
    texts = [claim[start:end] for start, end in zip(starts, [*starts[1:], len(claim)], strict=True)]
    return tuple(
        Part(text.strip(" ,;:.，；：、。—–-"), first, last)
        for text, first, last in zip(texts, begins, ends, strict=True)
    )


def _start(claim: str, words: Sequence[WordSpan], begin: int) -> int:
    """Where the part of which words[begin] is the first content word begins: at its "because"."""
    cuts = _PART_BEGINS.finditer(claim, words[begin - 1].end)
    return next(cut.start() for cut in cuts)


def independent_clauses(claim: str) -> tuple[str, ...]:
    """The clauses of a claim that can stand alone, in order; the claim itself if it is only one.

    Each has a subject and a verb of its own: "Jack Ma" of "Jack Ma and Tim Cook came" says nothing.
    """
    clauses = [""]
    rest = 0
    for joint in _CLAUSE_BEGINS.finditer(claim):
        clause = claim[rest : joint.start()]
        if _stands_alone(clause) and _stands_alone(claim[joint.end() :]):
            clauses[-1:] = [clause, ""]
            rest = joint.end()
    clauses[-1] = claim[rest:]
    return tuple(clauses)


def _stands_alone(clause: str) -> bool:
    return len(content_words(clause)) >= _LEAST_WORDS and bool(_HAS_VERB.search(clause))
