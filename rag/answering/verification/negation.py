"""Is a denial a denial in the evidence as well, and an affirmation an affirmation?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answering.verification.clauses import Clause, clauses_of
from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.answering.verification.verbs import base_form
from rag.text import index_terms

_NO_DENIAL = re.compile(
    r"\b(?:not|no) (?:only|just|merely|simply|least|to mention|doubt|matter|surprise|"
    r"wonder|(?:less|fewer|more|later|longer) than)\b|\b(?:whether|or) (?:or )?not\b"
    r"|\bcannot but\b|\bno\.? \d"
    r"|不(?:仅|但|只|断|少|同|久|过|管|论|料|得不|丹|错|禁|妨|然|安|良|锈|动产|等|惜|愧)"
    r"|不可(?:或缺|分割|避免|思议|不|估量)|未(?:来|必|知|免)|没收|沉没|淹没|埋没"
    r"|无(?:论|线|人机|锡|数|疑|非|产|机|限|形|不|期|偿|氧)|是不是|要不要|能不能"
    r"|非(?:常|洲|凡|裔|政府|营利|物质|盈利|遗)|是否|能否|可否|否则|莫非|除非|无可否认|毫不|不得不"
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|nobody|nothing|nowhere|hardly|scarcely|"
    r"barely|no one|lack(?:s|ed|ing)?|absence of|absent|(?:un|in)able to|"
    r"(?:refus|fail|declin|neglect)(?:e|ed|es|s|ing)? to|"
    r"(?:den(?:y|ies|ied|ying)|exclud(?:e|es|ed|ing)|prevent(?:s|ed|ing)?)|free of|rather than|"
    r"except|other than|instead of)\b|n't\b|\bcant\b"
    r"|不|没有?|未|无法|无(?=[人权意须需])|并无|毫无|从无|绝非|并非|非(?=[^常])|拒绝|禁止|否认|从未|缺乏|勿|别(?=[再去])"
)
_NEGATIVE = re.compile(
    r"\b(?:bann?|block|reject|refus|forb|prohibit|few|little|only|stop|halt|cancel|remov|oppos|"
    r"illegal|impossib|missing|until|un(?!de|i[otv])[a-z]{4}|"
    r"in(?:a[bcd]|comp|cons|corr|cap|eff|elig|form|freq|suff|tol|val|visib)[a-z]{2})|[a-z]{3}less\b"
    r"|反对|取消|停止|难以|屏蔽|封锁|关闭|拒|禁|免|止|缺"
)
"""What may say the same as a "not" in other words."""
_REACH_CHARS = 80
_SAME_WORDS = 0.8
_REACH_TERMS = 2
"""So many terms behind "not" are what it denies first of all."""


def negation_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Where the claim denies what the evidence affirms, or affirms what it denies."""
    mine, theirs = clauses_of(claim), clauses_of(evidence.core)
    if any(_is_affirmed_there(clause, terms, theirs) for clause, terms in _denials(mine)):
        phrase = "the claim denies what the cited sentence does not deny"
    elif any(_is_affirmed_here(clause, terms, mine) for clause, terms in _denials(theirs)) or any(
        _is_turned(clause, other) for clause in mine for other in _nearest(clause, theirs)
    ):
        phrase = "the cited sentence denies what the claim affirms"
    else:
        return []
    return [Fault("negation", phrase, contradicts=True)]


def _is_turned(mine: Clause, theirs: Clause) -> bool:
    """Whether the same words deny once more, or once less, than in the evidence."""
    either = set(mine.terms) | set(theirs.terms)
    same_words = _shared(mine, theirs) >= _SAME_WORDS * len(either)
    return same_words and len(list(_denials([mine]))) != len(list(_denials([theirs])))


def denies(clause: Clause) -> bool:
    return bool(_DENIAL.search(_NO_DENIAL.sub(" ", clause.text)))


def _denials(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, list[str]]]:
    """Each denial: its clause, and the terms that it denies first of all."""
    for clause in clauses:
        text = _NO_DENIAL.sub(" ", clause.text)
        for denial in _DENIAL.finditer(text):
            behind = text[max(0, denial.start() - _REACH_CHARS) : denial.start()]
            ahead = text[denial.end() :][:_REACH_CHARS]
            terms = index_terms(ahead)[:_REACH_TERMS] or index_terms(behind)[-_REACH_TERMS:]
            yield clause, [base_form(term) for term in terms]


def _is_affirmed_there(clause: Clause, terms: Sequence[str], theirs: Sequence[Clause]) -> bool:
    """Whether the evidence says what a clause of the claim denies, and denies it nowhere."""
    for number, term in enumerate(terms):
        if there := _nearest(clause, [other for other in theirs if term in other.terms]):
            # Of the very word that is denied, only a denial says the same.
            return not any(denies(c) or (number and _NEGATIVE.search(c.text)) for c in there)
    return not any(denies(clause) or _NEGATIVE.search(clause.text) for clause in theirs)


def _is_affirmed_here(clause: Clause, terms: Sequence[str], mine: Sequence[Clause]) -> bool:
    """Whether a clause of the claim says the same without a denial: two terms at least agree."""
    said = [other for other in mine if terms and terms[0] in other.terms]
    here = [other for other in _nearest(clause, said) if _shared(clause, other) > 1]
    return bool(here) and not any(denies(c) or _NEGATIVE.search(c.text) for c in here)


def _nearest(clause: Clause, others: Sequence[Clause]) -> list[Clause]:
    """Those of the clauses that share most terms with this one."""
    most = max((_shared(clause, other) for other in others), default=0)
    return [other for other in others if _shared(clause, other) == most]


def _shared(one: Clause, other: Clause) -> int:
    return len(set(one.terms) & set(other.terms))
