"""RAMDocs (Wang et al. 2025, arXiv 2504.13079): questions with documents that disagree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from eval.cases import Case
from eval.datasets.records import Record, distinct, keys_of_first_line, name_of, read_records
from eval.datasets.values import Dataset, SourceText

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


class _Document(Record):
    text: str = Field(min_length=1)
    type: Literal["correct", "misinfo", "noise"]
    answer: str


class _Question(Record):
    question: str = Field(min_length=1)
    documents: tuple[_Document, ...]
    gold_answers: tuple[str, ...] = Field(min_length=1)
    wrong_answers: tuple[str, ...]

    @property
    def kind(self) -> str:
        if any(document.type == "misinfo" for document in self.documents):
            return "conflict"
        return "ambiguous" if len(set(self.gold_answers)) > 1 else "plain"


def recognises(path: Path) -> bool:
    return {"question", "documents"} <= keys_of_first_line(path)


def load(path: Path, _split: str) -> Dataset:
    """A case for each question over the documents of all questions; equal documents are one.

    Kinds: "conflict" (a document misinforms), "ambiguous" (several right answers, for things of
    the same name), "plain". As in the paper, a right answer holds every gold answer and no wrong
    one; some gold answers (78 questions of the test file) are in no document that is labelled
    correct, and stay demanded. A "wrong" answer that is also a gold answer, about another thing
    of the name, is not wrong. The documents of each gold answer are a group. Documents that are
    scraps of binary files (20 of the test file) are left out: no reader takes them for text. The
    file is one split.
    """
    ids: dict[str, str] = {}
    cases = []
    for number, (_, question) in enumerate(read_records(path, _Question), start=1):
        case_id = f"ramdocs-{number:04}"
        for position, document in enumerate(question.documents, start=1):
            if not _CONTROL.search(document.text):
                ids.setdefault(document.text, f"{case_id}-{position:02}")
        cases.append(_case(case_id, question, ids))
    texts = tuple(SourceText(text_id, "", text) for text, text_id in ids.items())
    return Dataset(name_of(path), texts, tuple(cases))


def _case(case_id: str, question: _Question, ids: Mapping[str, str]) -> Case:
    gold = distinct(question.gold_answers)
    groups = (
        distinct(
            ids[document.text]
            for document in question.documents
            if document.type == "correct" and document.answer == answer and document.text in ids
        )
        for answer in gold
    )
    return Case(
        id=case_id,
        kind=question.kind,
        question=question.question,
        answers_all=tuple((answer,) for answer in gold),
        wrong_answers=distinct(a for a in question.wrong_answers if a not in gold),
        documents_all=tuple(filter(None, groups)),
    )
