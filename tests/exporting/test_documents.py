from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Document, Span, Stripped
from rag.errors import CitedeskError
from rag.exporting.documents import as_markdown, export_markdown
from tests.ui.sources import document

TEXT = "Home | News\nThe summit opened in Wuzhen.\nAdvertisement\n大会在乌镇开幕。\n"


def page() -> Document:
    """Two lines of prose, each after one that is none."""
    parts = ("Home | News\n", "Advertisement\n")
    stripped = [Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]
    return Document(
        id="page.html",
        title="x",
        text=TEXT,
        publication=document("a", "b", "c").publication,
        path="page.html",
        content_hash="0" * 64,
        content=(Span(12, 41), Span(55, len(TEXT))),
        stripped=tuple(Stripped(span, "menu") for span in stripped),
    )


def test_what_is_not_prose_is_left_out() -> None:
    prose = as_markdown(page()).split("---\n", 2)[2]
    assert prose == "\nThe summit opened in Wuzhen.\n大会在乌镇开幕。\n"


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["a.txt", "大会/开幕.md"], ["a.txt.md", "大会/开幕.md"]),
        (["notes", "notes.md", "NOTES.MD"], ["notes.md", "notes (2).md", "NOTES (3).md"]),
        (["../../up.md", "/etc/passwd"], ["up.md", "etc/passwd.md"]),
        (["news.example/a?b=c.page"], ["news.example/a?b=c.page.md"]),
    ],
)
def test_each_document_has_a_file_of_its_own_within_the_folder(
    tmp_path: Path, ids: list[str], names: list[str]
) -> None:
    documents = [document(document_id, document_id, "Prose.") for document_id in ids]
    assert export_markdown(documents, tmp_path / "out") == len(ids)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in files) == sorted(names)


def test_a_name_that_is_too_long_for_a_file_is_cut_and_stays_distinct(tmp_path: Path) -> None:
    documents = [document("乌" * 200 + end, end, "Prose.") for end in ("a.md", "b.md")]
    assert export_markdown(documents, tmp_path / "out") == 2
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CitedeskError, match="cannot be written"):
        export_markdown([document("a.md", "a", "Prose.")], tmp_path / "file")
