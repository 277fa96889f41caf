"""A small archive of dated conferences in two languages, and a library of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.library import Library
from tests.fakes import FakeEmbedder

ARTICLES = {
    "opening.md": (
        "---\ntitle: The third conference opens\noutlet: South China Morning Post\n"
        "published: 2016-11-17\n---\n"
        "The third World Internet Conference opened in Wuzhen on 16 November 2016. "
        "Liu Yunshan (刘云山) spoke to the hall.\n"
    ),
    "preview.md": (
        "---\ntitle: What to expect\noutlet: Xinhua\npublished: 2016-11-10\n---\n"
        "The third World Internet Conference will be held from 16-18 November 2016 in Wuzhen.\n"
    ),
    "history.md": (
        "---\ntitle: A short history\noutlet: IET\npublished: 2017-12-04\n---\n"
        "Jack Ma (马云) spoke at the first conference in November 2014 and at the third conference "
        "in 2016. The fifth conference was planned for 2018.\n"
    ),
    "mistaken.md": (
        "---\ntitle: A mistake\noutlet: IET\npublished: 2018-01-05\n---\n"
        "The third conference of 2015 was small. The fifth conference of 2019 will be large.\n"
    ),
    "zh.md": (
        "---\ntitle: 第三届大会\noutlet: 新华社\npublished: 2016-11-18\n---\n"
        "第三届世界互联网大会于2016年11月在乌镇举行。习近平发表视频讲话。\n"
    ),
}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """No test writes to it."""
    folder = tmp_path_factory.mktemp("understanding")
    archive = folder / "archive"
    archive.mkdir()
    for name, text in ARTICLES.items():
        (archive / name).write_text(text)
    with Library.open(folder / "library", FakeEmbedder()) as library:
        library.index([archive])
        yield library
