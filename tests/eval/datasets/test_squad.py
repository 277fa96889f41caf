from pathlib import Path
from typing import Any

import pytest

from eval.cases import GoldSpan
from eval.datasets import DatasetError, SourceText, load_dataset
from tests.eval.datasets.files import write_json

ENGLISH = "Rollo led the Normans. They came from Denmark and from Norway."
CHINESE = "罗洛率领诺曼人。他们来自丹麦和挪威。"


def answer(context: str, text: str) -> dict[str, Any]:
    return {"text": text, "answer_start": context.index(text)}


def squad(context: str, *qas: dict[str, Any], title: str = "The_Normans") -> dict[str, Any]:
    paragraphs = [{"context": context, "qas": list(qas)}]
    return {"version": "v2.0", "data": [{"title": title, "paragraphs": paragraphs}]}


def english() -> dict[str, Any]:
    return squad(
        ENGLISH,
        {"id": "q1", "question": "Who led them?", "answers": [answer(ENGLISH, "Rollo")] * 2},
        {
            "id": "q2",
            "question": "From where did they come?",
            "answers": [answer(ENGLISH, "Denmark"), answer(ENGLISH, "Norway")],
            "is_impossible": False,
        },
        {"id": "q3", "question": "Who led the Danes?", "answers": [], "is_impossible": True},
    )


def chinese() -> dict[str, Any]:
    return squad(
        CHINESE,
        {"id": "q1", "question": "谁率领他们？", "answers": [answer(CHINESE, "罗洛")]},
        {"id": "q2", "question": "他们来自哪里？", "answers": [answer(CHINESE, "丹麦和挪威")]},
    )


def test_an_answerable_question_has_its_distinct_answers_and_where_they_stand(
    tmp_path: Path,
) -> None:
    dataset = load_dataset(write_json(tmp_path / "dev.json", english()))
    assert dataset.texts == (SourceText("the-normans-001", "The Normans", ENGLISH),)
    first, second, _ = dataset.cases
    assert (first.kind, first.language, first.answers) == ("answerable", "en", ("Rollo",))
    assert first.spans == (GoldSpan(document="the-normans-001", start=0, end=5),)
    assert [ENGLISH[span.start : span.end] for span in second.spans] == ["Denmark", "Norway"]
    assert second.document_groups == (("the-normans-001",),)


def test_an_unanswerable_question_is_to_be_refused_and_has_no_documents(tmp_path: Path) -> None:
    case = load_dataset(write_json(tmp_path / "dev.json", english())).cases[2]
    assert (case.kind, case.refusal) == ("unanswerable", True)
    assert (case.answer_groups, case.document_groups) == ((), ())


def test_equal_paragraphs_are_one_text_and_equal_titles_share_a_count(tmp_path: Path) -> None:
    content = english()
    more = {"title": "THE NORMANS", "paragraphs": [{"context": ENGLISH, "qas": []}]}
    more["paragraphs"] += [{"context": CHINESE, "qas": []}]  # type: ignore[operator]
    content["data"] += [more, {"paragraphs": [{"context": "No title.", "qas": []}]}]
    texts = load_dataset(write_json(tmp_path / "dev.json", content)).texts
    assert [(text.id, text.title) for text in texts] == [
        ("the-normans-001", "The Normans"),
        ("the-normans-002", "THE NORMANS"),
        ("paragraph-001", ""),
    ]


def test_chinese_questions_are_asked_over_english_paragraphs_and_answered_in_either(
    tmp_path: Path,
) -> None:
    dataset = load_dataset(
        write_json(tmp_path / "en.json", english()), write_json(tmp_path / "zh.json", chinese())
    )
    assert [text.text for text in dataset.texts] == [ENGLISH]
    first, second = dataset.cases
    assert (first.question, first.language) == ("谁率领他们？", "zh")
    assert first.answers == ("罗洛", "Rollo")
    assert second.answers == ("丹麦和挪威", "Denmark", "Norway")
    assert [ENGLISH[span.start : span.end] for span in second.spans] == ["Denmark", "Norway"]


@pytest.mark.parametrize(
    ("question_id", "reason"), [("q7", "is not in"), ("q3", "is unanswerable in")]
)
def test_questions_must_have_the_ids_of_the_paragraphs_questions(
    tmp_path: Path, question_id: str, reason: str
) -> None:
    other = chinese()
    other["data"][0]["paragraphs"][0]["qas"][1]["id"] = question_id
    paths = (write_json(tmp_path / "en.json", english()), write_json(tmp_path / "zh.json", other))
    with pytest.raises(DatasetError, match=f"Question '{question_id}' of .*-zh {reason} .*-en"):
        load_dataset(*paths)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (
            {"answers": [{"text": "Denmark", "answer_start": 2}]},
            "data.0.paragraphs.0: Value error, question 'q': at 2 the context has 'llo led',"
            " not 'Denmark'.",
        ),
        (
            {"answers": [{"text": "Denmark"}]},
            "data.0.paragraphs.0.qas.0.answers.0.answer_start: Field required.",
        ),
        (
            {"answers": []},
            "data.0.paragraphs.0.qas.0: Value error, question 'q' needs answers, or is_impossible"
            " and none.",
        ),
    ],
)
def test_a_fault_is_refused_with_its_path_in_the_file(
    tmp_path: Path, question: dict[str, Any], fault: str
) -> None:
    content = squad(ENGLISH, {"id": "q", "question": "Where?", **question})
    path = write_json(tmp_path / "dev.json", content)
    with pytest.raises(DatasetError) as refusal:
        load_dataset(path)
    assert refusal.value.message == f"{path}: {fault}"


def test_two_questions_of_one_id_are_refused(tmp_path: Path) -> None:
    question = {"id": "q", "question": "Who?", "answers": [answer(ENGLISH, "Rollo")]}
    path = write_json(tmp_path / "dev.json", squad(ENGLISH, question, question))
    with pytest.raises(DatasetError, match="two questions have the id 'q'"):
        load_dataset(path)


def test_json_that_breaks_off_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    path.write_text('{"version": "1.1",\n"data": [\n{"title": ')
    with pytest.raises(DatasetError, match=r"dev\.json: Invalid JSON: EOF .* at line 3"):
        load_dataset(path)
