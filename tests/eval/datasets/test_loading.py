from pathlib import Path

import pytest

from eval.datasets import (
    Dataset,
    DatasetError,
    SourceText,
    beside,
    cases_in_library,
    load_dataset,
    load_pairs,
    write_texts,
)
from tests.eval.datasets.files import write_json, write_lines
from tests.eval.samples import WHERE


@pytest.mark.parametrize("content", ["", "not JSON", "[1, 2]", '{"date": []}', '{"a": 1}\n{"b":'])
def test_what_is_of_no_known_format_is_answered_with_those_that_are(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(content)
    with pytest.raises(DatasetError) as refusal:
        load_dataset(path)
    assert refusal.value.message == f"{path} is of no format that can be read here."
    assert all(name in refusal.value.hint for name in ("BEIR", "SQuAD", "XQuAD", "RAMDocs"))


def test_a_folder_that_is_no_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="of no format"):
        load_dataset(tmp_path)


def test_pairs_are_not_asked_as_questions_nor_documents_that_disagree_checked_as_pairs(
    tmp_path: Path,
) -> None:
    pair = {"claim": "It works.", "evidence": ["It does."], "human_support": "Complete"}
    pairs = write_lines(tmp_path / "pairs.jsonl", pair)
    questions = write_lines(tmp_path / "ramdocs.jsonl", {"question": "?", "documents": []})
    with pytest.raises(DatasetError, match="of no format"):
        load_dataset(pairs)
    with pytest.raises(DatasetError, match=r"of no format") as refusal:
        load_pairs(questions)
    assert "ExpertQA" in refusal.value.hint
    assert "SciFact" in refusal.value.hint


def test_a_format_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    path = write_json(tmp_path / "questions.txt", {"version": "1.1", "data": []})
    assert load_dataset(path).cases == ()


def test_only_the_questions_of_squad_files_can_be_asked_otherwise(tmp_path: Path) -> None:
    squad = write_json(tmp_path / "squad.json", {"data": []})
    other = write_lines(tmp_path / "other.jsonl", {"question": "?", "documents": []})
    with pytest.raises(DatasetError, match=r"other\.jsonl is not SQuAD JSON"):
        load_dataset(squad, other)


def test_a_path_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"There is no file or folder .*nowhere"):
        load_dataset(tmp_path / "nowhere")


def test_texts_beside_a_data_set_are_in_its_archive_and_never_relevant(tmp_path: Path) -> None:
    case = WHERE.model_copy(update={"documents": ("wuzhen-001",)})
    english = Dataset("towns.en", (SourceText("wuzhen-001", "Wuzhen", "It has canals."),), (case,))
    chinese = Dataset("towns.zh", (SourceText("wuzhen-001", "Wuzhen", "乌镇有运河。"),), ())
    mixed = beside(english, chinese)
    assert mixed.name == "towns.en+towns.zh"
    assert write_texts(mixed.texts, tmp_path / "texts") == 2
    assert cases_in_library(mixed) == cases_in_library(english)
    (relevant,) = cases_in_library(mixed)[0].documents
    assert "It has canals." in (tmp_path / "texts" / relevant).read_text(encoding="utf-8")


def test_a_text_is_not_archived_beside_itself() -> None:
    towns = Dataset("towns.en", (SourceText("wuzhen-001", "Wuzhen", "It has canals."),), (WHERE,))
    again = Dataset("again", (SourceText("other", "", "It has canals."),), ())
    with pytest.raises(DatasetError, match=r"again has 1 of the texts of towns\.en"):
        beside(towns, again)
