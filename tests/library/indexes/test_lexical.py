"""BM25 in both languages; a question is words, never a query language."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Filters, Publication
from rag.library.indexes.lexical import LexicalIndex
from rag.library.truth.records import TextEntry


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path)
    index.add(
        [
            TextEntry(
                "en", "Summit", ("Opening",), "Lu Wei gave the opening speech.", Publication()
            ),
            TextEntry("zh", "峰会", (), "习近平在乌镇发表视频讲话，谈网络主权。", Publication()),
            TextEntry("title", "Lu Wei", (), "A minister of the internet.", Publication()),
        ]
    )
    return index


def found(index: LexicalIndex, text: str) -> list[str]:
    return [passage_id for passage_id, _ in index.search(text, 10, Filters())]


def test_english_words_match_by_stem(index: LexicalIndex) -> None:
    assert found(index, "Who gave speeches?") == ["en"]


def test_chinese_words_match_inside_a_sentence(index: LexicalIndex) -> None:
    assert found(index, "网络主权是什么？") == ["zh"]


def test_a_word_of_the_text_outweighs_the_same_word_of_a_title(index: LexicalIndex) -> None:
    assert found(index, "Lu Wei") == ["en", "title"]


def test_scores_fall(index: LexicalIndex) -> None:
    scores = [score for _, score in index.search("Lu Wei minister", 10, Filters())]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


@pytest.mark.parametrize("text", ["", "  ", "the of and", "的了", "🙂", "?!"])
def test_a_question_without_words_finds_nothing(index: LexicalIndex, text: str) -> None:
    assert index.search(text, 10, Filters()) == []


@pytest.mark.parametrize(
    "text", ['text:"speech" AND (', "-speech +wei ^9 ~", "/sp.*/ [a TO z]", "speech\0"]
)
def test_query_syntax_has_no_meaning(index: LexicalIndex, text: str) -> None:
    assert set(found(index, text)) <= {"en", "title"}


def test_removed_passages_are_gone(index: LexicalIndex) -> None:
    index.remove(["en", "never there"])
    assert index.ids() == {"zh", "title"}
    assert found(index, "opening speech") == []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "empty")
    assert index.ids() == set()
    assert index.search("anything", 5, Filters()) == []
