"""JSON: objects that are articles, whatever they are wrapped in, and lines that are not JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.reading import UnreadPart, read_documents, read_file

ARTICLE = {
    "headline": "Opening",
    "body": "Xi Jinping opened the conference.",
    "datePublished": "2015-12-16T09:00:00+08:00",
    "source": {"name": "China Daily"},
    "authors": ["Ann Lee", {"name": "Bo Chen"}],
    "url": "https://news.example/a",
}
CHINESE = {
    "标题": "开幕",
    "正文": "世界互联网大会在乌镇开幕。",
    "日期": "2015-12-16",
    "来源": "新华社",
}


def written(folder: Path, name: str, value: Any) -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def documents(path: Path) -> dict[str, Document]:
    return {d.id: d for d in read_documents(path, "a") if isinstance(d, Document)}


def test_an_object_with_a_text_is_an_article(tmp_path: Path) -> None:
    document = read_file(written(tmp_path, "a.json", ARTICLE), "a")
    assert (document.id, document.title, document.text) == ("a", "Opening", ARTICLE["body"])
    publication = document.publication
    assert (publication.outlet, publication.author) == ("China Daily", "Ann Lee, Bo Chen")
    assert publication.published == date(2015, 12, 16)
    assert publication.provenance["outlet"].origin == "field source"


@pytest.mark.parametrize(
    "value",
    [
        [ARTICLE, CHINESE],
        {"count": 2, "articles": [ARTICLE, CHINESE]},
        [{"article": ARTICLE}, {"id": 7, "article": CHINESE}],
        {"status": "ok", "data": [{"doc": ARTICLE, "title": "Another"}, CHINESE]},
    ],
)
def test_a_list_of_articles_is_found_where_it_is(tmp_path: Path, value: Any) -> None:
    found = documents(written(tmp_path, "a.json", value))
    assert {i: d.title for i, d in found.items()} == {
        "a/item 1": "Opening",
        "a/item 2": "开幕",
    }
    assert found["a/item 2"].publication.outlet == "新华社"


def test_what_stands_around_an_article_completes_it(tmp_path: Path) -> None:
    value = {"date": "2015-12-16", "text": None, "article": {"title": "A", "text": "It opened."}}
    document = read_file(written(tmp_path, "a.json", value), "a")
    assert document.text == "It opened."
    assert document.publication.published == date(2015, 12, 16)


def test_any_other_value_is_read_as_what_it_says(tmp_path: Path) -> None:
    value = {"country": "China", "users": [{"year": 2015, "millions": 688}], "note": None}
    document = read_file(written(tmp_path, "a.json", value), "a")
    assert document.text == "country: China\n\nyear: 2015\n\nmillions: 688"
    assert read_file(written(tmp_path, "b.json", {"": "Nameless."}), "b").text == "Nameless."


def test_half_a_surrogate_pair_does_not_reach_the_document(tmp_path: Path) -> None:
    content = '{"title": "a\\ud800", "author": "\\u0000b", "text": "Half \\udfff a pair."}'
    document = read_file(written(tmp_path, "a.json", content), "a")
    assert document.text == "Half \ufffd a pair."
    assert (document.title, document.publication.author) == ("a\ufffd", "\ufffdb")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_deep_nesting_is_refused_in_a_sentence(tmp_path: Path, name: str, opening: str) -> None:
    with pytest.raises(UnreadableFile, match="nested too deep"):
        read_file(written(tmp_path, name, opening * 10_000), "a")


def test_what_nests_as_deep_as_python_parses_is_read(tmp_path: Path) -> None:
    value = "[" * 900 + '"A sentence."' + "]" * 900
    assert read_file(written(tmp_path, "a.json", value), "a").text == "A sentence."


@pytest.mark.parametrize("content", ["{", "not JSON", "9" * 5000])
def test_what_is_not_json_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile, match=r"is not JSON|is refused"):
        read_file(written(tmp_path, "a.json", content), "a")


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_each_line_is_a_document_and_a_bad_line_is_named(tmp_path: Path, name: str) -> None:
    lines = [json.dumps(ARTICLE), "", json.dumps(CHINESE, ensure_ascii=False), "{broken", "[]"]
    parts = list(read_documents(written(tmp_path, name, "\n".join(lines)), "a"))
    titles = {part.id: part.title for part in parts if isinstance(part, Document)}
    assert titles == {"a/line 1": "Opening", "a/line 3": "开幕"}
    unread = {part.name: part.reason for part in parts if isinstance(part, UnreadPart)}
    assert "line 4 is not JSON" in unread["a/line 4"]
    assert unread["a/line 5"] == "It holds no text."
