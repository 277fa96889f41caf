from pathlib import Path

import pytest

from eval.datasets import DatasetError, SourceText, load_dataset
from tests.eval.datasets.files import write_lines

QRELS = "query-id\tcorpus-id\tscore\nq1\tD/1\t2\nq1\td2\t1\nq2\td2\t0\nq3\td3\t1\n"


def write_beir(folder: Path, qrels: str = QRELS) -> Path:
    write_lines(
        folder / "corpus.jsonl",
        {"_id": "D/1", "title": "Wuzhen", "text": "A water town.", "metadata": {}},
        {"_id": "d2", "text": "乌镇是一个水乡。"},
        {"_id": "d3", "title": "Only a title", "text": " "},
    )
    write_lines(
        folder / "queries.jsonl",
        {"_id": "q1", "text": "What is Wuzhen?"},
        {"_id": "q2", "text": "Nothing relevant?"},
        {"_id": "q3", "text": "乌镇在哪里？"},
        {"_id": "q4", "text": "Of another split?"},
    )
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


def test_each_query_with_relevant_documents_is_a_case_and_each_document_is_needed(
    tmp_path: Path,
) -> None:
    dataset = load_dataset(write_beir(tmp_path / "towns"))
    assert dataset.name == "towns"
    assert [(case.id, case.kind, case.question) for case in dataset.cases] == [
        ("q1", "query", "What is Wuzhen?"),
        ("q3", "query", "乌镇在哪里？"),
    ]
    assert dataset.cases[0].document_groups == (("D/1",), ("d2",))
    assert dataset.cases[0].grades == {"D/1": 2}


def test_title_and_text_are_kept_apart_and_a_lone_title_is_the_text(tmp_path: Path) -> None:
    assert load_dataset(write_beir(tmp_path / "towns")).texts == (
        SourceText("D/1", "Wuzhen", "A water town."),
        SourceText("d2", "", "乌镇是一个水乡。"),
        SourceText("d3", "Only a title", "Only a title"),
    )


def test_qrels_without_a_header_are_read_from_their_first_line(tmp_path: Path) -> None:
    dataset = load_dataset(write_beir(tmp_path / "towns", "q1\td2\t1\n"))
    assert [case.documents_all for case in dataset.cases] == [(("d2",),)]


def test_a_missing_split_is_answered_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"dev\.tsv is missing\. Splits that are there: test\."):
        load_dataset(write_beir(tmp_path / "towns"), split="dev")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("q1 d2 1", "needs query-id, corpus-id, score, parted by tabs"),
        ("q1\td2\thigh", "needs query-id, corpus-id, score, parted by tabs"),
        ("q9\td2\t1", "there is no query 'q9' in queries.jsonl"),
        ("q1\td9\t1", "there is no document 'd9' in corpus.jsonl"),
    ],
)
def test_a_faulty_judgement_is_refused_with_file_and_line(
    tmp_path: Path, line: str, fault: str
) -> None:
    folder = write_beir(tmp_path / "towns", QRELS + line)
    with pytest.raises(DatasetError) as refusal:
        load_dataset(folder)
    assert refusal.value.message == f"{folder / 'qrels' / 'test.tsv'}:6: {fault}."


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("corpus.jsonl", '{"_id": "d4", "txt": "?"}', ":4: text: Field required"),
        ("corpus.jsonl", '{"_id": "d4", "text": "\\ud800"}', ":4: Invalid JSON"),
        ("corpus.jsonl", '{"_id": "d2", "text": "?"}', ":4: _id 'd2' stands in the file already"),
        ("queries.jsonl", '{"_id": "q1", "text": "?"}', ":5: _id 'q1' stands in the file already"),
        ("queries.jsonl", '{"_id": "q5", "text": "?"', ":5: Invalid JSON"),
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(
    tmp_path: Path, file: str, line: str, fault: str
) -> None:
    folder = write_beir(tmp_path / "towns")
    with (folder / file).open("a") as lines:
        lines.write(line + "\n")
    with pytest.raises(DatasetError) as refusal:
        load_dataset(folder)
    assert refusal.value.message.startswith(str(folder / file) + fault)
