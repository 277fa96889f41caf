"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv (Thakur et al. 2021)."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from pydantic import Field

from eval.cases import Case
from eval.datasets.records import DatasetError, Record, read_lines, read_records
from eval.datasets.values import Dataset, SourceText

_QREL = ("query-id", "corpus-id", "score")


class _Document(Record):
    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str


class _Query(Record):
    id: str = Field(alias="_id", min_length=1)
    text: str = Field(min_length=1)


def recognises(path: Path) -> bool:
    return all((path / name).is_file() for name in ("corpus.jsonl", "queries.jsonl"))


def load(path: Path, split: str) -> Dataset:
    """A case of kind "query" for each query with relevant documents in the split.

    Each relevant document is a group of its own, so that recall is TREC's: the share of the
    relevant documents that was found. A score of 0 or less says that a document is not relevant.
    """
    texts = read_corpus(path / "corpus.jsonl")
    queries: dict[str, str] = {}
    for place, query in read_records(path / "queries.jsonl", _Query):
        if query.id in queries:
            raise DatasetError(f"{place}: _id {query.id!r} stands in the file already.")
        queries[query.id] = query.text
    relevant = _read_qrels(_qrels(path, split), queries.keys(), texts.keys())
    cases = (
        Case(
            id=query_id,
            kind="query",
            question=text,
            documents_all=tuple((document_id,) for document_id in relevant[query_id]),
            grades={i: score for i, score in relevant[query_id].items() if score != 1},
        )
        for query_id, text in queries.items()
        if relevant.get(query_id)
    )
    name = path.absolute().name
    return Dataset(name, tuple(texts.values()), tuple(cases))


def read_corpus(path: Path) -> dict[str, SourceText]:
    """The documents of a corpus.jsonl by id; one that has only a title has that for its text."""
    texts: dict[str, SourceText] = {}
    for place, document in read_records(path, _Document):
        if document.id in texts:
            raise DatasetError(f"{place}: _id {document.id!r} stands in the file already.")
        text = document.text if document.text.strip() else document.title
        texts[document.id] = SourceText(document.id, document.title, text)
    return texts


def _qrels(path: Path, split: str) -> Path:
    file = path / "qrels" / f"{split}.tsv"
    if file.is_file():
        return file
    splits = ", ".join(sorted(other.stem for other in file.parent.glob("*.tsv")))
    raise DatasetError(f"{file} is missing.", hint=f"Splits that are there: {splits or 'none'}.")


def _read_qrels(path: Path, queries: Set[str], documents: Set[str]) -> dict[str, dict[str, int]]:
    """The relevant documents of each query with their scores."""
    relevant: dict[str, dict[str, int]] = {}
    for number, (place, line) in enumerate(read_lines(path)):
        fields = tuple(field.strip() for field in line.split("\t"))
        if number == 0 and fields == _QREL:
            continue
        try:
            query_id, document_id, score = fields[0], fields[1], int(fields[2])
        except (IndexError, ValueError):
            raise DatasetError(f"{place}: needs {', '.join(_QREL)}, parted by tabs.") from None
        if query_id not in queries:
            raise DatasetError(f"{place}: there is no query {query_id!r} in queries.jsonl.")
        if document_id not in documents:
            raise DatasetError(f"{place}: there is no document {document_id!r} in corpus.jsonl.")
        if score > 0:
            relevant.setdefault(query_id, {})[document_id] = score
    return relevant
