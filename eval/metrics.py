"""Metrics: what each one is, by whom, and where it is undefined (None, never 0)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from eval.cases import Groups
from rag.domain import Citation, Claim, Document, Verdict
from rag.text import normalise

_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
# A Chinese character is a word of its own; spaces, punctuation and symbols are none.
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")


def recall_at(retrieved: Sequence[str], gold: Groups, k: int) -> float | None:
    """Share of the needed documents among the documents of the first k passages.

    `retrieved` has the document id of each passage by rank; `gold` has a group of alternatives
    for each document that is needed (subtopic recall, Zhai et al. 2003). None: nothing is needed.
    """
    found = set(retrieved[:k])
    return _share([not found.isdisjoint(group) for group in gold])


def reciprocal_rank_at(retrieved: Sequence[str], gold: Groups, k: int) -> float | None:
    """1 / rank of the first passage of any gold document, 0.0 if none is among the first k.

    Its mean is MRR@k (Voorhees 1999). None: there is no gold document.
    """
    if not gold:
        return None
    wanted = {document for group in gold for document in group}
    ranks = (rank for rank, document in enumerate(retrieved[:k], start=1) if document in wanted)
    return 1 / next(ranks, float("inf"))


def contains_gold(answer: str, gold: Groups) -> float | None:
    """1.0 if the answer contains one alternative of each group, word for word, else 0.0.

    Case, width, punctuation, spaces and thousands commas are folded; Chinese is compared by
    character; articles stay (after SQuAD's normalisation, Rajpurkar et al. 2016; containment as
    in Mallen et al. 2023). None: there is no gold answer.
    """
    if not gold:
        return None
    words = _words(answer)
    return float(all(any(_words(option) in words for option in group) for group in gold))


def exact_share(citations: Sequence[Citation], documents: Mapping[str, Document]) -> float | None:
    """Share of the citations whose quote is the library's text at their span; must be 1.0.

    `documents` are read afresh from the library. None: there are no citations.
    """
    return _share(
        [
            c.document.id in documents
            and bool(c.quote)
            and documents[c.document.id].text[c.start : c.end] == c.quote
            for c in citations
        ]
    )


def gold_document_share(citations: Sequence[Citation], gold: Groups) -> float | None:
    """Share of the citations that point into a gold document (precision by document).

    None: there are no citations, or no gold documents.
    """
    if not gold:
        return None
    wanted = {document for group in gold for document in group}
    return _share([citation.document.id in wanted for citation in citations])


def supported_share(claims: Sequence[Claim]) -> float | None:
    """Share of the claims that Citedesk's own check found supported. None: there are no claims."""
    return _share([claim.verdict is Verdict.SUPPORTED for claim in claims])


def _share(outcomes: Collection[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


def _words(text: str) -> str:
    """The words of a text, each between two spaces, so that `in` compares whole words."""
    words = _WORD.findall(_THOUSANDS_COMMA.sub("", normalise(text)))
    return f" {' '.join(words)} "


@dataclass(frozen=True, slots=True)
class Scores:
    """What one case scored; None: the metric is not defined for it.

    A failed case scores 0 where it owed something, has no times, and is not a refusal.
    """

    recall_at_5: float | None
    reciprocal_rank: float | None
    contains_gold: float | None
    citations_exact: float | None
    citations_right_document: float | None
    claims_supported: float | None
    refused: bool
    refusal_is_right: bool
    retrieve_ms: float | None
    first_token_ms: float | None
    total_ms: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A metric over n cases with its bootstrap 95% interval; all None where n is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


Ratio = tuple[float, float]
"""A case's share of a metric's numerator and denominator."""


def _mean_of(score: Callable[[Scores], float | None]) -> Callable[[Scores], Ratio | None]:
    def ratio(scores: Scores) -> Ratio | None:
        value = score(scores)
        return None if value is None else (value, 1.0)

    return ratio


def _refusal_precision(scores: Scores) -> Ratio | None:
    """Of the refusals, those that are right."""
    return (float(scores.refusal_is_right), 1.0) if scores.refused else None


def _refusal_recall(scores: Scores) -> Ratio | None:
    """Of the cases to refuse, those refused."""
    return (float(scores.refused), 1.0) if scores.refusal_is_right else None


def _refusal_f1(scores: Scores) -> Ratio | None:
    """2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall (van Rijsbergen 1979)."""
    if not (scores.refused or scores.refusal_is_right):
        return None
    both = scores.refused and scores.refusal_is_right
    return 2.0 * both, float(scores.refused) + float(scores.refusal_is_right)


def _false_refusals(scores: Scores) -> Ratio | None:
    """Of the answerable cases, those refused."""
    return None if scores.refusal_is_right else (float(scores.refused), 1.0)


def _refused(scores: Scores) -> Ratio | None:
    return float(scores.refused), 1.0


RATIOS: Mapping[str, Callable[[Scores], Ratio | None]] = {
    "recall@5": _mean_of(lambda s: s.recall_at_5),
    "MRR@10": _mean_of(lambda s: s.reciprocal_rank),
    "answer contains gold": _mean_of(lambda s: s.contains_gold),
    "citations exact": _mean_of(lambda s: s.citations_exact),
    "citations in a gold document": _mean_of(lambda s: s.citations_right_document),
    "claims supported": _mean_of(lambda s: s.claims_supported),
    "refused": _refused,
    "refusal precision": _refusal_precision,
    "refusal recall": _refusal_recall,
    "refusal F1": _refusal_f1,
    "false refusals": _false_refusals,
}
"""Metrics that are a sum over cases divided by a sum over cases: means are, and F1 is."""

TIMES_MS: Mapping[str, Callable[[Scores], float | None]] = {
    "retrieve": lambda s: s.retrieve_ms,
    "first token": lambda s: s.first_token_ms,
    "total": lambda s: s.total_ms,
}
PERCENTILES = (50, 95)

Array = NDArray[np.float64]

_RESAMPLES = 2000
_SEED = 2014


def summarise(scores: Sequence[Scores]) -> dict[str, Estimate]:
    """Every metric over the cases, each over those cases for which it is defined.

    The interval is the percentile bootstrap over cases (Efron 1979), 2,000 resamples, fixed seed.
    It is a point where all cases agree: that says nothing about the next case.
    """
    estimates = {}
    for name, ratio in RATIOS.items():
        defined = [r for s in scores if (r := ratio(s)) is not None]
        estimates[name] = _estimate(np.array(defined).reshape(-1, 2), _ratio_of_sums)
    for name, time_ms in TIMES_MS.items():
        times = [t for s in scores if (t := time_ms(s)) is not None]
        for percentile in PERCENTILES:
            estimates[f"{name} p{percentile} ms"] = _estimate(
                np.array(times).reshape(-1, 1), partial(_percentile, percentile)
            )
    return estimates


def _ratio_of_sums(sample: Array) -> Array:
    sums: Array = sample.sum(axis=-2)
    quotient: Array = sums[..., 0] / sums[..., 1]
    return quotient


def _percentile(percentile: int, sample: Array) -> Array:
    value: Array = np.percentile(sample[..., 0], percentile, axis=-1)
    return value


def _estimate(rows: Array, statistic: Callable[[Array], Array]) -> Estimate:
    """`statistic` maps (..., cases, columns) to (...): one call serves all resamples."""
    n = len(rows)
    if n == 0:
        return Estimate(None, None, None, 0)
    draws = np.random.default_rng(_SEED).integers(n, size=(_RESAMPLES, n))
    low, high = np.percentile(statistic(rows[draws]), (2.5, 97.5))
    return Estimate(float(statistic(rows)), float(low), float(high), n)
