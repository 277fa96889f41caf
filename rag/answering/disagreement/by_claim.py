"""Other sources that give another figure, date or name than a claim does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answering.disagreement.sides import Dispute, Side
from rag.answering.disagreement.sources import Source, sources_on, subject_of
from rag.answering.disagreement.values import Kind, Value, asked_kind, ordinals, rivals, values_of
from rag.answering.verification.spans import Evidence, evidence_of
from rag.domain import Claim, Document, EvidenceSentence, Relation, Span, Verdict
from rag.text import content_words, facts, normalise

_MIN_FRAME, _MIN_BESIDE = 0.6, 0.5
"""Least share of a claim's words, its values aside, that the other sentence must have: of all of
them, and of those beside the name of what it is about, which alone says nothing of it.
"""
_KINDS: tuple[Kind, ...] = ("number", "date", "name")
_STATE = re.compile(
    r"\b(?:now|currently|today|so far|as of|already|to date|at present)\b|目前|现在|截至|如今|迄今"
)


@dataclass(frozen=True, slots=True)
class _Issue:
    """What a claim adds to the question, and the sentence that it takes it from."""

    kind: Kind
    values: tuple[Value, ...]
    frame: frozenset[str]
    """The claim's words without its values: what another sentence must speak of as well."""
    own: Side

    def is_spoken_of_in(self, sentence: EvidenceSentence, subject: frozenset[str]) -> bool:
        """Whether a sentence says of the subject what the claim says, whatever the value."""
        words, beside = content_words(sentence.text), self.frame - subject
        return len(self.frame & words) >= _MIN_FRAME * len(self.frame) and (
            len(beside & words) >= _MIN_BESIDE * len(beside)
        )


def disputes_with(
    question: str,
    claims: Sequence[Claim],
    offered: Sequence[EvidenceSentence],
    stories: Mapping[str, str],
) -> tuple[Dispute, ...]:
    """For each supported claim the sources that say the same with another value, if any do.

    `offered` are the sentences of all that was retrieved, best passage first; `stories` gives the
    story of each document. At issue is what the claim adds to the question, of the kind that is
    asked for, else a figure, a date or a name. The claim's own source is the first side.
    """
    found: list[Dispute] = []
    for claim in claims:
        issue = _issue(question, claim, offered) if claim.verdict is Verdict.SUPPORTED else None
        if issue:
            found += _disputes(question, issue, claim, offered, stories)
    return tuple(found)


def _issue(question: str, claim: Claim, offered: Sequence[EvidenceSentence]) -> _Issue | None:
    asked = asked_kind(question)
    for kind in _KINDS if asked == "words" else (asked,):
        if values := values_of(kind, claim.text, question):
            break
    else:
        return None
    first = claim.citations[0]
    passages = {sentence.passage.id: sentence.passage for sentence in offered}
    if first.passage_id not in passages:
        return None
    span = (first.document, passages[first.passage_id], Span(first.start, first.end))
    written = tuple(value.written for value in values)
    # "Beijing." says of its question what the question's own words are.
    frame = content_words(claim.text) - content_words(" ".join(written)) or content_words(question)
    return _Issue(kind, values, frame, Side(Evidence((span,), core=first.quote), written))


def _disputes(
    question: str,
    issue: _Issue,
    claim: Claim,
    offered: Sequence[EvidenceSentence],
    stories: Mapping[str, str],
) -> list[Dispute]:
    cited = {citation.document.id for citation in claim.citations}
    elsewhere = [sentence for sentence in offered if sentence.document.id not in cited]
    # A question without a name is about what it shares with the source of its answer.
    shared = content_words(question) & content_words(issue.own.quote)
    subject = subject_of(question, offered)
    sides: dict[Relation, list[Side]] = {}
    for source in sources_on(subject or shared, question, elsewhere, stories):
        for sentence in _rival_sentences(question, issue, source, subject)[:1]:
            if relation := _relation(question, issue, sentence):
                values = values_of(issue.kind, sentence.text, question)
                side = Side(evidence_of(sentence), tuple(value.written for value in values))
                sides.setdefault(relation, []).append(side)
    return [Dispute(relation, (issue.own, *others)) for relation, others in sides.items()]


def _rival_sentences(
    question: str, issue: _Issue, source: Source, subject: frozenset[str]
) -> list[EvidenceSentence]:
    """The sentences that say the same with another value; none where the claim's stands as well."""
    there = values_of(issue.kind, " ".join(s.text for s in source.sentences), question)
    if any(mine.agrees_with(value) for mine in issue.values for value in there):
        return []
    return [
        sentence
        for sentence in source.sentences
        if issue.is_spoken_of_in(sentence, subject)
        and rivals(issue.values, values_of(issue.kind, sentence.text, question))
    ]


def _relation(question: str, issue: _Issue, sentence: EvidenceSentence) -> Relation | None:
    """None: the sentence speaks of another year than the one that is asked about, or another one
    of several ("the third conference").
    """
    if ordinals(sentence.text) - ordinals(issue.own.quote):
        return None
    there = _years(sentence.text)
    asked = _years(question)
    if asked and there and asked.isdisjoint(there):
        return None
    if issue.kind == "date":
        return "contradicts"
    here = _times(issue.own.quote, issue.own.document)
    there = _times(sentence.text, sentence.document)
    return "updates" if here and there and here.isdisjoint(there) else "contradicts"


def _times(text: str, document: Document) -> set[int]:
    """The years of which a sentence speaks; of what is so "now", the year of publication."""
    years, published = _years(text), document.publication.published
    if not years and published and _STATE.search(normalise(text)):
        return {published.year}
    return years


def _years(text: str) -> set[int]:
    return {date.year for date in facts.dates(text) if date.year}
