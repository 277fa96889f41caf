"""ExpertQA (Malaviya et al. 2024): claims of systems, judged by experts against the evidence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from eval.cases import Pair
from eval.datasets.records import Record, distinct, keys_of_first_line, name_of, read_records
from eval.datasets.values import PairSet

_MARKER = re.compile(r"\s*\[\d+\]")
_HEAD_LINE = re.compile(r"\[\d+\] \S+\s*")


class _Judged(Record):
    claim: str
    evidence: tuple[str, ...]
    human_support: Literal["Complete", "Partial", "Incomplete"]


def recognises(path: Path) -> bool:
    return {"claim", "evidence"} <= keys_of_first_line(path)


def load(path: Path, _split: str) -> PairSet:
    """A pair for each claim that experts found supported completely, or incompletely (not).

    "Partial" ones are left out: they are on neither side of a yes-or-no judgement. So are claims
    whose evidence is an address without text: the experts saw the page, we do not. The claim's [n]
    markers and the passages' "[n] ADDRESS" lines are no part of the text. The file is one split.
    """
    pairs = []
    for number, (_, judged) in enumerate(read_records(path, _Judged), start=1):
        passages = (_HEAD_LINE.sub("", text, count=1).strip() for text in judged.evidence)
        evidence = "\n\n".join(distinct(filter(None, passages)))
        if judged.human_support != "Partial" and evidence:
            pair = Pair(
                id=f"expertqa-{number:04}",
                kind=judged.human_support.lower(),
                claim=_MARKER.sub("", judged.claim).strip(),
                evidence=evidence,
                supported=judged.human_support == "Complete",
            )
            pairs.append(pair)
    return PairSet(name_of(path), tuple(pairs))
