"""A packed 4-bit model is unpacked into what sentence-transformers loads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from rag.config import EmbedderSettings
from rag.errors import ModelUnavailable
from rag.models.catalogue import ModelEntry
from rag.models.embedder import SentenceEmbedder, open_embedder
from rag.models.packed_e5 import unpacked
from rag.models.store import sha256_of
from tests.models.tiny import EMBEDDER, pinned, store_at
from tests.models.tiny_transformers import MAX_POSITIONS, save_packed


@pytest.fixture
def embedder(tmp_path: Path) -> SentenceEmbedder:
    """A packed model of a catalogue, in its store."""
    file = tmp_path / "tiny.e5s1"
    save_packed(file)
    entry: ModelEntry = replace(
        EMBEDDER, id="tiny-e5-small", files=(pinned(file.name, file.read_bytes()),)
    )
    store = store_at(tmp_path / "models", entry)
    store.folder(entry).mkdir(parents=True)
    file.rename(store.file(entry, entry.weights))
    return open_embedder(EmbedderSettings(model=entry.id), store)


def test_every_weight_is_what_was_packed(tmp_path: Path) -> None:
    packed = save_packed(tmp_path / "tiny.e5s1")
    found = load_file(unpacked(tmp_path / "tiny.e5s1") / "model.safetensors")
    assert set(found) - set(packed) == {"pooler.dense.weight", "pooler.dense.bias"}
    for name, weights in packed.items():
        np.testing.assert_array_equal(found[name], weights, err_msg=name)


def test_the_folder_embeds_by_the_mean_of_what_bert_makes_of_its_tokens(tmp_path: Path) -> None:
    from transformers import AutoModel, AutoTokenizer

    from rag.models.sentence_model import SentenceModel

    save_packed(tmp_path / "tiny.e5s1")
    folder = unpacked(tmp_path / "tiny.e5s1")
    tokens = AutoTokenizer.from_pretrained(folder)("query: wuzhen 乌镇", return_tensors="pt")
    with torch.inference_mode():
        mean = AutoModel.from_pretrained(folder, dtype=torch.float32)(**tokens)[0][0].mean(0)
    row = SentenceModel(tmp_path / "tiny.e5s1", "float32").embed(["query: wuzhen 乌镇"])[0]
    np.testing.assert_allclose(row, mean / mean.norm(), atol=1e-5)


def test_text_becomes_pieces_as_xlm_roberta_makes_them(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    save_packed(tmp_path / "tiny.e5s1")
    tokenizer = AutoTokenizer.from_pretrained(unpacked(tmp_path / "tiny.e5s1"))
    # Full-width letters are normalised, spaces in a row are one.
    assert tokenizer.tokenize("query:   wuzhen") == ["▁query", ":", "▁wuzhen"]
    assert tokenizer.tokenize("ａ乌镇ｂ") == ["▁", "a", "乌", "镇", "b"]
    assert tokenizer("wuzhen").input_ids == [0, 7, 2]


def test_the_catalogues_packed_model_is_an_embedder_with_its_prefixes(
    embedder: SentenceEmbedder,
) -> None:
    assert embedder.id.startswith("tiny-e5-small@")
    assert embedder.id.endswith(" 'passage: '")
    assert embedder.dimensions == 32
    assert embedder.count_tokens("wuzhen 乌镇") == 4
    assert embedder.max_tokens == MAX_POSITIONS - 2 - embedder.count_tokens("passage: ")
    rows = embedder.embed_passages(["wuzhen", "乌镇"])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_it_is_unpacked_once(tmp_path: Path) -> None:
    file = tmp_path / "tiny.e5s1"
    save_packed(file)
    weights = unpacked(file) / "model.safetensors"
    before = (sha256_of(weights), weights.stat().st_mtime_ns)
    assert unpacked(file) == weights.parent
    assert (sha256_of(weights), weights.stat().st_mtime_ns) == before


def test_what_a_killed_run_left_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / "tiny.e5s1"
    save_packed(file)
    (tmp_path / "tiny.unpacking").mkdir()
    (tmp_path / "tiny.unpacking/model.safetensors").write_bytes(b"half")
    weights = unpacked(file) / "model.safetensors"
    assert load_file(weights)
    assert weights.stat().st_mode == file.stat().st_mode
    assert not (tmp_path / "tiny.unpacking").exists()


@pytest.mark.parametrize("damage", [b"GGUF", b""])
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "tiny.e5s1"
    save_packed(file)
    file.write_bytes(damage + file.read_bytes()[4:200])
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match=r"tiny\.e5s1 is not a packed E5 model"):
            unpacked(file)
    assert not (tmp_path / "tiny").exists()
