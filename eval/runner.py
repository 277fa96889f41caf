"""Runs cases against the assistant: every case becomes a row, a crash too."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from eval.cases import Case
from eval.metrics import (
    Scores,
    contains_gold,
    exact_share,
    gold_document_share,
    recall_at,
    reciprocal_rank_at,
    supported_share,
)
from rag.domain import Answer, AnswerEvent, AnswerFinished, Document, ModelNames, SourcesFound
from rag.errors import CitedeskError


class Library(Protocol):
    """What an evaluation asks of the library."""

    @property
    def generation(self) -> int: ...

    def document(self, document_id: str) -> Document | None: ...


class Assistant(Protocol):
    """What is evaluated; `rag.assistant.Assistant` is one."""

    @property
    def model(self) -> ModelNames: ...

    @property
    def library(self) -> Library: ...

    def stream(self, question: str) -> AsyncGenerator[AnswerEvent, None]: ...


class GoldDocumentMissing(CitedeskError):
    """The library lacks documents that the cases ask for: retrieval could not be right."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, what came of it, and what that scored: an answer, or an error and no answer.

    `retrieved` has the document id of each passage that the answer was sought in, by rank.
    """

    case: Case
    retrieved: tuple[str, ...]
    answer: Answer | None
    error: str | None
    scores: Scores


def check_gold_documents(library: Library, cases: Sequence[Case]) -> None:
    """Raise GoldDocumentMissing unless the library holds every document that the cases name."""
    wanted = sorted({document for case in cases for document in case.documents})
    missing = [document for document in wanted if library.document(document) is None]
    if missing:
        raise GoldDocumentMissing(
            f"The library lacks {len(missing)} of the {len(wanted)} documents that the cases ask "
            f"for, first {missing[0]}.",
            hint="Run: citedesk index docs_source",
        )


async def run_cases(assistant: Assistant, cases: Sequence[Case]) -> AsyncIterator[CaseResult]:
    """Run the cases in order, one at a time, so that each has the machine for its timing."""
    for case in cases:
        yield await _run_case(assistant, case)


async def _run_case(assistant: Assistant, case: Case) -> CaseResult:
    retrieved: list[str] = []
    answer, error, citations_exact = None, None, None
    try:
        answer = await _answer(assistant, case.question, retrieved)
        citations_exact = _exact_share(assistant.library, answer)
    except Exception as failure:  # noqa: BLE001  # a crash of any kind is a row with its error
        answer, error = None, f"{type(failure).__name__}: {failure}"
    scores = _score(case, retrieved, answer, citations_exact)
    return CaseResult(case, tuple(retrieved), answer, error, scores)


async def _answer(assistant: Assistant, question: str, retrieved: list[str]) -> Answer:
    """Ask as the chat does; `retrieved` is filled even if the answer then fails."""
    async with aclosing(assistant.stream(question)) as events:
        async for event in events:
            if isinstance(event, SourcesFound):
                retrieved += [found.document.id for found in event.retrieved]
            elif isinstance(event, AnswerFinished):
                return event.answer
    raise RuntimeError("the stream ended without an answer")


def _exact_share(library: Library, answer: Answer) -> float | None:
    ids = {citation.document.id for citation in answer.citations}
    documents = {id_: document for id_ in ids if (document := library.document(id_))}
    return exact_share(answer.citations, documents)


def _score(
    case: Case, retrieved: Sequence[str], answer: Answer | None, citations_exact: float | None
) -> Scores:
    claims = answer.claims if answer else ()
    timings = answer.timings if answer else None
    # The claims' own text: the markers [1] of the shown text would count as numbers.
    text = " ".join(claim.text for claim in claims)
    return Scores(
        recall_at_5=recall_at(retrieved, case.document_groups, 5),
        reciprocal_rank=reciprocal_rank_at(retrieved, case.document_groups, 10),
        contains_gold=contains_gold(text, case.answer_groups),
        citations_exact=citations_exact,
        citations_right_document=gold_document_share(
            answer.citations if answer else (), case.document_groups
        ),
        claims_supported=supported_share(claims),
        refused=bool(answer and answer.refusal),
        refusal_is_right=case.refusal,
        retrieve_ms=timings.retrieve_ms if timings else None,
        first_token_ms=timings.first_token_ms if timings else None,
        total_ms=timings.total_ms if timings else None,
    )
