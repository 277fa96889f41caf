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
        (GOOD.replace('"fact"', '"facts"'), "kind: Input should be"),
        (GOOD.replace('"refusal": false,', ""), "refusal: Field required"),
        (GOOD[:-1], "Invalid JSON"),
        (GOOD.replace('["Wuzhen"]', "[]"), "needs answers and documents"),
        (GOOD.replace("false", "true"), "a case with refusal true has no answers"),
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


def test_documents_are_alternatives_except_where_two_are_asked_for() -> None:
    fields = {"id": "x", "question": "?", "refusal": False, "answers": ["y"]}
    one = Case.model_validate({**fields, "kind": "fact", "documents": ["a.md", "b.md"]})
    both = Case.model_validate({**fields, "kind": "two_documents", "documents": ["a.md", "b.md"]})
    assert one.document_groups == (("a.md", "b.md"),)
    assert both.document_groups == (("a.md",), ("b.md",))
