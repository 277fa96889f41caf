"""The shipped corpus is honest about its provenance, and the cases over it can be answered."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from eval.cases import Case, read_cases
from eval.metrics.answers import contains_gold
from rag.text import detect_language

ROOT = Path(__file__).parents[2]


class Page(NamedTuple):
    metadata: dict[str, Any]
    content: str


def read_page(path: Path) -> Page:
    _, front_matter, content = path.read_text(encoding="utf-8").split("---\n", 2)
    return Page(yaml.safe_load(front_matter), content)


CORPUS = {path.name: read_page(path) for path in (ROOT / "docs_source").glob("*.md")}
WIC = read_cases(ROOT / "eval/cases/wic.jsonl")
DEV = read_cases(ROOT / "eval/cases/dev.jsonl")
ANSWERABLE = [case for case in (*WIC, *DEV) if not case.refusal]

every_document = pytest.mark.parametrize("name", sorted(CORPUS))
every_answerable_case = pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case.question)


def test_the_corpus_covers_every_edition_and_article_that_the_sources_speak_of() -> None:
    assert len(CORPUS) >= 15
    years = {name.split("-")[1] for name in CORPUS if name.startswith("edition-")}
    assert years == {"2014", "2015", "2016", "2017", "2018", "2021", "2022"}
    assert sum(name.startswith("article-") for name in CORPUS) == 5


@every_document
def test_a_document_has_a_title_sources_and_only_fields_that_are_known(name: str) -> None:
    fields = CORPUS[name].metadata
    assert fields["title"]
    assert fields["sources"]
    assert fields.keys() <= {"title", "outlet", "author", "published", "language", "sources"}


@every_document
def test_no_address_is_invented(name: str) -> None:
    document = CORPUS[name]
    assert "http" not in f"{document.metadata} {document.content}"


@every_document
def test_only_a_digest_of_a_dated_article_has_a_publication_date(name: str) -> None:
    published = CORPUS[name].metadata.get("published")
    dated = {"article-2014-bradtke-first-conference.md": date(2014, 11, 21)}
    assert published == dated.get(name)


@every_document
def test_only_a_digest_names_another_outlet_than_the_notes_themselves(name: str) -> None:
    outlet = CORPUS[name].metadata.get("outlet")
    assert (outlet == "Citedesk research notes") == (not name.startswith("article-"))


@every_document
def test_a_document_is_marked_as_chinese_if_and_only_if_it_is(name: str) -> None:
    document = CORPUS[name]
    assert document.metadata.get("language", "en") == detect_language(document.content)


@every_document
def test_every_quotation_that_is_opened_is_closed_in_its_paragraph(name: str) -> None:
    odd = [line for line in CORPUS[name].content.splitlines() if line.count('"') % 2]
    assert odd == []


def test_the_cases_hold_the_mix_of_kinds_that_the_evaluation_reports_on() -> None:
    at_least = {
        "fact": 24,
        "who_said": 14,
        "date": 8,
        "two_documents": 6,
        "chinese": 10,
        "unanswerable": 10,
        "false_premise": 6,
    }
    counts = Counter[str](case.kind for case in WIC)
    lacking = {kind: number - counts[kind] for kind, number in at_least.items()}
    assert [kind for kind, missing in lacking.items() if missing > 0] == []


def test_no_question_of_development_is_asked_again_in_the_evaluation() -> None:
    assert {case.question for case in DEV}.isdisjoint(case.question for case in WIC)


@pytest.mark.parametrize("case", [*WIC, *DEV], ids=lambda case: case.question)
def test_a_case_is_refused_if_and_only_if_its_kind_has_no_answer(case: Case) -> None:
    assert case.refusal == (case.kind in {"unanswerable", "false_premise"})


@every_answerable_case
def test_every_gold_document_exists_and_holds_a_gold_answer(case: Case) -> None:
    for name in case.gold_documents:
        text = CORPUS[name].content
        assert any(contains_gold(text, (group,)) for group in case.answer_groups), name


@every_answerable_case
def test_the_gold_documents_together_hold_the_whole_gold_answer(case: Case) -> None:
    together = "\n".join(CORPUS[name].content for name in case.gold_documents)
    assert contains_gold(together, case.answer_groups)


@pytest.mark.parametrize("case", [case for case in ANSWERABLE if case.kind == "two_documents"])
def test_a_two_document_case_needs_both_of_its_documents(case: Case) -> None:
    holders = {
        name
        for name, document in CORPUS.items()
        if contains_gold(document.content, case.answers_all)
    }
    assert len(case.documents_all) == 2
    assert holders == set()
