"""Tiny archives with outlets and days, over which the forms of an answer are tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from rag.library import Library
from tests.fakes import FakeEmbedder


class Article(NamedTuple):
    text: str
    outlet: str | None = None
    published: date | None = None
    title: str = "City news"


@contextmanager
def library_of(folder: Path, *articles: Article) -> Iterator[Library]:
    """A library of these articles, named 0.md, 1.md, ... in their order."""
    archive = folder / "archive"
    archive.mkdir()
    for number, (text, *fields) in enumerate(articles):
        known = dict(zip(("outlet", "published", "title"), fields, strict=True))
        front = yaml.safe_dump({name: value for name, value in known.items() if value})
        (archive / f"{number}.md").write_text(f"---\n{front}---\n\n{text}\n", encoding="utf-8")
    with Library.open(folder / "library", FakeEmbedder()) as library:
        library.index([archive])
        yield library
