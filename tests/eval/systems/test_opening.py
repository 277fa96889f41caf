"""Systems are opened by name, and closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.systems.opening import SYSTEMS, UnknownSystem, open_systems
from rag.config import Settings
from rag.library import Library
from tests.assistants import assistant_over
from tests.eval.systems.archive import LlamaFakeEmbedder, case


async def test_every_system_opens_under_its_name_and_searches(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    assistant = assistant_over(library, embedder, None)
    built: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        built.append((done, of))

    with open_systems(list(SYSTEMS), assistant, Settings(), tmp_path / "x", progress) as systems:
        assert [system.name for system in systems] == list(SYSTEMS)
        first = {
            system.name: [
                found.document for found in (await system.search(case("Alibaba"), 1)).found
            ]
            for system in systems
        }
    assert first == {name: ["alibaba.md"] for name in SYSTEMS} | {"closed-book": []}
    assert built == [(3, 3)]


def test_a_system_named_twice_is_opened_once(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    assistant = assistant_over(library, embedder, None)
    with open_systems(["dense", "citedesk", "dense"], assistant, Settings(), tmp_path) as systems:
        assert [system.name for system in systems] == ["dense", "citedesk"]


def test_an_unknown_system_is_named_with_the_known_ones(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    assistant = assistant_over(library, embedder, None)
    with (
        pytest.raises(UnknownSystem, match=r"'bm25'\. Known systems: citedesk, baseline, dense"),
        open_systems(["baseline", "bm25"], assistant, Settings(), tmp_path),
    ):
        pass
    assert not (tmp_path / "baseline").exists()
