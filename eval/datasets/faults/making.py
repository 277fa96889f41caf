"""Pairs for the verifier, made from a folder of documents or a SQuAD file.

A true claim is a sentence of the source, that sentence said otherwise, or a question with its
answer; a false one is a true one with one fault in it. Nobody writes or judges a pair by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random

from eval.cases import Pair
from eval.datasets import squad
from eval.datasets.faults import chinese, negating, swapping
from eval.datasets.faults.corpus import Corpus, survey
from eval.datasets.faults.questions import Answered, statement_of
from eval.datasets.faults.rewording import reworded
from eval.datasets.faults.statements import Statement, is_whole, names_and_numbers_of, sentences_of
from eval.datasets.records import DatasetError, name_of
from eval.datasets.values import PairSet
from rag.answering.verification.faults import FaultKind
from rag.domain import Span
from rag.errors import UnreadableFile
from rag.reading import find_files, read_file

Injection = Callable[[Statement, Corpus, Random], str | None]

_FAULTS: Mapping[str, tuple[FaultKind, Injection]] = {
    "number swapped": ("number", swapping.number),
    "date swapped": ("date", swapping.date),
    "name swapped": ("name", swapping.name),
    "speaker swapped": ("speaker", swapping.speaker),
    "negated": ("negation", negating.negation),
    "quotation altered": ("quotation", swapping.quotation),
    "numbers exchanged": ("number", swapping.numbers_exchanged),
    "names exchanged": ("name", swapping.names_exchanged),
}
_CHINESE_FAULTS: Mapping[str, tuple[FaultKind, Injection]] = {
    "number swapped, zh": ("number", chinese.number),
    "date swapped, zh": ("date", chinese.date),
    "speaker swapped, zh": ("speaker", chinese.speaker),
    "negated, zh": ("negation", chinese.negation),
    "quotation altered, zh": ("quotation", chinese.quotation),
}


@dataclass(frozen=True, slots=True)
class _Source:
    """A text with the parts of it that are prose, and what is asked about it."""

    name: str
    text: str
    prose: tuple[Span, ...]
    questions: tuple[tuple[str, str, str, int], ...] = ()
    """(id, question, answer, where the answer begins)."""

    @property
    def sentences(self) -> Iterator[Statement]:
        for span in self.prose:
            yield from sentences_of(self.text, self.name, span)


def load_folder(path: Path, _split: str) -> PairSet:
    """Pairs from the sentences of every document in a folder that can be read."""
    sources = []
    for file in find_files(path).files:
        try:
            document = read_file(file.path, file.document_id)
        except UnreadableFile:
            continue
        sources.append(_Source(document.id, document.text, document.content))
    return PairSet(f"{path.absolute().name}-faults", _pairs(path, sources))


def load_squad(path: Path, split: str) -> PairSet:
    """Pairs from the paragraphs of a SQuAD file, and from its questions that have an answer."""
    dataset = squad.load(path, split)
    asked: dict[str, list[tuple[str, str, str, int]]] = {}
    for case in dataset.cases:
        if case.spans:
            first = case.spans[0]
            asked.setdefault(first.document, []).append(
                (case.id, case.question, case.answers[0], first.start)
            )
    sources = [
        _Source(text.id, text.text, (Span(0, len(text.text)),), tuple(asked.get(text.id, ())))
        for text in dataset.texts
    ]
    return PairSet(f"{name_of(path)}-faults", _pairs(path, sources))


def _pairs(path: Path, sources: Sequence[_Source]) -> tuple[Pair, ...]:
    corpus = survey(source.text for source in sources)
    true = [statement for source in sources for statement in _statements(source)]
    pairs = [*map(_true_pair, true), *_false_pairs(true, corpus)]
    if not pairs:
        raise DatasetError(f"{path} holds no sentence of which pairs could be made.")
    return tuple(pairs)


def _statements(source: _Source) -> Iterator[Statement]:
    for statement in source.sentences:
        yield from reworded(statement, source.text)
        yield from _answers(statement, source)


def _answers(statement: Statement, source: _Source) -> Iterator[Statement]:
    """What is asked and answered within a sentence, as statements."""
    start = int(statement.place.rpartition(":")[2])
    for question_id, question, answer, at in source.questions:
        if start <= at and at + len(answer) <= start + len(statement.claim):
            sentence = statement.claim
            before, after = sentence[: at - start], sentence[at - start + len(answer) :]
            said = statement_of(Answered(question, answer, before, after, sentence))
            if said and is_whole(said) and _stands_in(said, statement.evidence):
                yield Statement(question_id, "question and answer", said, statement.evidence)


def _stands_in(said: str, evidence: str) -> bool:
    """Whether every name and number is there: what the rest of a paragraph told is left out."""
    return names_and_numbers_of(said) <= names_and_numbers_of(evidence, starts=True)


def _true_pair(statement: Statement) -> Pair:
    kind = f"{statement.rule}, zh" if statement.is_chinese else statement.rule
    return Pair(
        id=f"{statement.place} {kind}",
        kind=kind,
        claim=statement.claim,
        evidence=statement.evidence,
        supported=True,
    )


def _false_pairs(true: Sequence[Statement], corpus: Corpus) -> Iterator[Pair]:
    """Each fault once for each place: in one of its statements that can have it, drawn by lot."""
    for place, group in groupby(true, key=lambda statement: statement.place):
        statements = list(group)
        faults = _CHINESE_FAULTS if statements[0].is_chinese else _FAULTS
        for kind, (fault, inject) in faults.items():
            lots = Random(f"{place} {kind}")  # noqa: S311 - lots, not secrets
            for statement in lots.sample(statements, len(statements)):
                claim = inject(statement, corpus, lots)
                if claim is not None:
                    yield Pair(
                        id=f"{place} {kind}",
                        kind=kind,
                        claim=claim,
                        evidence=statement.evidence,
                        supported=False,
                        fault=fault,
                    )
                    break
