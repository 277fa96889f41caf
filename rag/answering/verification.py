"""Does the cited span hold the sentence? Checks that can be explained in a phrase.

Each check looks for something of the claim that the evidence lacks. A claim passes when every
number, date, quotation and name of it stands in the evidence, the same person speaks, a denial
is a denial there as well, and most of its words are there. Doubt counts against the claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.naming import (
    REPORTING_WORD,
    is_held,
    names_missing_from,
    speakers,
    split_name,
)
from rag.domain import Document, EvidenceSentence, Passage, Span
from rag.text import content_words, facts, normalise, split_sentences

MIN_COVERAGE = 0.6
"""Least share of a claim's content words that the evidence must hold."""

_SENTENCES_OF_CONTEXT = 2
"""How far back a span may grow to meet the name behind "he" or "the company"."""

# A clause that can stand alone begins with its own subject: a name or a number.
_CLAUSES = re.compile(
    r",? (?:and|while|but|whereas) (?=(?:(?:the|about|nearly|some|more than|over) )*[A-Z0-9])"
    r"|; |[，；](?:而|并且?|同时)?"
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|nobody|nothing|refused?|denied|denies|"
    r"rejected|failed|absent|ban(?:ned|s)?|block(?:ed|s)?|unable)\b|n't\b|不|没|未|无|否|非|拒"
)
_DENIAL = re.compile(r"\b(?:not|no|never|nobody|nothing|cannot)\b|n't\b|不|没有|从未|并非|无人")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Spans that together stand behind one claim: whole sentences, and what they are read with.

    `core` is the text that must say it; `before` are the sentences in front of it that the span
    takes in so that "he" or "the company" has a name.
    """

    spans: tuple[tuple[Document, Passage, Span], ...]
    core: str
    before: str = ""

    @property
    def context(self) -> str:
        """What a reader of the citation sees beside the quote: title, outlet, author, headings."""
        parts: list[str] = []
        for document, passage, _ in self.spans:
            publication = document.publication
            parts += [document.title, publication.outlet or "", publication.author or ""]
            parts += [str(publication.published or ""), *passage.headings]
        return " . ".join(parts)


def evidence_of(sentence: EvidenceSentence) -> Evidence:
    span = Span(sentence.start, sentence.end)
    return Evidence(((sentence.document, sentence.passage, span),), core=sentence.text)


def joined(first: Evidence, second: Evidence) -> Evidence:
    return Evidence(first.spans + second.spans, core=f"{first.core} {second.core}")


def with_sentences_before(sentence: EvidenceSentence) -> list[Evidence]:
    """The sentence grown backwards inside its passage, by one sentence, by two.

    "He said the governance ..." names nobody: the span that names him is an exact span too.
    """
    document, passage = sentence.document, sentence.passage
    starts = [
        span.start
        for span in split_sentences(document.text, Span(passage.start, passage.end))
        if span.start < sentence.start
    ]
    return [
        Evidence(
            ((document, passage, Span(start, sentence.end)),),
            core=sentence.text,
            before=document.text[start : sentence.start],
        )
        for start in reversed(starts[-_SENTENCES_OF_CONTEXT:])
    ]


def find_faults(claim: str, evidence: Evidence) -> tuple[str, ...]:
    """What of the claim the evidence does not hold, each as a phrase for the reader; () if none."""
    said = f"{evidence.core} . {evidence.context}"
    held = f"{evidence.before} {said}"
    faults = [
        *_missing_numbers(claim, said),
        *_missing_dates(claim, held),
        *_missing_quotations(claim, evidence.core),
        *_missing_names(claim, held, evidence),
        *_other_speaker(claim, evidence),
        *_added_denial(claim, evidence.core),
    ]
    if coverage(claim, said, held) < MIN_COVERAGE:
        faults.append("the cited sentence is about something else")
    return tuple(faults)


def coverage(claim: str, said: str, names_from: str = "") -> float:
    """Share of the claim's content words that stand in `said`, 0 to 1; 0 if it has none.

    Words of names count as well where they stand in `names_from`; "said" and its like never count.
    """
    words = content_words(REPORTING_WORD.sub(" ", claim))
    there = content_words(said)
    there |= content_words(" ".join(facts.names(claim))) & content_words(names_from)
    return len(words & there) / len(words) if words else 0.0


def _missing_numbers(claim: str, held: str) -> list[str]:
    there = set(facts.numbers(held))
    years = {str(date.year) for date in facts.dates(held) if date.year}
    return [
        f"the number {written} is not in the cited sentence"
        for number, written in facts.numbers(claim).items()
        if number not in there | years
    ]


def _missing_dates(claim: str, held: str) -> list[str]:
    there = facts.dates(held)
    missing = [
        f"the date {date} is not in the cited sentence"
        for date in facts.dates(claim)
        if not any(date.agrees_with(other) for other in there)
    ]
    missing += [
        f"{day.capitalize()} is not in the cited sentence"
        for day in sorted(facts.weekdays(claim) - facts.weekdays(held))
    ]
    return missing


def _missing_quotations(claim: str, quoted_from: str) -> list[str]:
    source = _letters_only(quoted_from)
    return [
        f"the quotation “{quotation}” is not in the cited sentence word for word"
        for quotation in facts.quotations(claim)
        if _letters_only(quotation) not in source
    ]


def _letters_only(text: str) -> str:
    """A text without the punctuation that quoting shifts."""
    return " ".join(re.findall(r"\w+", normalise(text).replace("'s", " s")))


def _missing_names(claim: str, held: str, evidence: Evidence) -> list[str]:
    return [
        f"{name} is not in the cited sentence"
        for name in names_missing_from(claim, held)
        if not _stands_elsewhere(name, claim, held, evidence)
    ]


def _stands_elsewhere(name: str, claim: str, held: str, evidence: Evidence) -> bool:
    """Whether the document itself fills the name in, outside the span.

    It may give the full name of a person of whom the span has the last one (Tim Cook, Cook), and
    the place where all of it happens ("in Wuzhen"). A person it only mentions does not count.
    """
    fills_in = is_held(split_name(name)[-1], held) or re.search(
        rf"\b(?:in|at|near|during) (?:the )?{re.escape(name)}", claim
    )
    return bool(fills_in) and all(name in document.text for document, _, _ in evidence.spans)


def _other_speaker(claim: str, evidence: Evidence) -> list[str]:
    """A claim may not give to one person what the source gives to another."""
    claimed = {token for name in speakers(claim) for token in split_name(name)}
    # Who speaks in the sentence itself speaks; only "he said" looks further back.
    there = speakers(evidence.core) or speakers(evidence.before)
    if not claimed or not there:
        return []
    if claimed & {token for name in there for token in split_name(name)}:
        return []
    return [f"the source gives these words to {' and '.join(sorted(there))}"]


def _added_denial(claim: str, source: str) -> list[str]:
    if _DENIAL.search(normalise(claim)) and not _NEGATION.search(normalise(source)):
        return ["the claim denies what the cited sentence does not deny"]
    return []


def best_evidence(
    claim: str, cited: Sequence[EvidenceSentence], offered: Sequence[EvidenceSentence]
) -> tuple[Evidence | None, tuple[str, ...]]:
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
) -> tuple[Evidence | None, tuple[str, ...]]:
    others = [sentence for sentence in offered if sentence not in cited]
    others.sort(key=lambda sentence: coverage(claim, sentence.text), reverse=True)
    ranked = [*cited, *others]
    if not ranked:
        return None, ("no sentence of the sources was found for it",)
    alone = [evidence_of(sentence) for sentence in ranked]
    grown = [evidence for sentence in ranked for evidence in with_sentences_before(sentence)]
    for evidence in [*alone, *grown]:
        if not find_faults(claim, evidence):
            return evidence, ()
    nearest = max(alone, key=lambda evidence: coverage(claim, evidence.core))
    return nearest, find_faults(claim, nearest)
