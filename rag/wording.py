"""How verdicts, refusals, disagreements and days are put into words, the same wherever shown."""

from __future__ import annotations

from datetime import date

from rag.domain import Answer, RefusalReason, Relation, Verdict

REFUSAL_TITLES: dict[RefusalReason, str] = {
    "empty_library": "The archive is empty",
    "nothing_admitted": "Nothing within the filters",
    "not_covered": "Not covered by the archive",
    "outside_period": "Outside the time that the archive covers",
    "excluded": "Only in sources that the filters leave out",
    "not_in_sources": "Not answered by the sources",
    "not_supported": "Not supported by the sources",
    "false_premise": "The sources do not say what the question assumes",
    "other_speaker": "Said by somebody else",
    "low_confidence": "Not certain enough to be shown",
}

RELATION_TITLES: dict[Relation, str] = {
    "contradicts": "The sources contradict each other",
    "updates": "A later source updates an earlier one",
    "differs": "The sources differ",
}

VERDICT_SIGNS = {
    Verdict.SUPPORTED: "✓",
    Verdict.PARTLY: "◐",
    Verdict.UNSUPPORTED: "?",
    Verdict.CONTRADICTED: "✕",
}
"""For the eye, beside the verdict's name: nobody has to tell them apart by colour."""

# Below medium lies what is not shown by default (`verification.threshold`).
_HIGH, _MEDIUM = 0.75, 0.5


def written_date(day: date) -> str:
    """21 November 2014."""
    return f"{day.day} {day:%B %Y}"


def confidence_in_words(confidence: float) -> str:
    """ "high (0.87)"."""
    level = "high" if confidence >= _HIGH else "medium" if confidence >= _MEDIUM else "low"
    return f"{level} ({confidence:.2f})"


def verdict_label(verdict: Verdict) -> str:
    """ "Partly supported"."""
    return verdict.value.capitalize()


def supported_count(answer: Answer) -> str:
    """ "2 of 3 sentences supported"."""
    supported = sum(claim.verdict is Verdict.SUPPORTED for claim in answer.claims)
    total = len(answer.claims)
    return f"{supported} of {total} sentence{'' if total == 1 else 's'} supported"
