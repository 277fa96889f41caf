"""Which evidence a claim rests on, found for it whatever the LLM cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from rag.answering.verification.checks import find_faults
from rag.answering.verification.faults import Fault
from rag.answering.verification.meaning import Match, Meaning, SameWords
from rag.answering.verification.parts import independent_clauses
from rag.answering.verification.spans import Evidence, evidence_of, joined, with_sentences_before
from rag.domain import EvidenceSentence
from rag.text import content_words, facts

_MOST_SPANS = 3
"""A claim for which more sentences are needed says what none of them does."""
_CONTRIBUTION = 0.25
"""Least gain in nearness of some word that another sentence must bring."""

Finding = tuple[Evidence | None, tuple[Fault, ...]]


def best_evidence(
    claim: str,
    cited: Sequence[EvidenceSentence],
    offered: Sequence[EvidenceSentence],
    meaning: Meaning | None = None,
) -> Finding:
    """The evidence that holds the claim, looked for in what it cites, then in all that was offered.

    Returns (evidence, ()) when found, else (the nearest evidence or None, its faults). Without
    `meaning`, what counts is the words themselves.

    The evidence is one sentence, with those before it that name its "he"; or up to three: of one
    document, where one of them holds every number, name, date, quotation and speaker of the claim
    and the others bring words, and contradict nothing; or of any documents, each for a clause that
    can stand alone.
    """
    sentences = [*cited, *(sentence for sentence in offered if sentence not in cited)]
    if not sentences:
        return None, (Fault("wording", "no sentence of the sources was found for it"),)
    search = _Search(sentences, len(cited), meaning or SameWords())
    whole = search.evidence_for(claim, _MOST_SPANS)
    clauses = independent_clauses(claim)
    if not whole[1] or not 1 < len(clauses) <= _MOST_SPANS:
        return whole
    found = [search.evidence_for(clause, _MOST_SPANS // len(clauses)) for clause in clauses]
    held = [evidence for evidence, faults in found if evidence and not faults]
    if not held:
        return whole
    missing = [replace(fault, partial=True) for _, faults in found for fault in faults]
    return reduce(_together, held), tuple(missing)


def _together(first: Evidence, second: Evidence) -> Evidence:
    return first if set(second.spans) <= set(first.spans) else joined(first, second)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Evidence whose core are the sentences at `places`; `known` are the terms beside them."""

    evidence: Evidence
    places: tuple[int, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Search:
    """Evidence among sentences, of which the first `cited` are the LLM's own choice."""

    sentences: Sequence[EvidenceSentence]
    cited: int
    meaning: Meaning

    def evidence_for(self, claim: str, most_spans: int) -> Finding:
        match = self.meaning.match(claim, [sentence.text for sentence in self.sentences])
        candidates = self._candidates(claim, match)
        holding = (c for c in candidates if not match.faults(c.places, c.known))
        for candidate in holding:
            if not find_faults(claim, candidate.evidence):
                return candidate.evidence, ()
        for anchor in candidates if most_spans > 1 else ():
            spread = self._spread(anchor, match, most_spans)
            if spread and not (find_faults(claim, anchor.evidence) or find_faults(claim, spread)):
                return spread, ()
        alone = candidates[: len(self.sentences)]
        nearest = max(alone, key=lambda c: match.support(c.places, c.known))
        wording = match.faults(nearest.places, nearest.known)
        return nearest.evidence, (*find_faults(claim, nearest.evidence), *wording)

    def _candidates(self, claim: str, match: Match) -> list[_Candidate]:
        """Each sentence alone, the cited first, the others by how near they are; then grown."""
        others = sorted(
            range(self.cited, len(self.sentences)), key=lambda place: -match.support([place])
        )
        places = [*range(self.cited), *others]
        alone = [(evidence_of(self.sentences[place]), place) for place in places]
        grown = [
            (evidence, place)
            for place in places
            for evidence in with_sentences_before(self.sentences[place])
        ]
        names = content_words(" ".join(facts.names(claim)))
        return [
            _Candidate(
                evidence,
                (place,),
                content_words(evidence.context) | names & content_words(evidence.before),
            )
            for evidence, place in (*alone, *grown)
        ]

    def _spread(self, anchor: _Candidate, match: Match, most_spans: int) -> Evidence | None:
        """The anchor and sentences of its document that hold the claim together, if there are any.

        Each brings some word nearer that those before it lack.
        """
        evidence, places = anchor.evidence, anchor.places
        document = self.sentences[places[0]].document
        for _ in range(most_spans - 1):
            gains = {
                place: match.gain(place, places, anchor.known)
                for place, sentence in enumerate(self.sentences)
                if sentence.document.id == document.id and place not in places
            }
            best = max(gains, key=gains.__getitem__, default=None)
            if best is None or gains[best] < _CONTRIBUTION:
                return None
            evidence = joined(evidence, evidence_of(self.sentences[best]))
            places = (*places, best)
            if not match.faults(places, anchor.known) and match.is_parted(places, anchor.known):
                return evidence
        return None
