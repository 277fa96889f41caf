"""Passages are exact spans of whole sentences under one heading."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from rag.domain import Document, Passage, Publication
from rag.library.intake.passages import split_into_passages, text_to_embed
from rag.reading.formats.markdown import read_markdown
from tests.fakes import FakeEmbedder

EMBEDDER = FakeEmbedder()


def document(text: str, document_id: str = "a.md") -> Document:
    article = read_markdown(text, PurePath(document_id))
    return Document(
        document_id, article.title, text, Publication(), document_id, "hash", article.content
    )


def split(text: str, passage_tokens: int = 20) -> list[Passage]:
    return split_into_passages(document(text), EMBEDDER, passage_tokens)


MIXED = (
    "---\ntitle: Front matter\n---\nIntro sentence one. Intro sentence two.\n\n"
    "# Wuzhen 乌镇\r\n\r\n" + "The summit opened with 1,600 delegates. " * 30 + "\n\n"
    "## 网络主权\n\n" + "习近平说：“网络主权很重要。”会议在乌镇举行。" * 20 + "\n"
    "- a list item\n- another one\n\n```\n# not a heading\n```\n\nLast \u200bwords 😀."
)


@pytest.mark.parametrize("passage_tokens", [5, 20, 80, 256])
def test_every_passage_is_an_exact_span_within_its_limit(passage_tokens: int) -> None:
    doc = document(MIXED)
    passages = split_into_passages(doc, EMBEDDER, passage_tokens)
    ends = [0] + [passage.end for passage in passages]
    assert all(passage.start >= end for passage, end in zip(passages, ends, strict=False))
    for passage in passages:
        assert doc.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert EMBEDDER.count_tokens(passage.text) <= passage_tokens


@pytest.mark.parametrize("passage_tokens", [5, 20, 256])
def test_no_word_of_the_prose_is_lost(passage_tokens: int) -> None:
    joined = " ".join(passage.text for passage in split(MIXED, passage_tokens))
    for words in ("Intro sentence two.", "another one", "😀."):
        assert words in joined
    assert joined.count("delegates") == 30
    assert joined.count("习近平") == 20


def test_passages_do_not_cross_headings_and_know_them() -> None:
    passages = split("# One\n\nText a.\n\n## Two\n\nText b.\n\n# Three\n\nText c.", 100)
    assert [(passage.text, passage.headings) for passage in passages] == [
        ("Text a.", ("One",)),
        ("Text b.", ("One", "Two")),
        ("Text c.", ("Three",)),
    ]


def test_front_matter_is_never_a_passage() -> None:
    assert not [passage for passage in split(MIXED) if "Front matter" in passage.text]


def test_a_hash_in_a_code_block_is_not_a_heading() -> None:
    (passage,) = split("```\n# comment\n```\n\nText.", 100)
    assert passage.headings == ()


def test_a_sentence_that_is_too_long_is_cut_at_a_space() -> None:
    text = "governance " * 100 + "ends."
    passages = split(text, 10)
    assert len(passages) >= 10
    assert all(passage.text.split()[0] in ("governance", "ends.") for passage in passages)


def test_a_text_without_a_space_is_cut_all_the_same() -> None:
    passages = split("网" * 50_000, 100)
    assert "".join(passage.text for passage in passages) == "网" * 50_000


def test_ids_change_with_the_content_and_only_with_it() -> None:
    before = split("# A\n\nSame text here.\n\n# B\n\nOld text.", 100)
    again = split("# A\n\nSame text here.\n\n# B\n\nOld text.", 100)
    after = split("# A\n\nSame text here.\n\n# B\n\nNew text.", 100)
    assert before == again
    assert before[0].id == after[0].id
    assert before[1].id != after[1].id


def test_the_same_sentence_twice_has_two_ids() -> None:
    first, second = split("# A\n\nSame.\n\n# A\n\nSame.", 100)
    assert first.id != second.id


def test_a_passage_is_embedded_under_its_title_and_headings() -> None:
    doc = document("---\ntitle: Summit\n---\n# Draft\n\nIt was slipped under doors.")
    (passage,) = split_into_passages(doc, EMBEDDER, 100)
    assert text_to_embed(doc, passage, EMBEDDER) == "Summit\nDraft\nIt was slipped under doors."


def test_headings_that_would_push_the_passage_out_of_sight_are_left_out() -> None:
    doc = document("# " + "very long heading " * 200 + "\n\nThe text.")
    (passage,) = split_into_passages(doc, EMBEDDER, 100)
    assert text_to_embed(doc, passage, EMBEDDER) == "The text."
