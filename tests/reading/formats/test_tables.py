"""Tables: rows that are articles, rows that are lines, whatever the dialect and encoding."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading import UnreadPart, read_documents, read_file
from rag.reading.source import MAX_FILE_BYTES

ARTICLES = (
    "Headline,Body,Pub Date,Source,Author,Link\n"
    '"Xi: respect ""cyber sovereignty""","He spoke in Wuzhen.\n\nIt, too, rained.",2015-12-16,'
    "China Daily,Ann Lee,https://news.example/a\n"
    "No text,,2015-12-17,Xinhua,,\n"
    "Second,It closed.,16/12/2015,https://news.example,,javascript:alert(1)\n"
)
CHINESE = (
    "标题\t正文\t日期\t来源\t作者\n开幕\t世界互联网大会在乌镇开幕。\t2015年12月16日\t新华社\t王伟\n"
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def documents(path: Path) -> list[Document]:
    return [part for part in read_documents(path, path.name) if isinstance(part, Document)]


def test_rows_with_a_text_are_articles_with_their_columns_as_metadata(tmp_path: Path) -> None:
    first, unread, second = read_documents(written(tmp_path, "a.csv", ARTICLES), "a.csv")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, second.id) == ("a.csv/row 2", "a.csv/row 4")
    assert first.title == 'Xi: respect "cyber sovereignty"'
    assert first.text == "He spoke in Wuzhen.\n\nIt, too, rained."
    publication = first.publication
    assert (publication.outlet, publication.author) == ("China Daily", "Ann Lee")
    assert publication.published == date(2015, 12, 16)
    assert publication.url == "https://news.example/a"
    assert publication.provenance["published"].origin == "column Pub Date"
    assert second.publication.url is None
    assert unread == UnreadPart("a.csv/row 3", "It holds no text.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_chinese_table_reads_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (document,) = documents(written(tmp_path, "a.tsv", CHINESE.encode(encoding)))
    assert (document.title, document.text) == ("开幕", "世界互联网大会在乌镇开幕。")
    assert document.publication.published == date(2015, 12, 16)
    assert (document.publication.outlet, document.publication.author) == ("新华社", "王伟")
    assert document.publication.language == "zh"


def test_an_encoding_that_shows_itself_late_is_told_from_the_whole_file(tmp_path: Path) -> None:
    rows = ["title,text"] + [f"Title {i},Some English words." for i in range(5_000)]
    data = "\n".join([*rows, "乌镇,世界互联网大会在浙江乌镇举行。"]).encode("gb18030")
    assert documents(written(tmp_path, "a.csv", data))[-1].text == "世界互联网大会在浙江乌镇举行。"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_another_table_is_read_as_its_rows(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Country", "Users", "Note"],
        ["China", "688 million", "mostly, mobile"],
        ["Fiji", "", "a"],
    ]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    document = read_file(written(tmp_path, "internet users.csv", content), "a")
    assert document.id == "a"
    assert document.title == "internet users"
    assert document.text == (
        "Country: China; Users: 688 million; Note: mostly, mobile\n\nCountry: Fiji; Note: a"
    )


def test_a_table_without_a_header_loses_no_row(tmp_path: Path) -> None:
    document = read_file(written(tmp_path, "a.csv", "China,688\nIndia,462\n"), "a")
    assert document.text.startswith("column 1: China; column 2: 688\n")


def test_a_long_table_is_several_documents(tmp_path: Path) -> None:
    content = "Country,Users\n" + "".join(f"Country {i},{i}\n" for i in range(450))
    found = documents(written(tmp_path, "a.csv", content))
    assert [d.id for d in found] == [f"a.csv/rows {r}" for r in ("2-201", "202-401", "402-451")]
    assert found[1].title == "a, rows 202-401"
    assert "".join(d.text for d in found).count("Country: ") == 450


def test_rows_are_not_kept_in_memory(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "country,users\n" + "China,688000000\n" * 50_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_documents(path, "a")) == 250
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000  # As lists of cells they would be 10 MB.


def test_an_article_larger_than_the_usual_limit_of_a_cell_is_read(tmp_path: Path) -> None:
    text = "A sentence. " * 20_000
    assert (
        documents(written(tmp_path, "a.csv", f'title,text\nA,"{text}"\n'))[0].text == text.strip()
    )


def test_a_quotation_that_never_ends_is_refused(tmp_path: Path) -> None:
    content = 'title,text\nA,Fine.\nB,"' + ("x" * 999_999 + "\n") * (
        MAX_FILE_BYTES // 1_000_000 + 1
    )
    found = read_documents(written(tmp_path, "a.csv", content), "a")
    assert isinstance(next(found), Document)
    with pytest.raises(UnreadableFile, match="unreadable after row 2"):
        next(found)


def test_a_line_over_the_limit_is_refused(tmp_path: Path) -> None:
    content = "a,b\n" + "x" * (MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadableFile, match="line of more than 20 million characters"):
        list(read_documents(written(tmp_path, "a.csv", content), "a"))
