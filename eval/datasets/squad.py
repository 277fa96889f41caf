"""SQuAD 1.1 and 2.0 JSON (Rajpurkar et al. 2016, 2018), XQuAD and others in that layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from eval.cases import Case, GoldSpan
from eval.datasets.records import DatasetError, Record, distinct, head, name_of, parse, read_text
from eval.datasets.values import Dataset, SourceText
from rag.text import detect_language

_OPENING = re.compile(r'\{[^\[]*"data"\s*:\s*\[')
_NO_LETTERS = re.compile(r"[\W_]+")


class _Answer(Record):
    text: str = Field(min_length=1)
    answer_start: int = Field(ge=0)

    @property
    def end(self) -> int:
        return self.answer_start + len(self.text)


class _Question(Record):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answers: tuple[_Answer, ...]
    is_impossible: bool = False

    @model_validator(mode="after")
    def _has_answers_if_possible(self) -> Self:
        if self.is_impossible == bool(self.answers):
            raise ValueError(f"question {self.id!r} needs answers, or is_impossible and none")
        return self


class _Paragraph(Record):
    context: str = Field(min_length=1)
    qas: tuple[_Question, ...]

    @model_validator(mode="after")
    def _answers_stand_where_they_should(self) -> Self:
        for question in self.qas:
            for answer in question.answers:
                found = self.context[answer.answer_start : answer.end]
                if found != answer.text:
                    raise ValueError(
                        f"question {question.id!r}: at {answer.answer_start} the context has"
                        f" {found!r}, not {answer.text!r}"
                    )
        return self


class _Article(Record):
    title: str = ""
    paragraphs: tuple[_Paragraph, ...]


class _File(Record):
    data: tuple[_Article, ...]


def recognises(path: Path) -> bool:
    return bool(_OPENING.match(head(path)))


def load(path: Path, _split: str) -> Dataset:
    """A case for each question, "answerable" or "unanswerable"; a text for each paragraph.

    An unanswerable question was written for its own paragraph: another one may happen to answer
    it. The file is one split.
    """
    articles = parse(read_text(path), _File, str(path)).data
    texts: dict[str, SourceText] = {}
    cases: dict[str, Case] = {}
    numbers: Counter[str] = Counter()
    for article in articles:
        title = article.title.replace("_", " ")
        slug = _NO_LETTERS.sub("-", title).strip("-").lower() or "paragraph"
        for paragraph in article.paragraphs:
            if paragraph.context not in texts:
                numbers[slug] += 1
                text_id = f"{slug}-{numbers[slug]:03}"
                texts[paragraph.context] = SourceText(text_id, title, paragraph.context)
            for case in _cases(paragraph, texts[paragraph.context].id):
                if case.id in cases:
                    raise DatasetError(f"{path}: two questions have the id {case.id!r}.")
                cases[case.id] = case
    return Dataset(name_of(path), tuple(texts.values()), tuple(cases.values()))


def _cases(paragraph: _Paragraph, text_id: str) -> Iterator[Case]:
    for question in paragraph.qas:
        spans = distinct((answer.answer_start, answer.end) for answer in question.answers)
        yield Case(
            id=question.id,
            kind="unanswerable" if question.is_impossible else "answerable",
            question=question.question,
            refusal=question.is_impossible,
            answers=distinct(answer.text for answer in question.answers),
            documents=() if question.is_impossible else (text_id,),
            spans=tuple(GoldSpan(document=text_id, start=start, end=end) for start, end in spans),
            language=detect_language(question.question),
        )


def asked_otherwise(dataset: Dataset, questions: Dataset) -> Dataset:
    """The data set, asked with the questions of another of the same ids (in another language).

    The answers of both are alternatives: whoever asks in Chinese over English paragraphs may be
    told the Chinese name or the English one. The gold spans are those in our own paragraphs.

    Raises:
        DatasetError: a question has an id that the data set does not have, or only one of the two
            can be answered.
    """
    ours = {case.id: case for case in dataset.cases}
    cases = []
    for other in questions.cases:
        case = ours.get(other.id)
        if case is None or case.kind != other.kind:
            reason = "is not" if case is None else f"is {case.kind}"
            raise DatasetError(
                f"Question {other.id!r} of {questions.name} {reason} in {dataset.name}.",
                hint="Give two translations of one data set.",
            )
        update = {
            "question": other.question,
            "language": other.language,
            "answers": distinct(other.answers + case.answers),
        }
        cases.append(case.model_copy(update=update))
    return Dataset(dataset.name, dataset.texts, tuple(cases))
