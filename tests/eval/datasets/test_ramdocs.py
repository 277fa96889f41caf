from pathlib import Path
from typing import Any

import pytest

from eval.cases import Case
from eval.datasets import DatasetError, load_dataset
from tests.eval.datasets.files import write_lines

SWIM = {"text": "Lee swims.", "type": "correct", "answer": "Swimming"}
CHESS = {"text": "李下国际象棋。", "type": "correct", "answer": "国际象棋"}
GOLF = {"text": "Lee plays golf.", "type": "misinfo", "answer": "Golf"}
NOISE = {"text": "Privacy policy", "type": "noise", "answer": "unknown"}


def question(
    *documents: dict[str, str], gold: list[str], wrong: list[str] | None = None
) -> dict[str, Any]:
    return {
        "question": "What is Lee's sport?",
        "documents": documents,
        "disambig_entity": ["Lee"],
        "gold_answers": gold,
        "wrong_answers": wrong or [],
    }


def only_case(tmp_path: Path, *documents: dict[str, str], **answers: list[str]) -> Case:
    path = write_lines(tmp_path / "test.jsonl", question(*documents, **answers))
    return load_dataset(path).cases[0]


def test_each_gold_answer_is_demanded_and_has_its_own_documents(tmp_path: Path) -> None:
    case = only_case(tmp_path, NOISE, SWIM, CHESS, gold=["Swimming", "国际象棋", "Swimming"])
    assert case.kind == "ambiguous"
    assert case.answers_all == (("Swimming",), ("国际象棋",))
    assert case.documents_all == (("ramdocs-0001-02",), ("ramdocs-0001-03",))


def test_a_document_that_misinforms_makes_a_conflict(tmp_path: Path) -> None:
    case = only_case(tmp_path, SWIM, GOLF, gold=["Swimming"], wrong=["Golf"])
    assert (case.kind, case.wrong_answers) == ("conflict", ("Golf",))
    assert case.gold_documents == {"ramdocs-0001-01"}


def test_one_answer_and_no_conflict_is_plain(tmp_path: Path) -> None:
    assert only_case(tmp_path, SWIM, NOISE, gold=["Swimming"]).kind == "plain"


def test_a_gold_answer_is_never_also_wrong(tmp_path: Path) -> None:
    case = only_case(tmp_path, SWIM, GOLF, gold=["Swimming", "Golf"], wrong=["Golf", "Chess"])
    assert case.wrong_answers == ("Chess",)


def test_a_gold_answer_that_no_document_gives_stays_demanded(tmp_path: Path) -> None:
    case = only_case(tmp_path, NOISE, gold=["Swimming"])
    assert (case.answer_groups, case.document_groups) == ((("Swimming",),), ())


def test_documents_of_all_questions_are_one_corpus_and_equal_ones_are_one(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "test.jsonl",
        question(NOISE, SWIM, gold=["Swimming"]),
        question(SWIM, CHESS, gold=["国际象棋"]),
    )
    dataset = load_dataset(path)
    assert {text.id: text.text for text in dataset.texts} == {
        "ramdocs-0001-01": "Privacy policy",
        "ramdocs-0001-02": "Lee swims.",
        "ramdocs-0002-02": "李下国际象棋。",
    }
    assert dataset.cases[1].gold_documents == {"ramdocs-0002-02"}


def test_scraps_of_binary_files_are_left_out(tmp_path: Path) -> None:
    scrap = {"text": "\x14�\x00 endstream", "type": "noise", "answer": "unknown"}
    path = write_lines(tmp_path / "test.jsonl", question(scrap, SWIM, gold=["Swimming"]))
    assert [text.id for text in load_dataset(path).texts] == ["ramdocs-0001-02"]


def test_an_unknown_type_of_document_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "test.jsonl",
        question(SWIM, gold=["Swimming"]),
        question({**SWIM, "type": "wrong"}, gold=["Swimming"]),
    )
    with pytest.raises(DatasetError) as refusal:
        load_dataset(path)
    assert refusal.value.message.startswith(f"{path}:2: documents.0.type: Input should be")
