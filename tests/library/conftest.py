"""A small archive in two languages, and a library of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.library import Library
from tests.fakes import FakeEmbedder

ARTICLES = {
    "2014/opening.md": (
        "---\ntitle: The first summit\noutlet: The Paper\npublished: 2014-11-21\n---\n"
        "# Wuzhen\n\nThe first summit opened in Wuzhen. Lu Wei gave the opening speech.\n\n"
        "## A draft\n\nA draft declaration was slipped under hotel doors before midnight.\n"
    ),
    "2016/zh.md": "# 网络主权\n\n第三届世界互联网大会在浙江乌镇开幕。习近平发表视频讲话。\n",
    "raw.txt": "Freedom House ranked the country last. The regulator rejected the ranking.\n",
}


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for name, text in ARTICLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def library(tmp_path: Path, archive: Path, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library.open(tmp_path / "library", embedder) as library:
        library.index([archive])
        yield library
