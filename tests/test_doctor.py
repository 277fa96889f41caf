"""A running engine is asked part by part whether it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.doctor import probe
from rag.errors import CitedeskError, DenseIndexAway, LLMFailed
from rag.library import Library
from tests.assistants import assistant_over
from tests.fakes import FakeChat, FakeEmbedder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "peace.md").write_text("The hall spoke of peace.\n")
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([tmp_path / "peace.md"])
        yield library


def engine(library: Library, *replies: str | CitedeskError) -> Assistant:
    return assistant_over(library, FakeEmbedder(), FakeChat(*replies) if replies else None)


async def test_what_answers_has_a_time_and_no_fault(library: Library) -> None:
    probes = await probe(engine(library, "Peace."))
    assert [found.part for found in probes] == ["llm", "embedder", "words", "vectors"]
    assert all(found.took_ms >= 0 and not found.fault for found in probes)
    without = await probe(engine(library))
    assert [found.part for found in without] == ["embedder", "words", "vectors"]


async def test_a_part_that_fails_says_why_and_the_others_are_still_asked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> list[tuple[str, float]]:
        raise DenseIndexAway("The Chroma server does not answer.", hint="Start it.")

    monkeypatch.setattr(library, "dense_search", away)
    probes = await probe(engine(library, LLMFailed("The language model refused the key.")))
    assert [found.fault for found in probes] == [
        "The language model refused the key.",
        "",
        "",
        "The Chroma server does not answer. Start it.",
    ]


async def test_a_part_that_hangs_is_left_after_the_limit(library: Library) -> None:
    class Silent(FakeChat):
        async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
            await asyncio.Event().wait()
            yield system + user

    probes = await probe(assistant_over(library, FakeEmbedder(), Silent()), limit_s=0.01)
    assert probes[0].fault == "No answer within 0.01 s."
