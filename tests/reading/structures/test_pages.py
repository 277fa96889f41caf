"""Lines on pages become running text: joined where sure, with the pages' own lines set apart."""

from __future__ import annotations

import pytest

from rag.reading.structures.pages import running_text

WIDE = "The delegates discussed the governance of the global internet in"


def test_each_page_begins_where_its_start_says() -> None:
    paged = running_text(["one", "", "three\nfour"])
    assert paged.text == "one\n\n\n\nthree\nfour"
    assert [paged.text[start : start + 3] for start in paged.page_starts] == ["one", "\n\nt", "thr"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([WIDE, "Wuzhen, an old town."], f"{WIDE} Wuzhen, an old town."),
        ([WIDE + " it.", "Wuzhen is old."], f"{WIDE} it.\nWuzhen is old."),
        (["Contents", WIDE], f"Contents\n{WIDE}"),
        ([WIDE, "- a list item"], f"{WIDE}\n- a list item"),
        ([WIDE, "", "A heading"], f"{WIDE}\nA heading"),
        (
            ["第二届世界互联网大会在浙江乌镇举行，嘉宾们讨论网络主", "权与治理。"],
            "第二届世界互联网大会在浙江乌镇举行，嘉宾们讨论网络主权与治理。",
        ),
        (
            ["Beijing 21 542 000 16 410 000", "Shanghai 24 870 000 6 340 000"],
            "Beijing 21 542 000 16 410 000\nShanghai 24 870 000 6 340 000",
        ),
    ],
)
def test_a_line_is_joined_to_the_next_only_where_it_runs_on(lines: list[str], text: str) -> None:
    assert running_text(["\n".join(lines)]).text == text


def test_a_hyphen_goes_only_where_the_document_writes_the_whole_word() -> None:
    page = (
        f"{WIDE} the inter-\nnational arena. A cyber-\nsecurity law. Some repre-\nsentatives left."
    )
    whole = "International affairs. Cyber-security."
    text = running_text([f"{page}\n{whole}"]).text
    assert "the international arena" in text
    assert "A cyber-security law" in text
    assert "Some repre-\nsentatives left" in text


def test_a_line_at_the_head_or_foot_of_most_pages_is_set_apart() -> None:
    pages = [f"The Daily\n{WIDE} {n * n}.\nPage {n + 3} of 20" for n in range(5)]
    paged = running_text(pages)
    named = [(part.span.of(paged.text), part.reason) for part in paged.stripped]
    assert named[:2] == [("The Daily", "page header"), ("Page 3 of 20", "page footer")]
    assert len(named) == 10
    assert [span.of(paged.text).strip() for span in paged.content] == [
        f"{WIDE} {n * n}." for n in range(5)
    ]


def test_a_bare_page_number_is_set_apart_even_where_half_of_the_pages_have_it() -> None:
    pages = [f"{WIDE} {n * n}." + (f"\n- {n + 1} -" if n % 2 else "") for n in range(8)]
    paged = running_text(pages)
    named = [part.span.of(paged.text) for part in paged.stripped]
    assert named == ["- 2 -", "- 4 -", "- 6 -", "- 8 -"]


@pytest.mark.parametrize(
    "pages",
    [
        [f"Wuzhen {n * n}\n{WIDE}{n}.\nTotal 1{n % 2}" for n in range(2)],
        [f"{n * 37} {n * n} of {n * 91}\nand {n * 53}" for n in range(9)],
        ["The Daily\nOne text.", "The Daily\nAnother text.", "A third.", "A fourth."],
    ],
    ids=["two pages", "rows of figures", "half of the pages"],
)
def test_lines_that_need_not_be_the_pages_own_stay(pages: list[str]) -> None:
    assert running_text(pages).stripped == ()


@pytest.mark.parametrize("line", ["a1" * 500_000 + "-", "." * 1_000_000 + "x", "-" * 1_000_000])
def test_a_line_of_a_megabyte_is_laid_out(line: str) -> None:
    paged = running_text([f"{line}\nand on\n" + "a-\n" * 100_000])
    assert paged.text.startswith(line)
