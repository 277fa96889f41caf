"""Cases: questions with what a right answer holds, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.errors import CitedeskError

Kind = Literal[
    "fact", "who_said", "date", "two_documents", "chinese", "unanswerable", "false_premise"
]

Groups = tuple[tuple[str, ...], ...]
"""Alternatives in groups: one of each group is needed, any one of a group will do."""


class CaseFileError(CitedeskError):
    """A case file cannot be read; nothing was run."""


class Case(BaseModel):
    """One question and what is right: an answer with its documents, or a refusal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    kind: Kind
    question: str = Field(min_length=1)
    refusal: bool
    """The archive does not hold the answer, and Citedesk should say so."""
    answers: tuple[str, ...] = ()
    """Alternatives: a right answer contains any one of them."""
    answers_all: Groups = ()
    """Groups of alternatives: a right answer contains one of each."""
    documents: tuple[str, ...] = ()
    """Ids of the documents that hold the answer: alternatives, except in "two_documents"."""

    @model_validator(mode="after")
    def _is_answerable_or_refused(self) -> Self:
        if self.refusal and self.answer_groups:
            raise ValueError("a case with refusal true has no answers")
        if not self.refusal and not (self.answer_groups and self.documents):
            raise ValueError("a case with refusal false needs answers and documents")
        return self

    @property
    def answer_groups(self) -> Groups:
        return (*self.answers_all, self.answers) if self.answers else self.answers_all

    @property
    def document_groups(self) -> Groups:
        if self.kind == "two_documents":
            return tuple((document,) for document in self.documents)
        return (self.documents,) if self.documents else ()


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON Lines file, in order; blank lines are passed over.

    Raises:
        CaseFileError: the file is missing or empty, a line is not a case, or an id comes twice;
            the message names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(f"{path} cannot be read: {error}.", hint="Check the path.") from None
    cases = tuple(_parse(text, path))
    if not cases:
        raise CaseFileError(f"{path} holds no cases.", hint="Write one JSON object a line.")
    return cases


def _parse(text: str, path: Path) -> Iterator[Case]:
    line_of_id: dict[str, int] = {}
    # Not splitlines(): U+2028 may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            raise CaseFileError(f"{path}:{number}: {_first_fault(error)}.") from None
        if first := line_of_id.get(case.id):
            raise CaseFileError(f"{path}:{number}: id {case.id!r} stands in line {first} already.")
        line_of_id[case.id] = number
        yield case


def _first_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"{name}: {first['msg']}" if name else first["msg"]
