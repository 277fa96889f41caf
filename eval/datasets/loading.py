"""The formats that are known; a path's is told by what it holds, not by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from eval.datasets import beir, expertqa, ramdocs, scifact, squad
from eval.datasets.faults import making
from eval.datasets.records import DatasetError
from eval.datasets.values import Dataset, PairSet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """A format by its name; `load` takes a path and a split."""

    name: str
    recognises: Callable[[Path], bool]
    load: Callable[[Path, str], T]


DATASETS: tuple[Format[Dataset], ...] = (
    Format(
        "a BEIR folder (corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv)", beir.recognises, beir.load
    ),
    Format("SQuAD or XQuAD JSON", squad.recognises, squad.load),
    Format("RAMDocs JSON Lines", ramdocs.recognises, ramdocs.load),
)
PAIR_SETS: tuple[Format[PairSet], ...] = (
    Format("ExpertQA JSON Lines (claim, evidence)", expertqa.recognises, expertqa.load),
    Format("SciFact JSON Lines (claim, label, cited)", scifact.recognises, scifact.load),
    Format("SQuAD or XQuAD JSON, to put faults into", squad.recognises, making.load_squad),
    Format("a folder of documents, to put faults into", Path.is_dir, making.load_folder),
)


def load_dataset(path: Path, questions: Path | None = None, split: str = "test") -> Dataset:
    """Texts and cases, of a format that is recognised by its content.

    `split` is one of a folder that has several. `questions` is another SQuAD file: its questions
    are asked over the paragraphs of `path` instead, matched by their ids.

    Raises:
        DatasetError: the format is none of ours, or the data have a fault; says where.
    """
    dataset = _load(path, DATASETS, split)
    if questions is None:
        return dataset
    for file in (path, questions):
        if not squad.recognises(file):
            raise DatasetError(f"{file} is not SQuAD JSON: its questions cannot be matched by id.")
    return squad.asked_otherwise(dataset, squad.load(questions, split))


def beside(dataset: Dataset, others: Dataset) -> Dataset:
    """The data set over its own texts and those of another one, none of which is relevant.

    Raises:
        DatasetError: the two share a text, which would be right and wrong at once.
    """
    if shared := {text.text for text in dataset.texts} & {text.text for text in others.texts}:
        raise DatasetError(
            f"{others.name} has {len(shared)} of the texts of {dataset.name}: beside it they would"
            " count as not relevant."
        )
    texts = (replace(text, id=f"{others.name}/{text.id}") for text in others.texts)
    return Dataset(f"{dataset.name}+{others.name}", (*dataset.texts, *texts), dataset.cases)


def load_pairs(path: Path, split: str = "validation") -> PairSet:
    """Claims with evidence, of a format that is recognised by its content.

    Of a folder of documents or a SQuAD file they are made: true ones, and the same with a fault.

    `split` is one of a file that has several; "validation" is the one that nobody trains on
    (the labels of SciFact's test claims are not public).

    Raises:
        DatasetError: the format is none of ours, or the data have a fault; says where.
    """
    return _load(path, PAIR_SETS, split)


def _load(path: Path, formats: tuple[Format[T], ...], split: str) -> T:
    if not path.exists():
        raise DatasetError(f"There is no file or folder {path}.", hint="Check the path.")
    for known in formats:
        if known.recognises(path):
            return known.load(path, split)
    names = "; ".join(known.name for known in formats)
    raise DatasetError(
        f"{path} is of no format that can be read here.", hint=f"Those are: {names}."
    )
