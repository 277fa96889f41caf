"""Does the claim state as a fact what the evidence only holds possible, plans, demands or hears?"""

from __future__ import annotations

import re

from rag.answering.verification.clauses import Clause, clauses_of
from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence
from rag.answering.verification.verbs import base_form
from rag.text import index_terms

_HEDGES = {
    "possible": (
        # Not the month: "in May", "May 2017".
        r"\b(?:(?<!in )(?<!last )(?<!since )(?<!until )may(?! \d)|might|could(?! not)|perhaps|"
        r"possibly|probably|likely|unlikely|potentially|seem(?:s|ed)?|appear(?:s|ed)? to)\b"
        r"|可能|也许|或许|或将|似乎|恐怕"
    ),
    "planned": (
        r"\b(?:(?:plan|intend|expect|hope|want|seek|propos|aim|consider|schedul|slat|promis|pledg|"
        r"vow|offer|threaten)(?:s|e|es|d|ed|ned|ning|ing)? to)\b|计划|打算|拟|预计|希望|有望|承诺"
    ),
    "future": r"\b(?:will|would|shall|going to|set to|about to)\b|将(?!军|领|士|近|来|其|之)",
    "demanded": (
        r"\b(?:should|ought|must|(?:ha[sd]|have|need(?:s|ed)?) to|required to|urged?|calls? for)\b"
        r"|应当|应该|应(?=[以予当加由在把将对成有是通积])|必须|须|不应|呼吁"
    ),
    "reported": (
        r"\b(?:reportedly|allegedly|alleged(?:ly)?|supposedly|purported(?:ly)?|rumou?red|"
        r"(?:said|believed|thought|claimed|accused|suspected) (?:to|of)|is claimed)\b"
        r"|据称|据说|据传|涉嫌"
    ),
}
_HEDGE = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _HEDGES.items()))
_WEAKER = {
    "possible": {"possible"},
    "planned": {"planned", "future", "possible", "demanded"},
    "future": {"planned", "future", "possible", "demanded"},
    "demanded": {"demanded", "planned", "possible"},
    "reported": {"reported", "possible"},
}
"""Which words of the claim claim no more: "expected to" may become "will", "may" may not."""
_CAN = re.compile(r"\bcan\b|能够?|可以")
_ATTRIBUTED = re.compile(
    r"\b(?:according to|said|says|told|claim(?:s|ed)|accus(?:es|ed)|alleg(?:es|ed))\b"
    r"|称|据|表示|说|指控"
)

_GOVERNED_TERMS = 3
_REACH_CHARS = 80


def modality_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Hedges of the evidence that the claim leaves out; at most one fault."""
    mine = clauses_of(claim)
    for clause in clauses_of(evidence.core):
        for hedge in _HEDGE.finditer(clause.text):
            kind = hedge.lastgroup or ""
            ahead = index_terms(clause.text[hedge.end() :][:_REACH_CHARS])
            governed = [base_form(term) for term in ahead[:_GOVERNED_TERMS]]
            stated = [other for other in mine if _says(other, governed, clause)]
            if stated and not any(_is_hedged(other, kind, claim) for other in stated):
                phrase = f"the source says “{hedge[0]}”, the claim says it as a fact"
                return [Fault("modality", phrase, partial=True)]
    return []


def _says(clause: Clause, governed: list[str], of: Clause) -> bool:
    """Whether a clause of the claim says what the hedge governs: its verb, and a word more."""
    shared = set(clause.terms) & set(of.terms)
    # Where words have no spaces between them, the verb may be any of the first bigrams.
    verbs = governed[:1] if clause.text.isascii() else governed
    return any(verb in clause.terms for verb in verbs) and len(shared) > 1


def _is_hedged(clause: Clause, kind: str, claim: str) -> bool:
    weaker = _WEAKER[kind]
    if any(hedge.lastgroup in weaker for hedge in _HEDGE.finditer(clause.text)):
        return True
    if kind == "possible" and _CAN.search(clause.text):
        return True
    return kind == "reported" and bool(_ATTRIBUTED.search(claim))
