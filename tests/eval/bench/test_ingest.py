import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.bench.measuring import watch_memory
from rag.config import Settings
from rag.library import IndexReport, Library
from tests.fakes import FakeEmbedder

Bench = Callable[..., int]


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were encoded alone; the embedder and that encoder are fakes."""
    seen: list[str] = []
    embedder = FakeEmbedder()

    def open_encoder(_: Settings) -> Callable[[Sequence[str]], None]:
        return seen.extend

    monkeypatch.setattr("eval.bench.ingest.build_embedder", lambda _: embedder)
    monkeypatch.setattr("eval.bench.ingest.open_encoder", open_encoder)
    monkeypatch.setattr("eval.bench.alternating.SLICE_TEXTS", 8)
    return seen


@pytest.fixture
def bench(encoded: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bench:
    """Runs `python -m eval bench ingest --documents 12 ...` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> int:
        command = ["eval", "bench", "ingest", "--documents", "12", *arguments]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        return code

    return run_command


def figures_of(name: str) -> dict[str, Any]:
    written = json.loads(Path("runs", name, "bench.json").read_text(encoding="utf-8"))
    figures: dict[str, Any] = written["figures"]
    return figures


def test_a_bench_prints_its_figures_and_keeps_them(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench("--name", "small", "--seed", "5") == 0
    figures = figures_of("small")
    assert figures.pop("corpus") == {"documents": 12, "seed": 5, "copies": 0.1}
    (only_slice,) = figures.pop("slices")
    assert only_slice.pop("texts") == figures["texts_embedded"]
    assert min(only_slice.values()) > 0
    assert figures.pop("growth_bytes") is None
    assert all(figure > 0 for figure in figures.values())
    assert figures["ratio"] == pytest.approx(figures["encode_s"] / figures["ingest_s"])
    assert figures["peak_memory_bytes"] >= figures["start_memory_bytes"]
    printed = capsys.readouterr().out
    assert f"{figures['passages']:,} ({figures['texts_embedded']:,} different texts)" in printed
    for shown in ("passages/s", "ratio to encoding alone", "peak", "without a change", "rebuild"):
        assert shown in printed
    assert str(Path("runs/small/bench.json")) in printed


def test_what_is_encoded_alone_is_what_the_library_embedded(
    bench: Bench, encoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = FakeEmbedder()
    monkeypatch.setattr("eval.bench.ingest.build_embedder", lambda _: embedder)
    assert bench("--name", "same", "--copies", "0.5") == 0
    assert encoded == embedder.embedded_passages
    figures = figures_of("same")
    assert 0 < figures["texts_embedded"] < figures["passages"]


def test_only_the_figures_stay(bench: Bench) -> None:
    assert bench("--name", "tidy") == 0
    assert [path.name for path in Path("runs/tidy").iterdir()] == ["bench.json"]


def test_a_bench_is_not_written_over(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("--name", "again") == 0
    before = figures_of("again")
    assert bench("--name", "again") == 1
    assert "There is a bench in runs/again already.\nChoose" in capsys.readouterr().err
    assert figures_of("again") == before


def test_an_ingest_that_loses_documents_has_no_figures(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Library.index

    def index_but_one(library: Library, *arguments: Any) -> IndexReport:
        return IndexReport(whole(library, *arguments).outcomes[1:])

    monkeypatch.setattr(Library, "index", index_but_one)
    assert bench("--name", "lossy") == 1
    assert "11 of 12 documents were added." in capsys.readouterr().err
    assert list(Path("runs/lossy").iterdir()) == []


def test_the_peak_of_memory_is_seen_though_it_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("eval.bench.measuring._PEAK_INTERVAL_S", 0.01)
    readings = iter([100, 300, 200])
    asked = []

    def memory_in_use() -> int:
        asked.append(next(readings, 150))
        return asked[-1]

    monkeypatch.setattr("eval.bench.measuring.memory_in_use", memory_in_use)
    with watch_memory() as peak:
        while len(asked) < 4:
            pass
    assert peak.bytes == 300
