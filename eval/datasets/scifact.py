"""SciFact (Wadden et al. 2020): scientific claims, supported or contradicted by abstracts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from eval.cases import Pair
from eval.datasets.beir import read_corpus
from eval.datasets.records import DatasetError, Record, keys_of_first_line, name_of, read_records
from eval.datasets.values import PairSet


class _Claim(Record):
    id: str = Field(min_length=1)
    split: str
    claim: str = Field(min_length=1)
    doc_id: str
    label: Literal["SUPPORT", "CONTRADICT", "NOINFO"]
    cited: tuple[str, ...]

    @model_validator(mode="after")
    def _names_a_document(self) -> Self:
        if not (self.doc_id or self.cited):
            raise ValueError("neither doc_id nor cited names a document")
        return self

    @property
    def document_id(self) -> str:
        return self.doc_id or self.cited[0]


def recognises(path: Path) -> bool:
    return {"claim", "label", "cited"} <= keys_of_first_line(path)


def load(path: Path, split: str) -> PairSet:
    """A pair for each claim and abstract of the split; the abstracts are in corpus.jsonl beside it.

    Only "support" is supported; "contradict" and "noinfo" are not. The evidence is the whole
    abstract (for "noinfo" the first that the claim cites), whatever the label: a few sentences for
    some and an abstract for others would give the label away. So the several sets of sentences
    that annotators found in one abstract are one pair.
    """
    texts = read_corpus(path.with_name("corpus.jsonl"))
    pairs: dict[str, Pair] = {}
    splits: set[str] = set()
    for place, claim in read_records(path, _Claim):
        splits.add(claim.split)
        if claim.document_id not in texts:
            raise DatasetError(f"{place}: there is no {claim.document_id!r} in corpus.jsonl.")
        if claim.split == split:
            pair_id = f"{claim.id}-{claim.document_id}"
            pairs[pair_id] = Pair(
                id=pair_id,
                kind=claim.label.lower(),
                claim=claim.claim,
                evidence=texts[claim.document_id].text,
                supported=claim.label == "SUPPORT",
            )
    if not pairs:
        raise DatasetError(
            f"{path} has no split {split!r}.", hint=f"It has: {', '.join(sorted(splits))}."
        )
    return PairSet(name_of(path), tuple(pairs.values()))
