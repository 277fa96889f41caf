from pathlib import Path

import pytest

from eval.cases import Case, GoldSpan
from eval.datasets import Dataset, DatasetError, SourceText, cases_in_library, write_texts
from eval.datasets.files import library_id
from rag.domain import Document
from rag.reading import find_files, read_file

AWKWARD_TEXTS = [
    "Plain text.",
    "乌镇是一个水乡。𠮷\n\n第二段。",
    "Windows\r\nline\rbreaks\u2028and\x85others\n",
    "---\ntitle: Not mine\n---\nA text that begins like front matter.",
    "\n\n   Blanks before and after.  \n\n",
    "\ufeffA byte order mark first.",
    "# A heading\n\nText.",
]


def read_back(folder: Path) -> dict[str, Document]:
    return {
        file.document_id: read_file(file.path, file.document_id)
        for file in find_files(folder).files
    }


@pytest.mark.parametrize("title", ["", 'Say: "yes" #1 – 乌镇 😀', "---", "[list, of]", "1945"])
@pytest.mark.parametrize("text", AWKWARD_TEXTS)
def test_title_and_text_come_back_from_the_file_as_they_were(
    tmp_path: Path, title: str, text: str
) -> None:
    write_texts([SourceText("d1", title, text)], tmp_path)
    document = read_back(tmp_path)["d1.md"]
    assert document.text.endswith("---\n\n" + text)
    assert document.content[0].of(document.text) == "\n\n" + text
    assert document.title == title or not title


def test_spans_are_moved_to_where_the_library_has_the_answer(tmp_path: Path) -> None:
    texts = (
        SourceText("A/1", "The Normans: a history", "Rollo\r\nled them."),
        SourceText("乌镇", "", "\n𠮷罗洛率领他们。"),
    )
    spans = tuple(
        GoldSpan(document=text.id, start=text.text.index(gold), end=text.text.index(gold) + 2)
        for text, gold in zip(texts, ["led", "罗洛"], strict=True)
    )
    case = Case(
        id="q",
        kind="k",
        question="谁?",
        answers=("le", "罗洛"),
        documents=("A/1",),
        documents_all=(("A/1", "乌镇"),),
        grades={"A/1": 2},
        spans=spans,
    )
    write_texts(texts, tmp_path)
    documents = read_back(tmp_path)
    moved = cases_in_library(Dataset("towns", texts, (case,)))[0]
    assert [documents[s.document].text[s.start : s.end] for s in moved.spans] == ["le", "罗洛"]
    assert moved.documents_all == (tuple(documents),)
    assert moved.documents == ("%41%2f1.md",)
    assert moved.grades == {"%41%2f1.md": 2}
    assert moved.question == case.question


def test_ids_are_the_ids_that_the_library_gives_and_differ_where_case_is_folded(
    tmp_path: Path,
) -> None:
    ids = [
        "a",
        "A",
        "a/b",
        "../a",
        ".a",
        "a:b",
        "a%2fb",
        "é",
        "e\u0301",
        "ß",
        "乌镇",
        "a\u200bb",
        "CON",
    ]
    write_texts([SourceText(text_id, "", f"Text of {text_id!r}.") for text_id in ids], tmp_path)
    documents = read_back(tmp_path)
    assert {i: documents[library_id(i)].text.splitlines()[-1] for i in ids} == {
        i: f"Text of {i!r}." for i in ids
    }
    assert len({name.casefold() for name in documents}) == len(ids)


def test_an_id_too_long_for_a_file_is_refused() -> None:
    with pytest.raises(DatasetError, match="too long for the name of a file"):
        library_id("乌" * 85)


def test_files_that_are_right_are_left_alone_and_others_are_written(tmp_path: Path) -> None:
    texts = [SourceText("a", "", "One."), SourceText("b", "标题", "二。")]
    folder = tmp_path / "corpora" / "texts"
    assert write_texts(texts, folder) == 2
    assert write_texts(texts, folder) == 0
    (folder / "a.md").write_text("broken off")
    (folder / ".DS_Store").touch()
    assert write_texts(texts, folder) == 1
    assert read_back(folder)["a.md"].text.endswith("One.")


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("Mine.")
    with pytest.raises(DatasetError, match=r"holds what is not of this data set \('thesis\.md'\)"):
        write_texts([SourceText("a", "", "One.")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.md"]
