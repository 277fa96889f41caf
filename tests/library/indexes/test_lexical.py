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


def test_the_words_of_a_name_or_quotation_count_more_side_by_side(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "phrases")
    index.add(
        [
            TextEntry("apart", "", (), "The summit in Wuzhen was opened by Lu Wei.", Publication()),
            TextEntry("near", "", (), "By Lu Wei the Wuzhen summit was opened.", Publication()),
            TextEntry("远", "", (), "网络安全，主权。", Publication()),
            TextEntry("近", "", (), "安全，网络主权。", Publication()),
        ]
    )
    assert found(index, "Wuzhen Summit") == ["near", "apart"]
    assert found(index, "What is “网络主权”?") == ["近", "远"]


def test_the_outlet_is_searched_but_weighs_less(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "outlets")
    index.add(
        [
            TextEntry("of", "", (), "He opened the summit.", Publication(outlet="The Planet")),
            TextEntry("about", "", (), "He opened the Planet.", Publication(outlet="The Paper")),
        ]
    )
    assert found(index, "planet") == ["about", "of"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Lu Wei", ["en", "title"]),
        ("opening speeches", ["en"]),
        ("speech opening", []),
        ("Lu speech", []),
        ("Opening", ["en"]),
        ("网络主权", ["zh"]),
        ("视频主权", []),
        ("the", []),
        ('"', []),
    ],
)
def test_a_phrase_is_mentioned_where_its_terms_follow_each_other(
    index: LexicalIndex, phrase: str, expected: list[str]
) -> None:
    assert sorted(index.mentioning(phrase, Filters())) == expected


def test_passages_that_are_named_get_the_scores_that_a_search_gives_them(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add(
        [_entry("a", "Lu Wei spoke"), _entry("b", "Lu Wei spoke of Wei"), _entry("c", "rain")]
    )
    searched = dict(index.search("What did Lu Wei say?", 10, Filters()))
    assert index.scores("What did Lu Wei say?", ["b", "c"]) == {"b": searched["b"]}


def _entry(passage_id: str, text: str) -> TextEntry:
    return TextEntry(passage_id, "", (), text, Publication())
