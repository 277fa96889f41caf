"""Properties of office files: what people wrote counts, what programs filled in does not."""

from __future__ import annotations

import pytest

from rag.reading.structures.properties import property_findings


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Microsoft Word - report v2.doc",
        "report_final.indd",
        "A plan.pdf",
        "Untitled",
        "Untitled 1",
        "Document1",
        "无标题",
        "文档1",
        "Slide 1",
        "PowerPoint Presentation",
        "-- 12 --",
        "x" * 301,
    ],
)
def test_a_title_that_a_program_filled_in_is_none(title: str) -> None:
    assert property_findings(title, None, "docx properties").title == []


@pytest.mark.parametrize(
    "title", ["Wuzhen  Summit", "乌镇峰会", "Documents of the summit", "Web 2.0"]
)
def test_a_title_that_a_person_wrote_is_kept(title: str) -> None:
    (finding,) = property_findings(title, None, "docx properties").title
    assert (finding.value, finding.origin) == (" ".join(title.split()), "docx properties")


@pytest.mark.parametrize(
    "author", ["", "python-docx", "Administrator", "admin", "Microsoft Office User", "用户", "1"]
)
def test_an_account_is_no_author(author: str) -> None:
    assert property_findings(None, author, "docx properties").author == []


@pytest.mark.parametrize("author", ["Ann Lee", "李安", "Ministry of Information"])
def test_a_person_or_body_is_an_author(author: str) -> None:
    (finding,) = property_findings(None, author, "docx properties").author
    assert finding.value == author
