"""Cases: what is asked and what is right, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from rag.answering.verification.faults import FaultKind
from rag.domain import Language
from rag.errors import CitedeskError

Groups = tuple[tuple[str, ...], ...]
"""Alternatives in groups: one of each group is needed, any one of a group will do."""


class CaseFileError(CitedeskError):
    """A case file cannot be read; nothing was run."""


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(_Frozen):
    """An earlier question of the conversation, and what was answered."""

    question: str = Field(min_length=1)
    answer: str


class GoldSpan(_Frozen):
    """Where the answer stands: code points of a document's text, end-exclusive."""

    document: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"a span ends after it starts (start {self.start}, end {self.end})")
        return self


class Case(_Frozen):
    """One question and what is right: an answer, the documents that hold it, or a refusal."""

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    """Groups the figures: "fact", "date", "unanswerable", whatever the author finds useful."""
    question: str = Field(min_length=1)
    refusal: bool = False
    """The archive does not hold the answer, and the system should say so."""
    answers: tuple[str, ...] = ()
    """Alternatives: a right answer holds any one of them."""
    answers_all: Groups = ()
    """Groups of alternatives: a right answer holds one of each."""
    wrong_answers: tuple[str, ...] = ()
    """What some document says and is false: a right answer holds none of them."""
    documents: tuple[str, ...] = ()
    """Ids of documents that hold the answer: alternatives."""
    documents_all: Groups = ()
    """Groups of alternatives: one of each is needed for the answer."""
    grades: dict[str, PositiveInt] = {}
    """Graded relevance of documents named above (TREC qrels); 1 where a document has none."""
    spans: tuple[GoldSpan, ...] = ()
    """Where the answer stands: alternatives. Their documents count as `documents`."""
    since: date | None = None
    until: date | None = None
    """The period asked about: documents published from `since` to `until`, both included."""
    as_of: date | None = None
    """The day on which it is asked, from which "last year" counts; None: the day of the run."""
    language: Language | None = None
    """Of the question; None: as detected."""
    history: tuple[Turn, ...] = ()
    """What was asked and answered before, oldest first: the question may refer to it."""
    comment: str = ""
    """What its author or a reader says of it; nothing is computed from it."""

    @model_validator(mode="after")
    def _is_answerable_or_refused(self) -> Self:
        if self.refusal and self.answer_groups:
            raise ValueError("a case with refusal true has no answers")
        if not self.refusal and not (self.answer_groups or self.document_groups):
            raise ValueError("a case with refusal false needs answers or documents")
        if unknown := self.grades.keys() - self.gold_documents:
            raise ValueError(f"grades has {min(unknown)!r}, which is not among the documents")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    @property
    def answer_groups(self) -> Groups:
        return (*self.answers_all, self.answers) if self.answers else self.answers_all

    @property
    def document_groups(self) -> Groups:
        alternatives = tuple(dict.fromkeys([*self.documents, *(s.document for s in self.spans)]))
        return (*self.documents_all, alternatives) if alternatives else self.documents_all

    @property
    def gold_documents(self) -> frozenset[str]:
        return frozenset(document for group in self.document_groups for document in group)


class Pair(_Frozen):
    """A claim with the evidence cited for it, and whether people found that it supports it."""

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    claim: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    supported: bool
    fault: FaultKind | None = None
    """What was put into a true claim to make it false; None: nothing was."""


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
            raise CaseFileError(f"{path}:{number}: {first_fault(error)}.") from None
        if first := line_of_id.get(case.id):
            raise CaseFileError(f"{path}:{number}: id {case.id!r} stands in line {first} already.")
        line_of_id[case.id] = number
        yield case


def first_fault(error: ValidationError) -> str:
    """Where in a record the first fault stands, and what it is."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"{name}: {first['msg']}" if name else first["msg"]
