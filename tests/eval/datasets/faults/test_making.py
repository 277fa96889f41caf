"""From a folder or a SQuAD file to pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.datasets import DatasetError, load_pairs
from tests.eval.datasets.files import write_json

ARTICLE = (
    "---\ntitle: The conference\n---\n\n# Who came\n\n"
    "Tim Cook, the head of Apple, said in 2017 that nearly 1.8 million developers were there. "
    "He was glad of it in the end. Jack Ma said in 2016 that the market should be open.\n\n"
    "第三届大会于2016年在乌镇举行，约有1600名听众。\n"
)
PARAGRAPH = "William invaded England in 1066. He was crowned in London by the archbishop then."


def write_folder(folder: Path) -> Path:
    folder.mkdir()
    (folder / "article.md").write_text(ARTICLE, encoding="utf-8")
    return folder


def write_squad(path: Path) -> Path:
    answer = {"text": "1066", "answer_start": PARAGRAPH.index("1066")}
    asked: dict[str, Any] = {
        "id": "q1",
        "question": "When did William invade England?",
        "answers": [answer],
        "is_impossible": False,
    }
    paragraphs = [{"context": PARAGRAPH, "qas": [asked]}]
    return write_json(path, {"data": [{"title": "Normans", "paragraphs": paragraphs}]})


def test_a_folder_gives_true_claims_and_the_same_with_a_fault(tmp_path: Path) -> None:
    pairs = load_pairs(write_folder(tmp_path / "folder")).pairs
    kinds = {pair.kind for pair in pairs}
    assert {"word for word", "attributed", "number rewritten", "no apposition"} <= kinds
    assert {"number swapped", "date swapped", "speaker swapped", "number swapped, zh"} <= kinds
    assert all((pair.fault is None) == pair.supported for pair in pairs)
    assert len({pair.id for pair in pairs}) == len(pairs)
    true = {pair.claim for pair in pairs if pair.supported}
    assert all(pair.supported or pair.claim not in true for pair in pairs)


def test_the_evidence_is_the_sentence_and_the_one_before_it_in_its_paragraph(
    tmp_path: Path,
) -> None:
    pairs = load_pairs(write_folder(tmp_path / "folder")).pairs
    words = {pair.claim: pair.evidence for pair in pairs if pair.kind.startswith("word for word")}
    first = next(claim for claim in words if claim.startswith("Tim Cook"))
    last = next(claim for claim in words if claim.startswith("Jack Ma"))
    assert words[first] == first
    assert words[last] == f"He was glad of it in the end. {last}"
    chinese = next(claim for claim in words if claim.startswith("第三届"))
    assert words[chinese] == chinese


def test_the_same_source_gives_the_same_pairs(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder")
    assert load_pairs(folder) == load_pairs(folder)


def test_a_question_and_its_answer_become_a_claim_on_the_sentence_of_the_answer(
    tmp_path: Path,
) -> None:
    pairs = load_pairs(write_squad(tmp_path / "squad.json")).pairs
    (pair,) = (pair for pair in pairs if pair.kind == "question and answer")
    assert pair.claim == "William invaded England in 1066."
    assert pair.evidence == "William invaded England in 1066."


def test_a_folder_without_prose_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("- one\n- two\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="holds no sentence"):
        load_pairs(tmp_path)
