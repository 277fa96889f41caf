"""Which evidence a claim rests on, found for it whatever the LLM cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.verification.checks import coverage, find_faults
from rag.answering.verification.faults import Fault
from rag.answering.verification.spans import Evidence, evidence_of, joined, with_sentences_before
from rag.domain import EvidenceSentence

# A clause that can stand alone begins with its own subject: a name or a number.
_CLAUSES = re.compile(
    r",? (?:and|while|but|whereas) (?=(?:(?:the|about|nearly|some|more than|over) )*[A-Z0-9])"
    r"|; |[，；](?:而|并且?|同时)?"
)


def best_evidence(
    claim: str, cited: Sequence[EvidenceSentence], offered: Sequence[EvidenceSentence]
) -> tuple[Evidence | None, tuple[Fault, ...]]:
    """The evidence that holds the claim, looked for in what it cites, then in all that was offered.

    Returns (evidence, ()) when found, else (the nearest evidence or None, its faults). A claim of
    two clauses may rest on two sentences, one for each clause; two sentences never lend each
    other words.
    """
    found, faults = _evidence_for(claim, cited, offered)
    if not faults:
        return found, ()
    for conjunction in _CLAUSES.finditer(claim):
        clauses = claim[: conjunction.start()], claim[conjunction.end() :]
        parts = [_evidence_for(clause, cited, offered) for clause in clauses]
        if not any(clause_faults for _, clause_faults in parts):
            first, second = (evidence for evidence, _ in parts if evidence)
            return joined(first, second), ()
    return found, faults


def _evidence_for(
    claim: str, cited: Sequence[EvidenceSentence], offered: Sequence[EvidenceSentence]
) -> tuple[Evidence | None, tuple[Fault, ...]]:
    others = [sentence for sentence in offered if sentence not in cited]
    others.sort(key=lambda sentence: coverage(claim, sentence.text), reverse=True)
    ranked = [*cited, *others]
    if not ranked:
        return None, (Fault("wording", "no sentence of the sources was found for it"),)
    alone = [evidence_of(sentence) for sentence in ranked]
    grown = [evidence for sentence in ranked for evidence in with_sentences_before(sentence)]
    for evidence in [*alone, *grown]:
        if not find_faults(claim, evidence):
            return evidence, ()
    nearest = max(alone, key=lambda evidence: coverage(claim, evidence.core))
    return nearest, find_faults(claim, nearest)
