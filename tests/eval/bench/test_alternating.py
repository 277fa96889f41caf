from collections.abc import Sequence

import pytest

from eval.bench.alternating import Slice, TakingTurns
from eval.bench.ingest_figures import growth
from tests.fakes import FakeEmbedder


class Encoder:
    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> None:
        self.calls.append(list(texts))


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Encoder:
    monkeypatch.setattr("eval.bench.alternating.SLICE_TEXTS", 4)
    return Encoder()


def test_every_text_is_encoded_alone_once_in_slices(encoder: Encoder) -> None:
    embedder = FakeEmbedder()
    turns = TakingTurns(embedder, encoder)
    turns.start()
    for batch in (["a", "b", "c"], ["d", "e"], ["f"]):
        assert (turns.embed_passages(batch) == FakeEmbedder().embed_passages(batch)).all()
    assert encoder.calls == [["a", "b", "c", "d", "e"]]
    turns.encode_rest()
    assert encoder.calls[1:] == [["f"]]
    assert turns.texts == 6
    assert [one.texts for one in turns.slices] == [5]
    assert embedder.embedded_passages == ["a", "b", "c", "d", "e", "f"]


def test_nothing_is_encoded_where_nothing_is_left(encoder: Encoder) -> None:
    TakingTurns(FakeEmbedder(), encoder).encode_rest()
    assert encoder.calls == []


def test_the_turns_of_encoding_are_not_counted_as_ingest(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0

    def clock() -> float:
        return now

    def pass_time(seconds: float) -> None:
        nonlocal now
        now += seconds

    class SlowEmbedder(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
            pass_time(2.0)
            return super().embed_passages(texts)

    monkeypatch.setattr("eval.bench.alternating.time.perf_counter", clock)
    turns = TakingTurns(SlowEmbedder(), lambda _: pass_time(10.0))
    turns.start()
    for _ in range(2):
        pass_time(3.0)
        turns.embed_passages(["a", "b", "c", "d"])
    assert [(one.ingest_s, one.encode_s, one.ratio) for one in turns.slices] == [
        (5.0, 10.0, 2.0)
    ] * 2
    assert (turns.embedding_s, turns.encode_s) == (4.0, 20.0)
    assert turns.last_turn_ended == now == 30.0


@pytest.mark.parametrize(
    ("memory", "grown"),
    [
        ([], None),
        ([5], None),
        ([5, 7], 2),
        ([1, 5, 5, 6], 5),
        ([1, 4, 4, 4, 9], 5),
        ([9, 8, 7], -2),
    ],
)
def test_memory_grows_from_a_quarter_of_the_slices_on(memory: list[int], grown: int | None) -> None:
    assert growth([Slice(512, 1.0, 1.0, size) for size in memory]) == grown
