"""Puts cases to systems, case by case: every case becomes a row, a crash too."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from eval.cases import Case, Pair
from eval.metrics.citations import Entails
from eval.metrics.entailment import check_pair, entailed_by_verifier
from eval.metrics.judge import judged, judged_citations
from eval.rows import Check, Row
from eval.scoring import (
    answer_row,
    failed_answer_row,
    failed_check_row,
    failed_retrieval_row,
    pair_row,
    retrieval_row,
)
from eval.systems import AskFailed, System
from rag.answering.verification.meaning import Meaning
from rag.domain import Document
from rag.errors import CitedeskError
from rag.models.chat import LanguageModel

RETRIEVAL_DEPTH = 100
"""Passages that `retrieval` asks each system for."""

IsDone = Callable[[str, str], bool]
"""Whether a system's row for a case is there already, from before an interruption."""


class Library(Protocol):
    """What an evaluation asks of the library."""

    def document(self, document_id: str) -> Document | None: ...


class GoldDocumentMissing(CitedeskError):
    """The library lacks documents that the cases ask for: retrieval could not be right."""


def check_gold_documents(library: Library, cases: Sequence[Case]) -> None:
    """Raise GoldDocumentMissing unless the library holds every document that the cases name."""
    wanted = sorted({document for case in cases for document in case.gold_documents})
    missing = [document for document in wanted if library.document(document) is None]
    if missing:
        raise GoldDocumentMissing(
            f"The library lacks {len(missing)} of the {len(wanted)} documents that the cases ask "
            f"for, first {missing[0]}.",
            hint="Index them, for example: citedesk index docs_source",
        )


async def run_retrieval(
    systems: Sequence[System], cases: Sequence[Case], is_done: IsDone
) -> AsyncIterator[Row]:
    """Search for every case with every system, systems side by side."""
    for case in cases:
        for system in systems:
            if is_done(system.name, case.id):
                continue
            clock = _Clock()
            try:
                row = retrieval_row(system.name, case, await system.search(case, RETRIEVAL_DEPTH))
            except Exception as failure:  # noqa: BLE001  # a crash of any kind is a row
                row = failed_retrieval_row(system.name, case, failure)
            yield clock.stamped(row)


@dataclass(frozen=True, slots=True)
class Answering:
    """What is needed to run and score answers: `judge` reads each citation again, if there.

    `meaning` is what Citedesk's verifier reads them with, None: by the words themselves.
    """

    systems: Sequence[System]
    library: Library
    judge: LanguageModel | None
    meaning: Meaning | None

    async def rows(self, cases: Sequence[Case], is_done: IsDone) -> AsyncIterator[Row]:
        """Ask every case of every system, one at a time, so that each has the machine.

        The systems take turns case by case: what slows the machine for a while slows all.
        """
        for case in cases:
            for system in self.systems:
                if is_done(system.name, case.id):
                    continue
                clock = _Clock()
                try:
                    row = await self._row(system, case)
                except AskFailed as failed:
                    row = failed_answer_row(system.name, case, failed, failed.found)
                except Exception as failure:  # noqa: BLE001  # a crash of any kind is a row
                    row = failed_answer_row(system.name, case, failure, ())
                yield clock.stamped(row)

    async def _row(self, system: System, case: Case) -> Row:
        reply = await system.ask(case)
        ids = {c.document.id for claim in reply.claims for c in claim.citations}
        documents = {id_: found for id_ in ids if (found := self.library.document(id_))}
        entails: dict[str, Entails] = {"": partial(entailed_by_verifier, meaning=self.meaning)}
        if self.judge:
            entails[" (judge)"] = await judged_citations(self.judge, reply.claims)
        return answer_row(system.name, case, reply, documents, entails)


Verifier = Callable[[str, str], Awaitable[Check]]
"""(claim, evidence) -> what it says of them."""


def verify_with_citedesk(meaning: Meaning | None) -> Verifier:
    async def verify(claim: str, evidence: str) -> Check:
        return check_pair(claim, evidence, meaning)

    return verify


def verify_with(judge: LanguageModel) -> Verifier:
    async def verify(claim: str, evidence: str) -> Check:
        return Check(supported=await judged(judge, claim, evidence))

    return verify


async def run_verification(
    verifiers: Mapping[str, Verifier], pairs: Sequence[Pair], is_done: IsDone
) -> AsyncIterator[Row]:
    """Put every pair to every verifier."""
    for pair in pairs:
        for name, verify in verifiers.items():
            if is_done(name, pair.id):
                continue
            clock = _Clock()
            try:
                check = await verify(pair.claim, pair.evidence)
                row = pair_row(name, pair, check, clock.milliseconds)
            except Exception as failure:  # noqa: BLE001  # a crash of any kind is a row
                row = failed_check_row(name, pair, failure)
            yield clock.stamped(row)


class _Clock:
    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def milliseconds(self) -> float:
        return (time.perf_counter() - self._start) * 1000

    def stamped(self, row: Row) -> Row:
        return row.model_copy(update={"seconds": self.milliseconds / 1000})
