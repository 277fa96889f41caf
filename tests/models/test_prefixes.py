"""Embedders get the prefixes that their cards ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.config import EmbedderSettings
from rag.models.embedder import open_embedder
from rag.models.prefixes import Prefixes, prefixes_for
from tests.models.tiny import store_at

E5 = Prefixes("query: ", "passage: ")


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("intfloat/multilingual-e5-small", E5),
        ("intfloat/e5-large-v2", E5),
        ("multilingual-e5-small-q4", E5),
        ("/models/Multilingual-E5-Base/", E5),
        ("all-MiniLM-L6-v2", Prefixes()),
        ("thenlper/gte-large", Prefixes()),
        ("BAAI/bge-m3", Prefixes()),
        ("someone/bge-small-en-tools/all-MiniLM-L6-v2", Prefixes()),
        ("nomic-ai/nomic-embed-text-v1.5", Prefixes("search_query: ", "search_document: ")),
    ],
)
def test_a_family_is_told_by_its_name(model: str, expected: Prefixes) -> None:
    assert prefixes_for(model) == expected


def test_instructions_stand_before_questions_alone() -> None:
    for model in ("BAAI/bge-base-en-v1.5", "intfloat/multilingual-e5-large-instruct"):
        assert prefixes_for(model).query
        assert not prefixes_for(model).passage
    assert "检索" in prefixes_for("BAAI/bge-large-zh-v1.5").query


def test_what_is_set_wins_over_what_is_known(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    known = open_embedder(EmbedderSettings(model="intfloat/e5-small"), store)
    assert known.id == "intfloat/e5-small 'passage: '"
    own = EmbedderSettings(model="intfloat/e5-small", passage_prefix="text: ")
    assert open_embedder(own, store).id == "intfloat/e5-small 'text: '"
    none = EmbedderSettings(model="intfloat/e5-small", passage_prefix="")
    assert open_embedder(none, store).id == "intfloat/e5-small"
