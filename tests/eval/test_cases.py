from pathlib import Path

import pytest

from eval.cases import Case, CaseFileError, read_cases

GOOD = (
    '{"id": "a", "kind": "fact", "question": "Where?", "refusal": false,'
    ' "answers": ["Wuzhen"], "documents": ["wuzhen.md"]}'
)


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_cases_are_read_in_order_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    other = GOOD.replace('"a"', '"b"').replace("Where?", "在哪里\u2028?")
    cases = read_cases(write(tmp_path, GOOD, "", other))
    assert [(case.id, case.question) for case in cases] == [("a", "Where?"), ("b", "在哪里\u2028?")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (GOOD.replace('"answers"', '"anwsers"'), "anwsers: Extra inputs are not permitted"),
        (GOOD.replace('"fact"', '""'), "kind: String should have at least 1 character"),
        (GOOD[:-1], "Invalid JSON"),
        (
            GOOD.replace('["Wuzhen"]', "[]").replace('["wuzhen.md"]', "[]"),
            "needs answers or documents",
        ),
        (GOOD.replace("false", "true"), "a case with refusal true has no answers"),
        (GOOD[:-1] + ', "grades": {"alibaba.md": 2}}', "grades has 'alibaba.md', which is not"),
        (GOOD[:-1] + ', "since": "2017-01-01", "until": "2016-01-01"}', "is after until"),
        (GOOD[:-1] + ', "since": "last year"}', "since: Input should be a valid date"),
        (GOOD[:-1] + ', "as_of": "today"}', "as_of: Input should be a valid date"),
        (
            GOOD[:-1] + ', "spans": [{"document": "wuzhen.md", "start": 4, "end": 4}]}',
            "spans.0: Value error, a span ends after it starts",
        ),
        (GOOD[:-1] + ', "history": [{"question": "Who?"}]}', "history.0.answer: Field required"),
        (GOOD, "id 'a' stands in line 1 already"),
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(tmp_path: Path, line: str, fault: str) -> None:
    path = write(tmp_path, GOOD, "", line)
    with pytest.raises(CaseFileError) as refusal:
        read_cases(path)
    assert refusal.value.message.startswith(f"{path}:3: ")
    assert fault in refusal.value.message


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match=r"absent\.jsonl cannot be read"):
        read_cases(tmp_path / "absent.jsonl")
    with pytest.raises(CaseFileError, match="holds no cases"):
        read_cases(write(tmp_path, "", " "))


def test_documents_are_alternatives_and_groups_are_all_needed() -> None:
    fields = {"id": "x", "kind": "fact", "question": "?", "answers": ["y"]}
    one = Case.model_validate({**fields, "documents": ["a.md", "b.md"]})
    both = Case.model_validate({**fields, "documents_all": [["a.md"], ["b.md", "c.md"]]})
    assert one.document_groups == (("a.md", "b.md"),)
    assert both.document_groups == (("a.md",), ("b.md", "c.md"))
    assert both.gold_documents == {"a.md", "b.md", "c.md"}


def test_the_document_of_a_gold_span_is_a_gold_document() -> None:
    span = {"document": "b.md", "start": 3, "end": 9}
    fields = {"id": "x", "kind": "fact", "question": "?", "documents": ["a.md"], "spans": [span]}
    assert Case.model_validate(fields).document_groups == (("a.md", "b.md"),)
