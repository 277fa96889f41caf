from pathlib import Path
from typing import Any

import pytest

from eval.datasets import DatasetError, load_pairs
from tests.eval.datasets.files import write_lines


def judged(support: str, claim: str = "It works [1].", *evidence: str) -> dict[str, Any]:
    passages = evidence or ("[1] https://example.org/a_b\n\nIt does work.",)
    return {"claim": claim, "evidence": passages, "human_support": support, "field": "Law"}


def scifact(claim_id: str, label: str, document: str, **fields: Any) -> dict[str, Any]:
    found = {"doc_id": document if label != "NOINFO" else "", "cited": [document]}
    claim = {"id": claim_id, "split": "validation", "claim": "铁会生锈。", "label": label}
    return claim | found | {"sentences": [0]} | fields


def write_scifact(folder: Path, *claims: dict[str, Any]) -> Path:
    write_lines(
        folder / "corpus.jsonl",
        {"_id": "11", "title": "Rust", "text": "Iron rusts. 铁会生锈。"},
        {"_id": "12", "title": "Gold", "text": "Gold does not rust."},
    )
    return write_lines(folder / "claims_evidence.jsonl", *claims)


def test_complete_support_is_supported_incomplete_is_not_and_partial_is_left_out(
    tmp_path: Path,
) -> None:
    path = write_lines(tmp_path / "p.jsonl", *map(judged, ["Complete", "Partial", "Incomplete"]))
    pairs = load_pairs(path).pairs
    assert [(pair.id, pair.kind, pair.supported) for pair in pairs] == [
        ("expertqa-0001", "complete", True),
        ("expertqa-0003", "incomplete", False),
    ]


def test_markers_and_addresses_are_no_part_of_claim_and_evidence(tmp_path: Path) -> None:
    evidence = (
        "[2] https://a.org\n\n第一段。[3]",
        "[3] https://b.org\n\nSecond.",
        "[4] c\n\nSecond.",
    )
    line = judged("Complete", " It involves [EMIM][TfO], 都有效 [2] [3].", *evidence)
    pair = load_pairs(write_lines(tmp_path / "p.jsonl", line)).pairs[0]
    assert pair.claim == "It involves [EMIM][TfO], 都有效."
    assert pair.evidence == "第一段。[3]\n\nSecond."


def test_a_claim_whose_evidence_is_only_an_address_is_left_out(tmp_path: Path) -> None:
    bare = judged("Complete", "It works.", "[1] https://example.org/page")
    path = write_lines(tmp_path / "p.jsonl", bare, judged("Incomplete"))
    assert [pair.id for pair in load_pairs(path).pairs] == ["expertqa-0002"]


def test_the_evidence_is_the_whole_abstract_whatever_the_label(tmp_path: Path) -> None:
    path = write_scifact(
        tmp_path,
        scifact("1", "SUPPORT", "11"),
        scifact("1", "SUPPORT", "11", sentences=[1]),
        scifact("2", "CONTRADICT", "12"),
        scifact("3", "NOINFO", "12"),
    )
    pairs = load_pairs(path).pairs
    assert [(pair.id, pair.kind, pair.supported, pair.evidence) for pair in pairs] == [
        ("1-11", "support", True, "Iron rusts. 铁会生锈。"),
        ("2-12", "contradict", False, "Gold does not rust."),
        ("3-12", "noinfo", False, "Gold does not rust."),
    ]


def test_only_the_pairs_of_the_split_are_taken(tmp_path: Path) -> None:
    trained = scifact("1", "SUPPORT", "11", split="train")
    path = write_scifact(tmp_path, trained, scifact("2", "NOINFO", "12"))
    assert [pair.id for pair in load_pairs(path).pairs] == ["2-12"]
    assert [pair.id for pair in load_pairs(path, "train").pairs] == ["1-11"]
    with pytest.raises(DatasetError, match=r"no split 'test'\. It has: train, validation\."):
        load_pairs(path, "test")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"label": "MAYBE"}, "label: Input should be"),
        ({"doc_id": "99"}, "there is no '99' in corpus.jsonl"),
        ({"doc_id": "", "cited": []}, "Value error, neither doc_id nor cited names a document"),
    ],
)
def test_a_faulty_claim_is_refused_with_file_and_line(
    tmp_path: Path, fields: dict[str, Any], fault: str
) -> None:
    faulty = scifact("2", "SUPPORT", "11") | fields
    path = write_scifact(tmp_path, scifact("1", "SUPPORT", "11"), faulty)
    with pytest.raises(DatasetError) as refusal:
        load_pairs(path)
    assert refusal.value.message.startswith(f"{path}:2: {fault}")


def test_an_unknown_judgement_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "p.jsonl", judged("Complete"), judged("Compleet"))
    with pytest.raises(DatasetError) as refusal:
        load_pairs(path)
    assert refusal.value.message.startswith(f"{path}:2: human_support: Input should be 'Complete'")
